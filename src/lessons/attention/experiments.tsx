import { Experiments } from '../../notebook/training/Experiments.tsx';
import { experimentsRunner } from '../../notebook/training/variant-actions.ts';
import { TranslationScores } from '../../notebook/translation/TranslationScores.tsx';
import { attentionVariants } from './recipes.ts';

export const runner = experimentsRunner(attentionVariants);

/** The three scores and none of them: what each costs and brings. */
export default function AttentionExperiments() {
  return (
    <>
      <Experiments variants={attentionVariants} />
      <TranslationScores />
    </>
  );
}
