import { create } from 'zustand';
import type { Freeze } from '../recipe/recipe.ts';
import type { FeatureReading } from '../worker/protocol.ts';

/** What a person chose for the next time the cells of the lesson Transfer run. */
export interface TransferChoices {
  /** What is read of a text. */
  reading: FeatureReading;
  /** Inverse strength of the penalty of logistic regression. */
  C: number;
  /** Parts for cross-validation; 0: none. */
  folds: number;
  /** How much of the backbone is frozen, a run each. */
  ways: readonly Freeze[];
  /** Models that are trained as well, beside that of the recipe: `published:NAME`, `builtin:NAME`. */
  alsoWith: readonly string[];
  /** A head alone learns at another rate than a whole model; null: at the one that suits its backbone. */
  headRate: number | null;
  /** Runs whose heads are compared with what they began with; null: the newest of each way. */
  compared: readonly string[] | null;
}

export const useTransfer = create<TransferChoices>(() => ({
  reading: 'cls',
  C: 1,
  folds: 5,
  ways: ['all', 1, 'none'],
  alsoWith: [],
  headRate: null,
  compared: null,
}));
