import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const rise = 'return initial + ((peak - initial) * step) / rising';
const fall = 'return peak + ((final - peak) * (step - rising)) / (total - rising)';
const end = '  if (step >= total) return final;\n';
const rounded = 'Math.ceil(warmup * total)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'rise', reason: /always the peak/ },
    {
      name: 'the starter, falling',
      code: exercise.starter,
      caughtBy: 'fall',
      reason: /always the peak/,
    },
    {
      name: 'from 0',
      code: changed(reference, rise, 'return (peak * step) / rising'),
      caughtBy: 'rise',
      reason: /rises from 0/,
    },
    {
      name: 'the first step counted as 1',
      code: changed(reference, rise, 'return initial + ((peak - initial) * (step + 1)) / rising'),
      caughtBy: 'rise',
      reason: /counted as 1/,
    },
    {
      name: 'above the peak',
      code: changed(reference, rise, 'return initial + (peak * step) / rising'),
      caughtBy: 'rise',
      reason: /ends above/,
    },
    {
      name: 'rounded down',
      code: changed(reference, rounded, 'Math.floor(warmup * total)'),
      caughtBy: 'rise',
      reason: /rounded down/,
    },
    {
      name: 'not rounded',
      code: changed(reference, rounded, 'warmup * total'),
      caughtBy: 'rise',
      reason: /not rounded up/,
    },
    {
      name: 'falls from step 0 on',
      code: changed(reference, fall, 'return peak + ((final - peak) * step) / total'),
      caughtBy: 'fall',
      reason: /counted from step 0/,
    },
    {
      name: 'falls to 0',
      code: changed(reference, fall, 'return (peak * (total - step)) / (total - rising)'),
      caughtBy: 'fall',
      reason: /falls to 0/,
    },
    {
      name: 'does not arrive',
      code: changed(reference, fall, 'return peak + ((final - peak) * (step - rising)) / total'),
      caughtBy: 'fall',
      reason: /does not arrive/,
    },
    {
      name: 'falls on behind the end',
      code: changed(reference, end, ''),
      caughtBy: 'edges',
      reason: /goes on falling/,
      others: {},
    },
    {
      name: '0 behind the end',
      code: changed(reference, end, '  if (step >= total) return 0;\n'),
      caughtBy: 'edges',
      reason: /0 behind the end/,
    },
    {
      name: 'divides by 0 without a warm-up',
      code: changed(reference, 'if (step < rising) ', 'if (step <= rising) '),
      caughtBy: 'edges',
      reason: /NaN/,
    },
  ],
  right: [
    {
      name: 'the smaller of two lines',
      code: `function learningRate(step, { total, warmup, initial, peak, final }) {
        const W = Math.ceil(warmup * total);
        const mix = (a, b, share) => (1 - share) * a + share * b;
        return step < W ? mix(initial, peak, step / W) : mix(peak, final, Math.min(1, (step - W) / Math.max(1, total - W)) || (step >= total ? 1 : 0));
      }`,
    },
    {
      name: 'from the end',
      code: `const learningRate = (step, t) => {
        const up = Math.ceil(t.total * t.warmup);
        if (step >= t.total) return t.final;
        const left = t.total - step;
        if (step >= up) return t.final + (t.peak - t.final) * left / (t.total - up);
        return t.peak - (t.peak - t.initial) * (up - step) / up;
      };`,
    },
  ],
};
