import type { Random } from '../base/random.ts';
import type { TeacherForcing } from './recipe.ts';

/** The ratio of true words given to the decoder before an optimizer step (Bengio et al. 2015). */
export function forcingRatio(spec: TeacherForcing, step: number, totalSteps: number): number {
  if (spec.kind === 'constant') return spec.ratio;
  if (spec.kind === 'linear')
    return spec.from + (spec.to - spec.from) * Math.min(1, step / Math.max(1, totalSteps - 1));
  // k / (k + e^x) for a large x without overflow.
  const x = Math.min(700, step / spec.k);
  return spec.k / (spec.k + Math.exp(x));
}

/** One coin a step of the decoder: whether it is given the true word. The first step is given `<sos>` anyhow. */
export function forcingCoins(ratio: number, steps: number, random: Random): boolean[] {
  return Array.from({ length: steps }, (_, t) => random.uniform() < ratio || t === 0);
}
