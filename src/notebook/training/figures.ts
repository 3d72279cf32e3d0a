import type { Monitor, Recipe } from '../../recipe/recipe.ts';
import { monitorSchema } from '../../recipe/training-schema.ts';
import type { MainScore } from '../../runs/score.ts';
/** Numbers of a run as they stand in tables: fixed digits, so that they align at the decimal point and do not jump. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** What stands where there is no number yet. */
export const NONE = '–';

/** A score in [0, 1] or a loss: four decimals are what a test set of thousands of texts can mean. */
export function score(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : value.toFixed(4);
}

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : whole.format(value);
}

/** 1:12, or 1:02:09 from an hour on. */
export function clock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE;
  const all = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const pad = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** 84 MB */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} GB`;
  return value >= 1e6 ? `${whole.format(value / 1e6)} MB` : `${whole.format(value / 1e3)} kB`;
}

/** A learning rate: 8.1e-4; 9.9 */
export function rate(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  if (value >= 1) return value.toPrecision(2);
  return value === 0 ? '0' : value.toExponential(1);
}

/** Three significant digits: 0.42, 41.2, 1,204 */
export function brief(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  if (value >= 1e7) return value.toExponential(2);
  if (value >= 100) return whole.format(value);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** 52k */
export function thousands(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return value >= 10_000 ? `${whole.format(value / 1000)}k` : whole.format(value);
}

/** The score that runs are compared by: 0.9312, or a BLEU of 41.27. */
export const mainScoreText = (value: number | null | undefined, by: MainScore): string =>
  by === 'bleu' && value !== null && value !== undefined ? value.toFixed(2) : score(value);

export const MONITOR_WORDS = {
  accuracy: 'accuracy',
  macroF1: 'macro F1',
  microF1: 'micro F1',
  weightedF1: 'weighted F1',
  bleu: 'BLEU',
  loss: 'loss',
} as const;

/** By what the best epoch of a task can be chosen: of words and of masked tokens F1 says nothing. */
export function monitorsOf(task: Recipe['task']): readonly Monitor[] {
  return task === 'translate' || task === 'pretrain' ? ['loss', 'accuracy'] : monitorSchema.options;
}
