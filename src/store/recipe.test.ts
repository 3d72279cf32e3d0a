import { beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';

const notes = new Map<string, unknown>();
vi.mock('../storage/store.ts', () => ({
  keepNote: async (key: string, value: unknown) => void notes.set(key, value),
  keptNote: async (key: string) => notes.get(key),
}));

const { originalOf, recipeOf, useRecipe } = await import('./recipe.ts');
const original = recipeSchema.parse({ name: 'of the lesson' });
const state = () => useRecipe.getState();

beforeEach(async () => {
  notes.clear();
  useRecipe.setState({ lesson: null });
  await state().init('rnn', original);
});

describe('the recipe under edit', () => {
  it('changes, goes back and forth, and is kept', async () => {
    expect(state().update('training.epochs', 7)).toBeNull();
    expect(state().update('model.cell', 'gru')).toBeNull();
    state().undo();
    expect(state().recipe.model).toMatchObject({ cell: 'rnn' });
    expect(state().recipe.training.epochs).toBe(7);
    state().redo();
    expect(state().recipe.model).toMatchObject({ cell: 'gru' });
    await vi.waitFor(() => expect(notes.get('recipe/rnn')).toEqual(state().recipe));
    state().reset();
    expect(state().recipe).toEqual(original);
    state().undo();
    expect(state().recipe.model).toMatchObject({ cell: 'gru' });
  });

  it('refuses what may not be, with the reason, and stays as it was', () => {
    const before = state().recipe;
    expect(state().update('training.epochs', 0)?.message).toContain('training.epochs');
    expect(state().recipe).toBe(before);
    expect(state().past).toHaveLength(0);
  });

  it('makes no step of a change that changes nothing', () => {
    state().update('seed', original.seed);
    expect(state().past).toHaveLength(0);
  });

  it('comes back as the person left it; what cannot be read is passed over', async () => {
    state().update('seed', 5);
    await vi.waitFor(() => expect(notes.has('recipe/rnn')).toBe(true));
    useRecipe.setState({ lesson: null });
    await state().init('rnn', original);
    expect(state().recipe.seed).toBe(5);

    notes.set('recipe/rnn', { version: 99 });
    useRecipe.setState({ lesson: null });
    await state().init('rnn', original);
    expect(state().recipe).toEqual(original);
  });

  it('belongs to its lesson: another one that is opened, entered or changed meanwhile changes nothing', async () => {
    const other = recipeSchema.parse({ name: 'of another lesson', seed: 9 });
    // The course page asks how far each lesson is.
    expect(await recipeOf('lstm', other)).toEqual(other);
    expect(state().lesson).toBe('rnn');
    state().update('seed', 5);

    await state().init('lstm', other);
    expect(state().recipe).toEqual(other);
    expect(state().past).toHaveLength(0);
    // A file that was chosen in the first lesson is open only now.
    state().changeOf('rnn', (recipe) => ({ ...recipe, name: 'with a file' }));
    expect(state().recipe).toEqual(other);
    expect(originalOf('rnn')).toEqual(original);
    expect(await recipeOf('rnn', original)).toMatchObject({ seed: 5, name: 'with a file' });
    await vi.waitFor(() => expect(notes.get('recipe/rnn')).toMatchObject({ name: 'with a file' }));
    expect(notes.has('recipe/lstm')).toBe(false);

    await state().init('rnn', original);
    expect(state().recipe).toMatchObject({ seed: 5, name: 'with a file' });
    state().undo();
    state().undo();
    expect(state().recipe).toEqual(original);
  });

  it('is not put on the desk of a lesson that was entered while it was read', async () => {
    notes.set('recipe/slow', { ...original, seed: 77 });
    const reading = state().init('slow', original);
    await state().init('quick', original);
    await reading;
    expect(state().recipe.seed).toBe(original.seed);
    await state().init('slow', original);
    expect(state().recipe.seed).toBe(77);
  });
});
