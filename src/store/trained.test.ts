import { beforeEach, expect, test, vi } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { keepTrained, keptTrained, nameOfCode, partingOf, type Trained } from './trained.ts';

const notes = new Map<string, unknown>();

vi.mock('../storage/store.ts', () => ({
  keepNote: async (key: string, value: unknown) => void notes.set(key, structuredClone(value)),
  keptNote: async (key: string) => notes.get(key),
}));

beforeEach(() => notes.clear());

const outcome = (loss: number[]) => ({ step: loss.map((_, i) => i + 1), loss, macroF1: 0.25 });

const trained: Trained = {
  version: 1,
  code: nameOfCode('const a = 1;'),
  unpassed: ['The formula'],
  recipe: recipeSchema.parse({ task: 'multilabel' }),
  mine: outcome([0.7, 0.6]),
  ours: outcome([0.7, 0.5]),
};

test('the curves of an exercise are there again, those of another are not', async () => {
  await keepTrained('lstm/lstm-step', trained);
  expect(await keptTrained('lstm/lstm-step')).toEqual(trained);
  expect(await keptTrained('rnn/rnn-step')).toBeNull();
});

test('what no version of the lab wrote is no curve', async () => {
  notes.set('trained/rnn/rnn-step', { ...trained, mine: { step: 'all' } });
  expect(await keptTrained('rnn/rnn-step')).toBeNull();
});

test('where two curves part is told, and rounding is no parting', () => {
  expect(partingOf(outcome([0.7, 0.6]), outcome([0.7, 0.5]))).toEqual({
    largest: expect.closeTo(0.1, 10) as number,
    at: 2,
  });
  expect(partingOf(outcome([0.7, 0.60001]), outcome([0.7, 0.6])).at).toBeNull();
  expect(partingOf(outcome([0.7]), outcome([0.7, 0.6])).at).toBeNull();
});
