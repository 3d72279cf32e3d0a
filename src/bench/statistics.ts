/** The arithmetic of a measurement. */

/** The value in the middle; of an even number the mean of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between neighbours, as numpy.quantile. NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

/** b in y ≈ a·x^b, by least squares of the logarithms: 1 is linear growth, 2 quadratic. */
export function growth(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const above = u.reduce((sum, value, i) => sum + (value - mu) * ((v[i] as number) - mv), 0);
  return above / u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
}

/** |a − b| as a share of the greater. */
export function relativeDifference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
