/** Numbers of some things, a row each: row i is values[i · width] … values[(i + 1) · width − 1]. */
export interface Table {
  width: number;
  values: Float32Array;
}

export const rowsIn = ({ width, values }: Table): number => (width === 0 ? 0 : values.length / width);

/** Some rows of a table, in the order they are named. */
export function takeRows({ width, values }: Table, index: ArrayLike<number>): Table {
  const taken = new Float32Array(index.length * width);
  for (let row = 0; row < index.length; row++) {
    const i = index[row] as number;
    taken.set(values.subarray(i * width, (i + 1) * width), row * width);
  }
  return { width, values: taken };
}

/** Mean of each column, in double precision. */
export function columnMeans(table: Table): Float64Array {
  const { width, values } = table;
  const rows = rowsIn(table);
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at += width)
    for (let j = 0; j < width; j++) means[j] = (means[j] as number) + (values[at + j] as number);
  return rows === 0 ? means : means.map((sum) => sum / rows);
}

/** Standard deviation of each column (over n, as scikit-learn's StandardScaler); 0 of one that does not vary. */
export function columnDeviations(table: Table, means: Float64Array): Float64Array {
  const { width, values } = table;
  const rows = rowsIn(table);
  const squares = new Float64Array(width);
  for (let at = 0; at < values.length; at += width)
    for (let j = 0; j < width; j++) {
      const off = (values[at + j] as number) - (means[j] as number);
      squares[j] = (squares[j] as number) + off * off;
    }
  return rows === 0 ? squares : squares.map((sum) => Math.sqrt(sum / rows));
}
