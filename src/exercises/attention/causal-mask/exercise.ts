import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'attention/causal-mask',
  title: 'Who may look at whom',
  defines: ['causalMask'],
  tensors: false,
  starter: `/**
 * lengths: words of each text; steps: T, to which all are filled up
 * → for each text T × T numbers: 1 where step t (row) may look at step s (column), else 0
 */
function causalMask(lengths: number[], steps: number): number[][][] {
  // Your code: nobody sees the future, nobody sees padding.
  return lengths.map(() => []);
}
`,
  reference: `function causalMask(lengths: number[], steps: number): number[][][] {
  return lengths.map((length) =>
    Array.from({ length: steps }, (_, t) =>
      Array.from({ length: steps }, (_, s) => (s <= t && s < length ? 1 : 0)),
    ),
  );
}
`,
  offers: [
    { name: 'Array.from', detail: '({ length: n }, (_, i) => …): n values' },
    { name: 'lengths.map', detail: '((length) => …): one value for each text' },
  ],
  checks: [
    { id: 'future', title: 'A step sees itself and what came before', points: 2 },
    { id: 'padding', title: 'Padding is seen by nobody', points: 2 },
    { id: 'edges', title: 'One step, empty texts, no texts', points: 1 },
  ],
};
