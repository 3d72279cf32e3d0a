import { Random } from '../base/random.ts';
import { columnDeviations, columnMeans, rowsIn, type Table } from './table.ts';

/** The directions in which rows differ most. */
export interface Pca {
  width: number;
  mean: Float64Array;
  /** components_: [count, width], of length 1; the greatest part of each is positive. */
  components: Float64Array[];
  /** explained_variance_, over n − 1. */
  variance: number[];
  /** explained_variance_ratio_ */
  ratio: number[];
}

/** Lanczos steps: the outermost directions of data of any width are exact long before. */
const MOST_STEPS = 120;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** The first `count` principal components, as scikit-learn's PCA finds them up to sign. */
export function fitPca(table: Table, count = 2): Pca {
  const { width } = table;
  const rows = rowsIn(table);
  const mean = columnMeans(table);
  const total = columnDeviations(table, mean).reduce((sum, s) => sum + s * s, 0) * rows;
  const { basis, diagonal, side } = lanczos((v) => spread(table, mean, v), width);
  const pairs = symmetricEigen(tridiagonal(diagonal, side));
  const components: Float64Array[] = [];
  const variance: number[] = [];
  for (const { value, vector } of pairs.slice(0, count)) {
    const component = new Float64Array(width);
    basis.forEach((own, k) => {
      for (let j = 0; j < width; j++)
        component[j] = (component[j] as number) + (vector[k] as number) * (own[j] as number);
    });
    components.push(turned(component));
    variance.push(Math.max(0, value) / Math.max(1, rows - 1));
  }
  const whole = total / Math.max(1, rows - 1);
  return { width, mean, components, variance, ratio: variance.map((v) => (whole > 0 ? v / whole : 0)) };
}

/** transform: rows × components. */
export function projected({ width, mean, components }: Pca, table: Table): Float32Array {
  const rows = rowsIn(table);
  const result = new Float32Array(rows * components.length);
  for (let i = 0; i < rows; i++)
    components.forEach((component, k) => {
      let sum = 0;
      for (let j = 0; j < width; j++)
        sum += ((table.values[i * width + j] as number) - (mean[j] as number)) * (component[j] as number);
      result[i * components.length + k] = sum;
    });
  return result;
}

/** XᵀX·v of the centred rows. */
function spread({ width, values }: Table, mean: Float64Array, v: Float64Array): Float64Array {
  const result = new Float64Array(width);
  const shift = dot(mean, v);
  let all = 0;
  for (let at = 0; at < values.length; at += width) {
    let along = -shift;
    for (let j = 0; j < width; j++) along += (values[at + j] as number) * (v[j] as number);
    all += along;
    for (let j = 0; j < width; j++) result[j] = (result[j] as number) + along * (values[at + j] as number);
  }
  for (let j = 0; j < width; j++) result[j] = (result[j] as number) - all * (mean[j] as number);
  return result;
}

/** A small matrix with the same outermost eigenvalues, and the basis it stands in (each vector made orthogonal to all before). */
function lanczos(apply: (v: Float64Array) => Float64Array, width: number) {
  const random = new Random(0, 'lanczos');
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const side: number[] = [];
  const orthogonal = (v: Float64Array): number => {
    // Twice is enough (Kahan).
    for (let pass = 0; pass < 2; pass++)
      for (const own of basis) {
        const share = dot(own, v);
        for (let j = 0; j < width; j++) v[j] = (v[j] as number) - share * (own[j] as number);
      }
    return Math.sqrt(dot(v, v));
  };
  let next: Float64Array = Float64Array.from({ length: width }, () => random.normal());
  let size = orthogonal(next);
  const steps = Math.min(width, MOST_STEPS);
  let scale = 0;
  while (basis.length < steps && size > 0) {
    const own = next.map((x) => x / size);
    basis.push(own);
    next = apply(own);
    diagonal.push(dot(own, next));
    scale = Math.max(scale, Math.sqrt(dot(next, next)));
    size = orthogonal(next);
    if (basis.length === steps) break;
    if (size <= 1e-12 * scale || size === 0) {
      // All that this start reaches is found: go on with another one, which is joined to it by nothing.
      side.push(0);
      next = Float64Array.from({ length: width }, () => random.normal());
      size = orthogonal(next);
    } else side.push(size);
  }
  return { basis, diagonal, side };
}

function tridiagonal(diagonal: readonly number[], side: readonly number[]): Float64Array[] {
  return diagonal.map((own, i) => {
    const row = new Float64Array(diagonal.length);
    row[i] = own;
    if (i > 0) row[i - 1] = side[i - 1] as number;
    if (i < diagonal.length - 1) row[i + 1] = side[i] as number;
    return row;
  });
}

/** Eigenvalues and vectors of a symmetric matrix, the greatest first (Jacobi's rotations). */
export function symmetricEigen(matrix: readonly Float64Array[]): { value: number; vector: Float64Array }[] {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
  const at = (i: number, j: number): number => (a[i] as Float64Array)[j] as number;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        if (i === j) on += at(i, i) ** 2;
        else off += at(i, j) ** 2;
    if (off <= 1e-28 * on) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q);
  }
  // Row i of `vectors` is the i-th eigenvector.
  return vectors.map((vector, i) => ({ value: at(i, i), vector })).sort((x, y) => y.value - x.value);
}

function rotate(a: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const [rowP, rowQ] = [a[p] as Float64Array, a[q] as Float64Array];
  const cross = rowP[q] as number;
  if (cross === 0) return;
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * cross);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  turnRows(rowP, rowQ, c, s);
  turnRows(vectors[p] as Float64Array, vectors[q] as Float64Array, c, s);
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p] as number, row[q] as number];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}

function turnRows(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let j = 0; j < x.length; j++) {
    const [a, b] = [x[j] as number, y[j] as number];
    x[j] = c * a - s * b;
    y[j] = s * a + c * b;
  }
}

/** A direction has no sign of its own: the greatest part is made positive. */
function turned(component: Float64Array): Float64Array {
  const greatest = component.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  return greatest < 0 ? component.map((x) => -x) : component;
}
