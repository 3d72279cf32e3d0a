import { Experiments } from '../../notebook/training/Experiments.tsx';
import { experimentsRunner } from '../../notebook/training/variant-actions.ts';
import { lstmVariants } from './recipes.ts';

export const runner = experimentsRunner(lstmVariants);

/** Gates, attention and depth as variants of the plain RNN, with the way of their gradients through time. */
export default function LstmExperiments() {
  return <Experiments variants={lstmVariants} throughTime />;
}
