/**
 * Exponential moving average with the bias of its start taken out, as TensorBoard draws it and as Adam corrects its
 * moments (Kingma & Ba 2015, section 3): m ← w·m + (1 − w)·y, smoothed = m / (1 − wⁿ) after n values.
 *
 * Values that are not finite are passed through and leave the average as it was.
 *
 * @param weight in [0, 1): 0 leaves the values as they are.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return values.slice();
  const w = Math.min(weight, 0.999);
  let mean = 0;
  let bias = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    mean = w * mean + (1 - w) * value;
    bias *= w;
    return mean / (1 - bias);
  });
}
