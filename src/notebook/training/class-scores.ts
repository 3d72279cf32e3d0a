import type { EvaluationPoint } from '../../runs/types.ts';

/** The newest evaluation on validation that says the F1 of each label. */
export const newestScored = (points: readonly EvaluationPoint[]): EvaluationPoint | null =>
  points.findLast(({ split, classF1 }) => split === 'validation' && classF1 !== undefined) ?? null;
