import type { CheckOutcome, Exercise } from './types.ts';

/**
 * What the checks count together. Some say something only of code that computes the right values (`after`): no tensor is
 * left behind where nothing is done. Until then they are shown, but give no points.
 */
export function counted(
  exercise: Pick<Exercise, 'checks'>,
  outcomes: readonly CheckOutcome[],
): CheckOutcome[] {
  const passed = (id: string): boolean =>
    outcomes.some((one) => one.id === id && (one.state === 'passed' || one.state === 'uncounted'));
  return outcomes.map((outcome) => {
    const title = exercise.checks.find(({ id }) => id === outcome.id);
    if (title?.after === undefined || !passed(outcome.id)) return outcome;
    if (passed(title.after)) return { ...outcome, state: 'passed', points: title.points, reason: null };
    const first = exercise.checks.find(({ id }) => id === title.after)?.title ?? title.after;
    return {
      ...outcome,
      state: 'uncounted',
      points: 0,
      reason: `Not counted until the values are right: “${first}”.`,
    };
  });
}

export const sumOf = (outcomes: readonly CheckOutcome[]): number =>
  outcomes.reduce((sum, { points }) => sum + points, 0);
