export interface Points {
  x: number[];
  y: number[];
}

/**
 * Fewer points that draw the same picture: of each bucket its lowest and its highest value, in their order, so that
 * no spike is lost; the first and the last point always stay.
 *
 * Buckets hold a power of two of points: while a live curve grows, buckets that are full stay as they are, and the
 * drawn line does not flicker.
 *
 * @param maxPoints at least 4; the result has at most maxPoints + 2 points.
 */
export function decimate(x: readonly number[], y: readonly number[], maxPoints: number): Points {
  const n = Math.min(x.length, y.length);
  if (n <= maxPoints) return { x: x.slice(0, n), y: y.slice(0, n) };

  let size = 2;
  while (Math.ceil(n / size) * 2 > maxPoints) size *= 2;

  const out: Points = { x: [], y: [] };
  let last = -1;
  const keep = (i: number): void => {
    if (i <= last) return;
    out.x.push(x[i] ?? NaN);
    out.y.push(y[i] ?? NaN);
    last = i;
  };

  keep(0);
  for (let start = 0; start < n; start += size) {
    const [low, high] = extremes(y, start, Math.min(start + size, n));
    keep(Math.min(low, high));
    keep(Math.max(low, high));
  }
  keep(n - 1);
  return out;
}

/** Where the lowest and the highest finite value of y[start, end) stand; the start where there is none (a gap stays a gap). */
function extremes(y: readonly number[], start: number, end: number): [number, number] {
  let low = start;
  let high = start;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = start; i < end; i++) {
    const value = y[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    if (value < lowest) {
      lowest = value;
      low = i;
    }
    if (value > highest) {
      highest = value;
      high = i;
    }
  }
  return [low, high];
}
