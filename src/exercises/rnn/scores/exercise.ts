import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'rnn/scores',
  title: 'Accuracy and macro F1 by hand',
  defines: ['accuracy', 'macroF1'],
  tensors: false,
  starter: `/** Share of the texts whose class was found. */
function accuracy(truth: number[], predicted: number[]): number {
  // Your code.
  return 0;
}

/** Mean of the F1 of all classes 0 … classes − 1. */
function macroF1(truth: number[], predicted: number[], classes: number): number {
  // Your code.
  return 0;
}
`,
  reference: `function accuracy(truth: number[], predicted: number[]): number {
  return truth.filter((label, i) => label === predicted[i]).length / truth.length;
}

function macroF1(truth: number[], predicted: number[], classes: number): number {
  let sum = 0;
  for (let c = 0; c < classes; c++) {
    const both = truth.filter((label, i) => label === c && predicted[i] === c).length;
    const named = predicted.filter((label) => label === c).length;
    const there = truth.filter((label) => label === c).length;
    sum += named + there === 0 ? 0 : (2 * both) / (named + there);
  }
  return sum / classes;
}
`,
  offers: [
    { name: 'truth.filter', detail: '((label, i) => …): those for which it is true' },
    { name: 'predicted.filter', detail: '((label, i) => …): those for which it is true' },
  ],
  checks: [
    { id: 'accuracy', title: 'Accuracy', points: 1 },
    { id: 'f1', title: 'Macro F1 of unequal classes', points: 2 },
    { id: 'absent', title: 'Classes never named, or without texts, count as 0', points: 2 },
  ],
};
