import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'bert/weighted-f1',
  title: 'Weighted F1',
  defines: ['weightedF1'],
  tensors: false,
  starter: `/**
 * truth, predicted: the class of each text, numbers from 0 to classes − 1
 * → the mean of the F1 of each class, weighted by how many texts truly have it
 */
function weightedF1(truth: number[], predicted: number[], classes: number): number {
  // Your code
  return 0;
}
`,
  reference: `function weightedF1(truth: number[], predicted: number[], classes: number): number {
  if (truth.length === 0) return 0;
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    const there = truth.filter((y) => y === c).length;
    const named = predicted.filter((y) => y === c).length;
    const both = truth.filter((y, i) => y === c && predicted[i] === c).length;
    const f1 = there + named === 0 ? 0 : (2 * both) / (there + named);
    sum += there * f1;
  }
  return sum / truth.length;
}
`,
  offers: [{ name: 'truth.filter', detail: '((y, i) => …): those that it holds for' }],
  checks: [
    { id: 'weighted', title: 'Classes of unlike size', points: 3 },
    { id: 'absent', title: 'Classes that no text has or that are never given, no texts', points: 2 },
  ],
};
