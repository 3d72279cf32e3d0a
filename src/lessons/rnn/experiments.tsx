import { Experiments } from '../../notebook/training/Experiments.tsx';
import { experimentsRunner } from '../../notebook/training/variant-actions.ts';
import { rnnVariants } from './recipes.ts';

export const runner = experimentsRunner(rnnVariants);

/** The course's ideas as variants of the baseline. */
export default function RnnExperiments() {
  return <Experiments variants={rnnVariants} />;
}
