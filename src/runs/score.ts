import type { Recipe } from '../recipe/recipe.ts';
import type { ScoreSet, TranslationScores } from './types.ts';

export type MainScore = 'accuracy' | 'macroF1' | 'weightedF1' | 'bleu';

/**
 * The score that runs of a task are compared by; of a fine-tuned BERT, whose classes are of very unlike size, weighted F1,
 * or macro F1 where that chooses its best epoch.
 */
export function mainScore({ task, model, training }: Pick<Recipe, 'task' | 'model' | 'training'>): MainScore {
  if (task === 'translate') return 'bleu';
  if (task === 'multilabel') return 'macroF1';
  if (task !== 'classify' || model.kind !== 'bert') return 'accuracy';
  return training.monitor === 'macroF1' ? 'macroF1' : 'weightedF1';
}

/** What is there at most. */
export const greatestOf = (by: MainScore): number => (by === 'bleu' ? 100 : 1);

/** The value of that score: BLEU from 0 to 100, the others from 0 to 1. */
export function mainValue(
  scores: ScoreSet & { translation?: Pick<TranslationScores, 'bleu'> },
  by: MainScore,
): number {
  return by === 'bleu' ? (scores.translation?.bleu ?? 0) : scores[by];
}
