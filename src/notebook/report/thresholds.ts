import type { Recipe, Source } from '../../recipe/recipe.ts';

/** Test accuracies to reach, in ascending order, and where they come from. */
export interface Suggestion {
  thresholds: readonly number[];
  reason: string;
}

/** The course's own, for AG News. */
const COURSE = [0.9, 0.91, 0.915] as const;

/** The course's own for a fine-tuned BERT, in weighted F1 over the 96 categories of its receipts. */
const COURSE_BERT = 0.7;

const isAgNews = (source: Source): boolean =>
  JSON.stringify(source)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .includes('agnews');

/** Down to a half percent: the baseline reaches the first. */
const toHalfPercent = (value: number): number => Math.floor(value * 200 + 1e-9) / 200;

/** Labels that those of lexicographer files are for. */
const LABELS = 5000;

/**
 * Thresholds that fit the data: the course's for AG News, for WordNet topics what TF-IDF with logistic
 * regression reaches there (0.887), for lexicographer files what 5,000 labels bring, else what the baseline reached and a
 * tenth and a fifth of its errors less. A fine-tuned BERT, judged by weighted F1, is measured by the course's 0.7 as well; a
 * pretraining by nothing, so what is suggested while there is no other run is for its fine-tuning.
 */
export function suggestThresholds(
  source: Source,
  baselineAccuracy: number | null,
  task: Recipe['task'] = 'classify',
  trainLimit: number | null = LABELS,
  score = task === 'multilabel' ? 'macro F1' : 'accuracy',
): Suggestion {
  if (task === 'translate') return ofTranslation(source, baselineAccuracy);
  if (isAgNews(source)) return { thresholds: COURSE, reason: 'the course’s, for AG News' };
  if (source.kind === 'builtin' && source.id === 'wordnet-topics') {
    return {
      thresholds: [0.887, 0.905, 0.92],
      reason: 'for WordNet topics, where TF-IDF with logistic regression reaches 0.887',
    };
  }
  const lexicographer = source.kind === 'builtin' && source.id === 'wordnet-lexicographer';
  // While nothing but a pretraining is there, nobody has said how many labels there will be.
  if (lexicographer && task !== 'multilabel' && (trainLimit === LABELS || task === 'pretrain')) {
    return {
      thresholds: [0.49, 0.57, 0.6],
      reason:
        'weighted F1 from 5,000 labels: from scratch, of TF-IDF with logistic regression, and with the pretrained model of the lab',
    };
  }
  const finetuned = task === 'pretrain' || (task === 'classify' && score === 'weighted F1');
  if (finetuned && !lexicographer) return ofFinetuning(baselineAccuracy);
  if (baselineAccuracy === null && task === 'multilabel')
    return { thresholds: [0.4, 0.5, 0.6], reason: 'round numbers, until the baseline is there' };
  if (baselineAccuracy === null)
    return { thresholds: COURSE, reason: 'the course’s, until the baseline is there' };
  return {
    thresholds: above(baselineAccuracy),
    reason: `the baseline’s ${score}, and a tenth and a fifth of its errors less`,
  };
}

/** What the baseline reached, and a tenth and a fifth of its errors less. */
const above = (baseline: number): number[] =>
  [0, 0.1, 0.2].map((share) => toHalfPercent(baseline + share * (1 - baseline)));

/** In weighted F1. */
function ofFinetuning(baseline: number | null): Suggestion {
  const course = 'the course’s 0.7 of weighted F1, which it asks for on 96 categories';
  if (baseline === null) return { thresholds: [COURSE_BERT], reason: course };
  const all = new Set([...above(baseline), COURSE_BERT]);
  return {
    thresholds: [...all].sort((a, b) => a - b),
    reason: `the baseline’s weighted F1, a tenth and a fifth of its errors less, and ${course}`,
  };
}

/** In BLEU. */
function ofTranslation(source: Source, baseline: number | null): Suggestion {
  if (source.kind === 'builtin' && source.id === 'captions')
    return {
      thresholds: [60, 80, 95],
      reason: 'BLEU on the built-in captions, most of which one vector cannot hold',
    };
  if (baseline === null)
    return { thresholds: [10, 20, 30], reason: 'round numbers of BLEU, until the baseline is there' };
  const missing = 100 - baseline;
  return {
    thresholds: [0, 0.1, 0.2].map((share) => Math.floor(2 * (baseline + share * missing)) / 2),
    reason: 'the baseline’s BLEU, and a tenth and a fifth of what it lacks more',
  };
}

/** How many of the thresholds a score reaches. */
export function reached(accuracy: number, thresholds: readonly number[]): number {
  return thresholds.filter((threshold) => accuracy >= threshold).length;
}
