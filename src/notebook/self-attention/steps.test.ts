import { describe, expect, it, test } from 'vitest';
import {
  beyondWords,
  differenceReversed,
  edit,
  lost,
  restore,
  reversed,
  withSize,
  withWords,
} from './changes.ts';
import { compute, FIRST, LECTURE, positionOf, softmaxRows, wordsOf } from './steps.ts';

/** Of PyTorch 1.13, double precision. */
const TORCH = {
  all: [
    [0.0770377, 0.00773842, 0.91522387],
    [0.29919693, 0.19231992, 0.50848315],
    [0.00348127, 0.00001732, 0.99650141],
  ],
  output: [
    [1.91135466, 3.72632556],
    [1.41232319, 2.04464964],
    [1.99649275, 3.98946094],
  ],
  causal: [
    [1.0, 0.0, 0.0],
    [0.60872161, 0.39127839, 0.0],
    [0.00348127, 0.00001732, 0.99650141],
  ],
  padding: [
    [0.90871931, 0.09128069, 0.0],
    [0.60872161, 0.39127839, 0.0],
    [0.99504949, 0.00495051, 0.0],
  ],
};

const close = (got: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): void =>
  got.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(wanted[i]?.[j] as number, 5)));

test('agrees with PyTorch: softmax(Q Kᵀ / √D, masked) V', () => {
  // torch: x = [[1, 0], [0.5, -1], [2, 1]], Wq = [[1, 2], [0, 1]], Wk = [[0.5, 0], [1, 1]], Wv = [[1, 1], [0, 2]]
  const settings = {
    ...FIRST,
    words: ['a', 'b', 'c'],
    size: 2,
    edited: {
      embeddings: [
        [1, 0],
        [0.5, -1],
        [2, 1],
      ],
      W_q: [
        [1, 2],
        [0, 1],
      ],
      W_k: [
        [0.5, 0],
        [1, 1],
      ],
      W_v: [
        [1, 1],
        [0, 2],
      ],
    },
  };
  close(compute(settings).weights, TORCH.all);
  close(compute(settings).output, TORCH.output);
  close(compute({ ...settings, causal: true }).weights, TORCH.causal);
  close(compute({ ...settings, padding: 1 }).weights, TORCH.padding);
});

describe('the lecture', () => {
  it('has 0.88 and 0.12 of 112 and 96, which its queries and keys of 64 numbers make', () => {
    const { scores, scaled, weights, output } = compute(LECTURE);
    expect(LECTURE.edited).toEqual({});
    expect(LECTURE.divisor).toBeNull();
    expect(Object.values(LECTURE.given).flatMap((rows) => rows.map(({ length }) => length))).toEqual(
      Array(6).fill(LECTURE.size),
    );
    expect(scores).toEqual([
      [112, 96],
      [96, 112],
    ]);
    expect(output[0]?.slice(0, 2).map((value) => value.toFixed(2))).toEqual(['0.88', '0.12']);
    expect(scaled[0]).toEqual([14, 12]);
    expect(weights[0]?.map((weight) => weight.toFixed(2))).toEqual(['0.88', '0.12']);
  });
});

test('a number that is written in is taken, what follows from it is computed anew, and it can be taken back', () => {
  const changed = edit(FIRST, 'scores', 0, 1, 50);
  const [before, after] = [compute(FIRST), compute(changed)];
  expect(after.queries).toEqual(before.queries);
  expect(after.scores[0]?.[1]).toBe(50);
  expect(after.scores[0]?.[0]).toBe(before.scores[0]?.[0]);
  expect(after.weights[0]?.[1]).toBeCloseTo(1, 6);
  close([after.output[0] ?? []], [before.values[1] ?? []]);
  expect(after.output[1]).toEqual(before.output[1]);
  expect(compute(restore(changed, 'scores'))).toEqual(before);
});

test('masks: nobody sees the future or padding, rows share 1, and a row that sees nothing is 0', () => {
  const { weights } = compute({ ...FIRST, causal: true, padding: 2 });
  weights.forEach((row, from) => {
    expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    row.forEach((weight, at) => {
      if (at > from || at >= 3) expect(weight).toBe(0);
    });
  });
  expect(softmaxRows([[-Infinity, -Infinity]])).toEqual([[0, 0]]);
  expect(softmaxRows([[1000, 999]])[0]?.[0]).toBeCloseTo(0.7310586, 6);
});

test('without positions the order of the words is not seen; with them, or under a causal mask, it is', () => {
  expect(differenceReversed(FIRST)).toBeLessThan(1e-12);
  expect(differenceReversed({ ...FIRST, positions: true })).toBeGreaterThan(0.01);
  expect(differenceReversed({ ...FIRST, causal: true })).toBeGreaterThan(0.01);
  expect(positionOf(0, 4)).toEqual([0, 1, 0, 1]);
});

test('where numbers of one’s own stand behind the words, nothing is said of their order', () => {
  const own = edit(FIRST, 'weights', 0, 0, 1);
  expect(differenceReversed(own)).toBeNull();
  expect(beyondWords(own)).toEqual(['weights']);
  // Numbers of a word go with it, those of a place stay.
  expect(differenceReversed(edit(FIRST, 'embeddings', 0, 0, 3))).toBeLessThan(1e-12);
  expect(differenceReversed(edit({ ...FIRST, positions: true }, 'embeddings', 0, 0, 3))).toBeGreaterThan(
    0.01,
  );
  expect(differenceReversed(LECTURE)).toBe(0);
});

test('positions are a matrix of their own, added to embeddings that were written too', () => {
  const own = edit(FIRST, 'embeddings', 1, 0, 3);
  const { inputs, positions } = compute({ ...own, positions: true });
  expect(inputs[1]?.[0]).toBeCloseTo(3 + Math.sin(1), 12);
  expect(positions[1]?.[0]).toBeCloseTo(Math.sin(1), 12);
  expect(compute(own).inputs[1]?.[0]).toBe(3);
});

test('words and marks of a sentence, eight at most', () => {
  expect(wordsOf("Don't panic, said   Ümit .")).toEqual(["Don't", 'panic', ',', 'said', 'Ümit', '.']);
  expect(wordsOf('a b c d e f g h i j')).toHaveLength(8);
  expect(wordsOf('  ')).toEqual([]);
});

test('what was written goes along where it can, and what is lost is known', () => {
  const own = edit(edit(edit(FIRST, 'W_q', 0, 0, 9), 'scores', 0, 1, 9), 'embeddings', 1, 0, 5);
  const turned = reversed(own);
  expect(lost(own, turned)).toEqual([]);
  expect(compute(turned).scores[4]?.[3]).toBe(9);
  expect(compute(turned).embeddings[3]?.[0]).toBe(5);
  // “dog” keeps its numbers under other words; scores of others do not fit.
  const other = withWords(own, ['a', 'dog']);
  expect(compute(other).embeddings[1]?.[0]).toBe(5);
  expect(Object.keys(other.edited)).toEqual(['W_q', 'embeddings']);
  expect(lost(own, other)).toEqual(['scores']);
  expect(lost(own, withWords(own, ['x']))).toEqual(['embeddings', 'scores']);
  expect(lost(own, withSize(own, 3))).toEqual(['embeddings', 'W_q', 'scores']);
  expect(withWords(LECTURE, ['x'])).toMatchObject({ size: 4, given: {} });
});
