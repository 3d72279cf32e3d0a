import { Experiments } from '../../notebook/training/Experiments.tsx';
import { experimentsRunner } from '../../notebook/training/variant-actions.ts';
import { TranslationScores } from '../../notebook/translation/TranslationScores.tsx';
import { seq2seqVariants } from './recipes.ts';

export const runner = experimentsRunner(seq2seqVariants);

/** Variants of the plain model, and on one chart how each fares with long sentences. */
export default function Seq2SeqExperiments() {
  return (
    <>
      <Experiments variants={seq2seqVariants} />
      <TranslationScores />
    </>
  );
}
