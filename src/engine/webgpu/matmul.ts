import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { type Dispatch, dispatch, emptyTensor } from './dispatch.ts';

/**
 * Matrix product by register tiles: each thread computes 8 × 8 values as 2 × 2 blocks of 4 × 4, straight from global
 * memory, without barriers. A block product is one `mat4x4 * mat4x4`: with the columns of `a` four rows of A (over k)
 * and those of `b` four rows of B (over n), the columns of b · a are rows of the result.
 */
interface MatMulShape {
  transposeA: boolean;
  transposeB: boolean;
  /** The contiguous dimension is a multiple of 4, so rows can be read four values at a time. */
  alignedA: boolean;
  alignedB: boolean;
  /** k is a multiple of 4, so no block reaches beyond it. */
  wholeK: boolean;
  bias: boolean;
}

const element = (aligned: boolean) => (aligned ? 'vec4<f32>' : 'f32');

/**
 * `load_x(batch, row, col)`: four values of one stored row, zeros beyond its end. `rowsBound` says whether `row` may
 * lie beyond the matrix and must count as zeros (a k beyond K), rather than be clamped (a result nobody stores).
 */
function loader(name: string, aligned: boolean, zeroRows: boolean): string {
  const read = aligned
    ? `return ${name}[(offset + clamped * cols + col) / 4u];`
    : `let at = offset + clamped * cols + col;
  var value = vec4<f32>(0.0);
  if (col < cols) { value.x = ${name}[at]; }
  if (col + 1u < cols) { value.y = ${name}[at + 1u]; }
  if (col + 2u < cols) { value.z = ${name}[at + 2u]; }
  if (col + 3u < cols) { value.w = ${name}[at + 3u]; }
  return value;`;
  return `
fn load_${name}(offset: u32, row: u32, col: u32, rows: u32, cols: u32) -> vec4<f32> {
  ${zeroRows ? 'if (row >= rows) { return vec4<f32>(0.0); }' : ''}
  ${aligned ? 'if (col >= cols) { return vec4<f32>(0.0); }' : ''}
  let clamped = min(row, rows - 1u);
  ${read}
}`;
}

function code({ transposeA, transposeB, alignedA, alignedB, wholeK, bias }: MatMulShape): string {
  const row = (name: string, offset: string, r: string, c: string, rows: string, cols: string) =>
    `load_${name}(${offset}, ${r}, ${c}, ${rows}, ${cols})`;
  const block = (rows: (i: number) => string) => `mat4x4<f32>(${[0, 1, 2, 3].map(rows).join(', ')})`;
  const a = (m: string) =>
    transposeA
      ? `transpose(${block((i) => row('a', 'offsetA', `k + ${i}u`, m, 'params.k', 'params.m'))})`
      : block((i) => row('a', 'offsetA', `${m} + ${i}u`, 'k', 'params.m', 'params.k'));
  const b = (n: string) =>
    transposeB
      ? `transpose(${block((i) => row('b', 'offsetB', `${n} + ${i}u`, 'k', 'params.n', 'params.k'))})`
      : block((i) => row('b', 'offsetB', `k + ${i}u`, n, 'params.k', 'params.n'));
  return `
${loader('a', alignedA, transposeA && !wholeK)}
${loader('b', alignedB, !transposeB && !wholeK)}

fn store(offset: u32, row: u32, col: u32, values: vec4<f32>) {
  if (row >= params.m) { return; }
  for (var i = 0u; i < 4u; i++) {
    if (col + i < params.n) {
      result[offset + row * params.n + col + i] = values[i]${bias ? ' + bias[col + i]' : ''};
    }
  }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = id.x * 8u;
  let m = id.y * 8u;
  if (m >= params.m || n >= params.n) { return; }
  let offsetA = id.z * params.strideA;
  let offsetB = id.z * params.strideB;
  var c00 = mat4x4<f32>(); var c01 = mat4x4<f32>(); var c10 = mat4x4<f32>(); var c11 = mat4x4<f32>();
  for (var k = 0u; k < params.k; k += 4u) {
    let a0 = ${a('m')};
    let a1 = ${a('(m + 4u)')};
    let b0 = ${b('n')};
    let b1 = ${b('(n + 4u)')};
    c00 += b0 * a0; c01 += b1 * a0; c10 += b0 * a1; c11 += b1 * a1;
  }
  let offset = id.z * params.m * params.n;
  for (var i = 0u; i < 4u; i++) {
    store(offset, m + i, n, c00[i]); store(offset, m + i, n + 4u, c01[i]);
    store(offset, m + 4u + i, n, c10[i]); store(offset, m + 4u + i, n + 4u, c11[i]);
  }
}`;
}

/** How a product is dispatched, once there is a tensor for its result of this shape: [batch, M, N]. */
export function matMulCall(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  bias: TensorInfo | null,
): { shape: [number, number, number]; call: (result: TensorInfo) => Dispatch } {
  const [batchA = 1, rowsA = 0, colsA = 0] = a.shape;
  const [batchB = 1, rowsB = 0, colsB = 0] = b.shape;
  const [m, k] = transposeA ? [colsA, rowsA] : [rowsA, colsA];
  const n = transposeB ? rowsB : colsB;
  const batch = Math.max(batchA, batchB);
  const shape: MatMulShape = {
    transposeA,
    transposeB,
    alignedA: colsA % 4 === 0,
    alignedB: colsB % 4 === 0,
    wholeK: k % 4 === 0,
    bias: bias !== null,
  };
  return {
    shape: [batch, m, n],
    call: (result) => ({
      key: `matmul-${Object.values(shape).map(Number).join('')}`,
      bindings: [
        { name: 'a', tensor: a, type: element(shape.alignedA), access: 'read' },
        { name: 'b', tensor: b, type: element(shape.alignedB), access: 'read' },
        ...(bias ? [{ name: 'bias', tensor: bias, type: 'f32', access: 'read' as const }] : []),
        { name: 'result', tensor: result, type: 'f32', access: 'read_write' },
      ],
      params: [
        { name: 'm', type: 'u32', value: m },
        { name: 'n', type: 'u32', value: n },
        { name: 'k', type: 'u32', value: k },
        { name: 'strideA', type: 'u32', value: batchA === 1 ? 0 : rowsA * colsA },
        { name: 'strideB', type: 'u32', value: batchB === 1 ? 0 : rowsB * colsB },
      ],
      code: () => code(shape),
      workgroups: [Math.ceil(n / 64), Math.ceil(m / 64), batch],
    }),
  };
}

/**
 * op(A) · op(B) + bias for a batch of matrices.
 *
 * @param a [batchA, M, K], or [batchA, K, M] when transposed; batchA is the batch or 1
 * @param b [batchB, K, N], or [batchB, N, K] when transposed; batchB is the batch or 1
 * @param bias [N] or null
 * @returns [batch, M, N]
 */
export function matMulKernel(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  bias: TensorInfo | null = null,
): Tensor {
  const { shape, call } = matMulCall(a, b, transposeA, transposeB, bias);
  const result = emptyTensor(shape);
  dispatch(call(result));
  return result;
}
