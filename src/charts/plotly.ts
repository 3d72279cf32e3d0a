import type plotly from 'plotly.js-cartesian-dist-min';
import { LabError } from '../base/errors.ts';
import { whenCalm } from './calm.ts';

export type Plotly = typeof plotly;

let loading: Promise<Plotly> | null = null;

/**
 * Plotly, loaded once and only when the first chart is drawn (1.5 MB that the first view must not wait for), in an
 * idle slice in which nothing trains: evaluating it is one long task (0.2 to 0.5 s).
 * @throws LabError `charts/not-loaded` where its file cannot be had; the next call tries again.
 */
export function loadPlotly(): Promise<Plotly> {
  loading ??= new Promise<void>((resolve) => whenCalm(resolve))
    .then(() => import('plotly.js-cartesian-dist-min'))
    .then(
      (module) => module.default,
      (error: unknown) => {
        loading = null;
        throw new LabError(
          'charts/not-loaded',
          `The part of the lab that draws charts could not be loaded (${error instanceof Error ? error.message : String(error)}).`,
          'Check the connection and try again. The numbers are in the table meanwhile.',
        );
      },
    );
  return loading;
}

/** Loads Plotly when the page has nothing else to do: better while the person reads than when a chart is to be drawn. */
export function preloadPlotly(): void {
  loadPlotly().catch(() => {
    // The chart that needs it will try again, and say so.
  });
}
