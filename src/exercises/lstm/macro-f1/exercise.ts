import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'lstm/macro-f1',
  title: 'Macro F1 of several labels',
  defines: ['predict', 'macroF1'],
  tensors: false,
  starter: `/** logits: one row a text, one number a label; thresholds: a probability for each label → 1 where the label is given */
function predict(logits: number[][], thresholds: number[]): number[][] {
  // Your code.
  return logits;
}

/** truth and predicted: rows of 0 and 1, one column a label → the mean of the F1 of all labels */
function macroF1(truth: number[][], predicted: number[][]): number {
  // Your code.
  return 0;
}
`,
  reference: `function predict(logits: number[][], thresholds: number[]): number[][] {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  return logits.map((row) => row.map((logit, c) => (sigmoid(logit) >= thresholds[c] ? 1 : 0)));
}

function macroF1(truth: number[][], predicted: number[][]): number {
  const labels = truth.length === 0 ? 0 : truth[0].length;
  let sum = 0;
  for (let c = 0; c < labels; c++) {
    let both = 0, named = 0, there = 0;
    for (let i = 0; i < truth.length; i++) {
      both += truth[i][c] * predicted[i][c];
      named += predicted[i][c];
      there += truth[i][c];
    }
    sum += named + there === 0 ? 0 : (2 * both) / (named + there);
  }
  return labels === 0 ? 0 : sum / labels;
}
`,
  offers: [
    { name: 'Math.exp', detail: '(x): e to the power of x' },
    { name: 'logits.map', detail: '((row, i) => …): one value for each text' },
    { name: 'truth.length', detail: 'how many texts there are' },
  ],
  checks: [
    { id: 'predict', title: 'A label is given where its probability reaches its own threshold', points: 2 },
    { id: 'f1', title: 'The mean of the F1 of each label', points: 2 },
    { id: 'absent', title: 'Labels never given, or that no text has, count as 0', points: 2 },
  ],
};
