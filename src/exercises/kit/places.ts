/** Position in a row-major array as an index in each dimension. */
export function indexOf(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = position;
  for (let d = shape.length - 1; d >= 0; d--) {
    index.unshift(rest % (shape[d] as number));
    rest = Math.floor(rest / (shape[d] as number));
  }
  return index;
}
