import type { EvaluationPoint, RecentCurves, RunEvent } from '../runs/types.ts';

/** Steps that are remembered: more than any machine does between a page's last report and its end. */
const MOST_STEPS = 2048;

/**
 * The newest part of the curves, as it was told. It goes into the checkpoints: a page that is closed may not have heard
 * of the last steps that a checkpoint has seen, and draws them when the run goes on.
 */
export class Recall {
  private curves: RecentCurves = nothing();

  /** What is told passes through here. */
  listen(event: RunEvent): void {
    const { steps, evaluations } = this.curves;
    if (event.type === 'evaluation') evaluations.push(event.point);
    if (event.type !== 'steps') return;
    const { measures = {} } = event;
    for (const [name, values] of Object.entries(measures)) {
      const missing = () => steps.step.map(() => NaN);
      ((steps.measures ??= {})[name] ??= missing()).push(...values);
    }
    for (const name of ['step', 'loss', 'lr', 'gradNorm'] as const) steps[name].push(...event[name]);
    // Not with each step: cutting copies.
    if (steps.step.length >= 2 * MOST_STEPS) this.curves = newest(this.curves);
  }

  keep(): RecentCurves {
    return newest(this.curves);
  }

  restore(curves: RecentCurves | undefined): void {
    this.curves = curves ? newest(curves) : nothing();
  }
}

const nothing = (): RecentCurves => ({
  steps: { step: [], loss: [], lr: [], gradNorm: [] },
  evaluations: [],
});

/** A copy of what is remembered. */
function newest({ steps, evaluations }: RecentCurves): RecentCurves {
  const last = (values: number[]): number[] => values.slice(-MOST_STEPS);
  const { step, loss, lr, gradNorm, measures } = steps;
  const from = step.at(-MOST_STEPS) ?? 0;
  return {
    steps: {
      ...{ step: last(step), loss: last(loss), lr: last(lr), gradNorm: last(gradNorm) },
      ...(measures && {
        measures: Object.fromEntries(Object.entries(measures).map(([name, values]) => [name, last(values)])),
      }),
    },
    evaluations: evaluations.filter((point: EvaluationPoint) => point.step >= from),
  };
}
