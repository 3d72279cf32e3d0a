import { expect, test } from 'vitest';
import { rankedLabels } from './ranked-labels.ts';

const labels = Array.from({ length: 12 }, (_, i) => `label ${i}`);
const probabilities = labels.map((_, i) => 0.3 - 0.02 * i);

test('a rare label that is given is listed, however many are more probable', () => {
  // Those before it are just not given; the last, with 0.08, is.
  const thresholds = labels.map((_, i) => (i === 11 ? 0.07 : 0.35));
  const shown = rankedLabels(labels, probabilities, thresholds);
  expect(shown.map(({ label }) => label)).toEqual([...labels.slice(0, 8), 'label 11']);
  expect(shown.filter(({ given }) => given)).toEqual([
    { label: 'label 11', probability: expect.closeTo(0.08) as number, threshold: 0.07, given: true },
  ]);
});

test('all that are given are listed; where only the greatest counts, the eight most probable', () => {
  expect(
    rankedLabels(
      labels,
      probabilities,
      labels.map(() => 0.01),
    ),
  ).toHaveLength(12);
  expect(rankedLabels(labels, probabilities, null)).toHaveLength(8);
});
