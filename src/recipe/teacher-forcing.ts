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

/** The k with which the inverse sigmoid gives every other word in the middle of a run: there k·ln k steps have passed. */
export function fittingK(totalSteps: number): number {
  const middle = Math.max(1, totalSteps / 2);
  // Newton's way; k·ln k rises without a bend from k = 1 on.
  let k = Math.max(2, middle / Math.log(middle + 2));
  for (let i = 0; i < 20; i++) k -= (k * Math.log(k) - middle) / (Math.log(k) + 1);
  return k < 20 ? Math.round(10 * k) / 10 : Math.round(k);
}

/** So few have no course that a k could be right for. */
const FEW_STEPS = 8;

/** Why the k of an inverse sigmoid does not suit a run of so many steps, with one that does; null where it does. */
export function unfittingK(spec: TeacherForcing, totalSteps: number): string | null {
  if (spec.kind !== 'sigmoid' || totalSteps < FEW_STEPS) return null;
  const last = forcingRatio(spec, totalSteps - 1, totalSteps);
  const tenth = forcingRatio(spec, totalSteps / 10, totalSteps);
  const better = `With k = ${fittingK(totalSteps).toLocaleString('en')} half of the words are true ones in the middle of the run.`;
  if (last > 0.5)
    return `k = ${spec.k} is too large for ${totalSteps.toLocaleString('en')} steps: at the end the ratio is still ${last.toFixed(2)}. ${better}`;
  if (tenth < 0.1)
    return `k = ${spec.k} is too small for ${totalSteps.toLocaleString('en')} steps: after a tenth of them the ratio is ${tenth.toFixed(2)} already. ${better}`;
  return null;
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
