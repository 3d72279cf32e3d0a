import type { Random } from '../base/random.ts';
import type { TeacherForcing, TrainingSpec } from './recipe.ts';

/** The ratio of true words given to the decoder before an optimizer step (Bengio et al. 2015). */
export function forcingRatio(spec: TeacherForcing, step: number, totalSteps: number): number {
  if (spec.kind === 'constant') return spec.ratio;
  if (spec.kind === 'linear')
    return spec.from + (spec.to - spec.from) * Math.min(1, step / Math.max(1, totalSteps - 1));
  // k / (k + e^x) for a large x without overflow.
  const x = Math.min(700, step / spec.k);
  return spec.k / (spec.k + Math.exp(x));
}

/** Optimizer steps of a whole run over so many texts: the last batch of an epoch, and its last step, may be smaller. */
export function stepsOfRun(
  texts: number,
  { batchSize, accumulate, epochs }: Pick<TrainingSpec, 'batchSize' | 'accumulate' | 'epochs'>,
): number {
  return Math.ceil(Math.ceil(texts / batchSize) / accumulate) * epochs;
}

/** One coin a step of the decoder: whether it is given the true word. The first step is given `<sos>` anyhow. */
export function forcingCoins(ratio: number, steps: number, random: Random): boolean[] {
  return Array.from({ length: steps }, (_, t) => random.uniform() < ratio || t === 0);
}
