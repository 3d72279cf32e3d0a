import type { Exercise } from '../../types.ts';

const TYPES = `interface Triangle {
  total: number; // N: steps of the whole run
  warmup: number; // share of them, from 0 to 1
  initial: number;
  peak: number;
  final: number;
}`;

export const exercise: Exercise = {
  id: 'bert/schedule',
  title: 'Up, and down again',
  defines: ['learningRate'],
  tensors: false,
  starter: `${TYPES}

/** step: 0 for the first */
function learningRate(step: number, { total, warmup, initial, peak, final }: Triangle): number {
  // Your code
  return peak;
}
`,
  reference: `${TYPES}

function learningRate(step: number, { total, warmup, initial, peak, final }: Triangle): number {
  const rising = Math.ceil(warmup * total);
  if (step < rising) return initial + ((peak - initial) * step) / rising;
  if (step >= total) return final;
  return peak + ((final - peak) * (step - rising)) / (total - rising);
}
`,
  offers: [
    { name: 'Math.ceil', detail: '(x): the whole number above' },
    { name: 'Math.min', detail: '(…numbers): the smallest' },
  ],
  checks: [
    { id: 'rise', title: 'It rises from the initial rate to the peak', points: 2 },
    { id: 'fall', title: 'It falls from the peak to the final rate', points: 2 },
    { id: 'edges', title: 'No warm-up, nothing but warm-up, behind the end', points: 2 },
  ],
};
