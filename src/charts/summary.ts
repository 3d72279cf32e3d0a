import { formatNumber, formatShare } from './format.ts';
import type { NamedSeries } from './table.ts';

// One sentence a chart, for those who hear it instead of seeing it.

function seriesSentence({ name, x, y }: NamedSeries): string | null {
  const finite = y.flatMap((value, i) => (Number.isFinite(value) ? [i] : []));
  const first = finite[0];
  const last = finite.at(-1);
  if (first === undefined || last === undefined) return null;
  const value = (i: number): string => `${formatNumber(y[i] ?? NaN)} at ${formatNumber(x[i] ?? NaN)}`;
  if (first === last) return `${name} ${value(first)}`;
  const change = Math.sign((y[last] ?? 0) - (y[first] ?? 0));
  const verb = change < 0 ? 'fell' : change > 0 ? 'rose' : 'went';
  const low = finite.reduce((best, i) => ((y[i] ?? NaN) < (y[best] ?? NaN) ? i : best), first);
  const high = finite.reduce((best, i) => ((y[i] ?? NaN) > (y[best] ?? NaN) ? i : best), first);
  const turns = [
    ...(low !== first && low !== last ? [`lowest ${value(low)}`] : []),
    ...(high !== first && high !== last ? [`highest ${value(high)}`] : []),
  ];
  return `${name} ${verb} from ${value(first)} to ${value(last)}${turns.length > 0 ? ` (${turns.join(', ')})` : ''}`;
}

/** “Loss against step: train fell from 1.386 at 1 to 0.21 at 1,000 (lowest 0.18 at 940); validation …” */
export function describeLines(title: string, xTitle: string, series: readonly NamedSeries[]): string {
  const parts = series.flatMap((one) => seriesSentence(one) ?? []);
  return parts.length > 0 ? `${title} against ${xTitle}: ${parts.join('; ')}.` : `${title}: no values yet.`;
}

/** “Classes: 4 bars, from 11,605 (artifact) down to 5,627 (communication).” */
export function describeBars(title: string, labels: readonly string[], values: readonly number[]): string {
  if (labels.length === 0) return `${title}: no values yet.`;
  let low = 0;
  let high = 0;
  values.forEach((value, i) => {
    if (value < (values[low] ?? 0)) low = i;
    if (value > (values[high] ?? 0)) high = i;
  });
  const named = (i: number): string => `${formatNumber(values[i] ?? NaN)} (${labels[i] ?? ''})`;
  return labels.length === 1
    ? `${title}: one bar, ${named(0)}.`
    : `${title}: ${labels.length} bars, from ${named(high)} down to ${named(low)}.`;
}

/** The smallest i such that at least `share` of all counts stand at or below it; 0 where there are none. */
export function percentileOf(counts: readonly number[], share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [i, count] of counts.entries()) {
    below += count;
    // The tolerance keeps 0.07 · 100 = 7.000000000000001 from asking for an eighth text.
    if (below > 0 && below >= share * total - 1e-9 * total) return i;
  }
  return Math.max(0, counts.length - 1);
}

/** “Length: 34,962 texts, half of them up to 11 tokens in a text, 99% up to 34, the longest 81.” */
export function describeHistogram(
  title: string,
  counts: readonly number[],
  unit: string,
  things: string,
  share: number,
): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return `${title}: no values yet.`;
  const longest = counts.findLastIndex((count) => count > 0);
  return (
    `${title}: ${formatNumber(total)} ${things}, half of them up to ${percentileOf(counts, 0.5)} ${unit}, ` +
    `${formatShare(share)} up to ${percentileOf(counts, share)}, the longest ${longest}.`
  );
}

/** The diagonal's share and the largest value beside it, for a square matrix with the same labels on both sides. */
export function describeMatrix(
  title: string,
  values: readonly (readonly number[])[],
  yLabels: readonly string[],
  xLabels: readonly string[],
): string {
  if (values.length === 0) return `${title}: no values yet.`;
  let total = 0;
  let diagonal = 0;
  let worst = { value: -Infinity, y: 0, x: 0 };
  values.forEach((row, y) => {
    row.forEach((value, x) => {
      total += value;
      if (x === y) diagonal += value;
      else if (value > worst.value) worst = { value, y, x };
    });
  });
  const size = `${values.length} by ${values[0]?.length ?? 0}`;
  if (total === 0) return `${title}: ${size}, all zero.`;
  const beside =
    worst.value > 0
      ? `; the largest beside it is ${formatNumber(worst.value)} at row ${yLabels[worst.y]}, column ${xLabels[worst.x]}`
      : '';
  return `${title}: ${size}, ${formatShare(diagonal / total)} on the diagonal${beside}.`;
}
