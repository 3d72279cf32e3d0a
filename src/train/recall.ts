import { stepOfPoint } from '../runs/record.ts';
import type { PointEvent, RecentCurves, RunEvent } from '../runs/types.ts';

/**
 * Steps that are remembered. A page writes its curves down within seconds (store/run-keep.ts), so only a very fast run of
 * a page that was killed has lost more; that is said when it goes on (`lostNote`).
 */
const MOST_STEPS = 2048;

/**
 * The newest part of the curves, as it was told. It goes into the checkpoints: the record that a page has kept may be
 * older than the newest checkpoint, and is filled up when the run goes on.
 */
export class Recall {
  private curves: RecentCurves = nothing();

  /** The way to tell something, by which it is heard here as well. */
  heard(emit: (event: RunEvent) => void): (event: RunEvent) => void {
    return (event) => {
      this.listen(event);
      emit(event);
    };
  }

  listen(event: RunEvent): void {
    const { steps, points } = this.curves;
    if (isPoint(event)) points.push(event);
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

const nothing = (): RecentCurves => ({ steps: { step: [], loss: [], lr: [], gradNorm: [] }, points: [] });

const POINTS: readonly RunEvent['type'][] = [
  'gradients',
  'timeGradient',
  'evaluation',
  'translations',
  'alignment',
];
const isPoint = (event: RunEvent): event is PointEvent => POINTS.includes(event.type);

/** A copy of what is remembered. */
function newest({ steps, points }: RecentCurves): RecentCurves {
  const last = (values: number[]): number[] => values.slice(-MOST_STEPS);
  const { step, loss, lr, gradNorm, measures } = steps;
  const from = step.length > MOST_STEPS ? (step.at(-MOST_STEPS) as number) : 0;
  return {
    steps: {
      ...{ step: last(step), loss: last(loss), lr: last(lr), gradNorm: last(gradNorm) },
      ...(measures && {
        measures: Object.fromEntries(Object.entries(measures).map(([name, values]) => [name, last(values)])),
      }),
    },
    points: points.filter((point) => stepOfPoint(point) >= from),
  };
}
