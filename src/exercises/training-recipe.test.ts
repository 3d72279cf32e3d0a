import { expect, test } from 'vitest';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { exercise as layers } from './lstm/layers/exercise.ts';
import { MOST_TEXTS, MOST_TOKENS, cutForTraining, sizesInWords, trainingRecipe } from './training-recipe.ts';

const lesson = recipeSchema.parse({
  task: 'multilabel',
  seed: 7,
  data: { source: { kind: 'file', name: 'mine.csv' }, columns: { label: 'tags' } },
  model: { cell: 'rnn', embedding: 100, hidden: 256, pooling: 'last' },
  training: {
    optimizer: { kind: 'adamw', lr: 2e-3, weightDecay: 0.5 },
    schedule: { kind: 'linear', warmup: 0.1 },
    positiveWeights: 'sqrt',
    clipNorm: 1,
    epochs: 4,
  },
});

test("a student's piece is trained by the lesson's task, data, loss, optimizer and seed", () => {
  const small = trainingRecipe(lesson, { cell: 'lstm' });
  const { epochs, evaluateEvery, ...asInLesson } = small.training;
  const { epochs: all, evaluateEvery: often, ...training } = lesson.training;
  expect(asInLesson).toEqual(training);
  expect([epochs, evaluateEvery, all, often]).toEqual([3, null, 4, null]);
  expect(small).toMatchObject({
    task: 'multilabel',
    seed: 7,
    text: lesson.text,
    data: { ...lesson.data, limit: MOST_TEXTS },
    model: { cell: 'lstm', pooling: 'last', attention: 'none' },
  });
  expect(recipeSchema.parse(small)).toEqual(small);
  expect(sizesInWords(lesson, small)).toBe(
    `at most ${MOST_TEXTS} texts of up to ${MOST_TOKENS} tokens, embedding 24, hidden 40, head 64, epochs 3`,
  );
});

test('a piece that is all of the layers says how many, and that nothing is dropped between them', () => {
  const of = { ...lesson, model: { ...lesson.model, bidirectional: true, dropout: 0.3 } } as typeof lesson;
  const small = trainingRecipe(of, layers.trains?.recipe ?? {});
  expect(small.model).toMatchObject({ cell: 'lstm', layers: 2, bidirectional: false, dropout: 0 });
  expect(recipeSchema.parse(small)).toEqual(small);
  expect(sizesInWords(of, small)).toMatch(/layers 2, both directions off, .*dropout between layers 0/);
});

test.each([
  [32, 32, 32],
  [1, 1, 1],
  [24, 24, 23],
  [2, 1, 1],
])('embedding %i, hidden %i and attention %i end up apart', (embedding, hidden, attentionSize) => {
  const recipe = { ...lesson, model: { ...lesson.model, embedding, hidden, attentionSize } } as typeof lesson;
  const { model } = trainingRecipe(recipe, { attention: 'additive' });
  if (model.kind !== 'recurrent') throw new Error(model.kind);
  const sizes = [model.embedding, model.hidden, model.attentionSize];
  expect(new Set(sizes).size).toBe(3);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
});

test('a recipe without a recurrent classifier is refused with what it stands at', () => {
  const translate = recipeSchema.parse({ task: 'translate', model: { kind: 'seq2seq' } });
  expect(() => trainingRecipe(translate, { cell: 'lstm' })).toThrow(/task translate.*kind seq2seq/);
});

/** Texts of so many tokens, text i with the labels 0 … i mod 3 − 1. */
function splitOf(lengths: readonly number[]): EncodedSplit {
  const sets = lengths.map((_, i) => Array.from({ length: i % 3 }, (_, k) => k));
  const ends = (sizes: readonly number[]) =>
    Uint32Array.from([0, ...sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b, 0))]);
  return {
    rows: Uint32Array.from(lengths.keys()),
    offsets: ends(lengths),
    tokens: Int32Array.from(lengths.flatMap((n, i) => Array.from({ length: n }, (_, t) => 1000 * i + t))),
    labels: Int32Array.from(lengths, () => -1),
    setOffsets: ends(sets.map(({ length }) => length)),
    setIds: Int32Array.from(sets.flat()),
  };
}

test('of a test file and of long texts the beginning is read, each text with its own labels', () => {
  const data: PreparedData = {
    vocabulary: [],
    padId: 0,
    unkId: 1,
    labels: ['a', 'b'],
    maxLength: 60,
    splits: {
      train: splitOf([60, 3, 41]),
      validation: splitOf([2]),
      test: splitOf(Array.from({ length: 130 }, () => 1)),
    },
  };
  const cut = cutForTraining(data);
  expect(cut.maxLength).toBe(MOST_TOKENS);
  expect([...cut.splits.train.offsets]).toEqual([0, 40, 43, 83]);
  expect([...cut.splits.train.tokens.subarray(39, 44)]).toEqual([39, 1000, 1001, 1002, 2000]);
  expect([...(cut.splits.train.setIds ?? [])]).toEqual([0, 0, 1]);
  expect(cut.splits.validation).toEqual(data.splits.validation);
  expect(cut.splits.test.labels).toHaveLength(100);
  expect(cut.splits.test.setIds).toHaveLength(cut.splits.test.setOffsets?.at(-1) ?? -1);
});
