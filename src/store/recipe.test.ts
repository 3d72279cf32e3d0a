import { beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';

const notes = new Map<string, unknown>();
vi.mock('../storage/store.ts', () => ({
  keepNote: async (key: string, value: unknown) => void notes.set(key, value),
  keptNote: async (key: string) => notes.get(key),
}));

const { useRecipe } = await import('./recipe.ts');
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
});
