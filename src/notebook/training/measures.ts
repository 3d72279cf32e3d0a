import type { Recipe } from '../../recipe/recipe.ts';
import type { EvaluationPoint } from '../../runs/types.ts';

/** What is measured at an evaluation, for charts. */
export interface Measured {
  label: string;
  /** Null where the point has none. */
  of: (point: EvaluationPoint) => number | null;
}

interface Panel {
  title: string;
  yTitle: string;
  measures: Measured[];
}

const bleu: Measured = { label: 'BLEU', of: ({ translation }) => translation?.bleu ?? null };
const perplexity: Measured = {
  label: 'perplexity',
  of: ({ translation }) => translation?.perplexity ?? null,
};
const aer: Measured = { label: 'AER', of: ({ translation }) => translation?.aer ?? null };
const loss: Measured = { label: 'loss', of: (point) => point.loss };
const score = (label: string, key: 'accuracy' | 'macroF1' | 'weightedF1' | 'microF1'): Measured => ({
  label,
  of: (point) => point[key],
});

const ofLabels: Panel[] = [
  {
    title: 'Validation scores',
    yTitle: 'score',
    measures: [
      score('accuracy', 'accuracy'),
      score('macro F1', 'macroF1'),
      score('weighted F1', 'weightedF1'),
      score('micro F1', 'microF1'),
    ],
  },
];
const ofTranslation: Panel[] = [
  { title: 'Validation BLEU, of up to 200 sentences', yTitle: 'BLEU', measures: [bleu] },
  { title: 'Validation perplexity', yTitle: 'perplexity', measures: [perplexity] },
];

const maskedLoss: Measured = {
  label: 'masked tokens',
  of: ({ pretraining }) => pretraining?.maskedLoss ?? null,
};
const unigramEntropy: Measured = {
  label: 'by frequencies alone',
  of: ({ pretraining }) => pretraining?.unigramEntropy ?? null,
};
const maskedAccuracy = score('masked tokens', 'accuracy');
const orderAccuracy: Measured = {
  label: 'order of halves',
  of: ({ pretraining }) => pretraining?.orderAccuracy ?? null,
};
const ofPretraining: Panel[] = [
  {
    title: 'Validation loss of masked tokens',
    yTitle: 'nats a token',
    measures: [maskedLoss, unigramEntropy],
  },
  { title: 'Validation, told right', yTitle: 'share', measures: [maskedAccuracy, orderAccuracy] },
];

/** The charts beside that of the loss, for one run. */
export const mainMeasures = (task: Recipe['task']): Panel[] =>
  task === 'translate' ? ofTranslation : task === 'pretrain' ? ofPretraining : ofLabels;

/** What the curves of several runs are laid over each other by, the most telling first. */
export const overlaid = (task: Recipe['task']): Measured[] =>
  task === 'translate'
    ? [bleu, perplexity, aer, loss]
    : task === 'pretrain'
      ? [maskedLoss, maskedAccuracy, orderAccuracy]
      : [
          score('accuracy', 'accuracy'),
          score('macro F1', 'macroF1'),
          score('weighted F1', 'weightedF1'),
          // With one label a text it is the accuracy.
          ...(task === 'multilabel' ? [score('micro F1', 'microF1')] : []),
          loss,
        ];
