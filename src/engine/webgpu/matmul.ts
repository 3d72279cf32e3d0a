import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation } from '../activation.ts';
import { type Binding, type Dispatch, dispatch, emptyTensor, webgpuBackend } from './dispatch.ts';
import { type ProductSizes, type Way, wayOf } from './matmul-choice.ts';
import { element, productCode, type ProductForm, productKey, tileSize } from './matmul-wgsl.ts';
import { groups, GROUP_INDEX, MAIN, read, u32, written } from './wgsl.ts';

/** A product of matrices with what goes along with it. */
export interface Product {
  /** [batchA, M, K], or [batchA, K, M] when transposed; batchA is the batch or 1. */
  a: TensorInfo;
  /** [batchB, K, N], or [batchB, N, K] when transposed; batchB is the batch or 1. */
  b: TensorInfo;
  transposeA: boolean;
  transposeB: boolean;
  /** [N], added to each row. */
  bias?: TensorInfo | null;
  /** Applied last. */
  activation?: Activation | null;
  /** Whether the argument of the activation is wanted, too. */
  keepsArgument?: boolean;
  /** Whether the sums of the columns of A are wanted, too; A is transposed then, and there is one matrix. */
  sums?: boolean;
}

export interface ProductResult<T extends TensorInfo> {
  /** [batch, M, N], in the shape that the maker gave it. */
  result: T;
  /** Like the result. */
  argument: Tensor | null;
  /** [M] */
  sums: Tensor | null;
}

interface Sizes extends ProductSizes {
  strideA: number;
  strideB: number;
}

function sizesOf({ a, b, transposeA, transposeB }: Product): Sizes {
  const [batchA = 1, rowsA = 0, colsA = 0] = a.shape;
  const [batchB = 1, rowsB = 0, colsB = 0] = b.shape;
  const [m, k] = transposeA ? [colsA, rowsA] : [rowsA, colsA];
  return {
    batch: Math.max(batchA, batchB),
    m,
    n: transposeB ? rowsB : colsB,
    k,
    strideA: batchA === 1 ? 0 : rowsA * colsA,
    strideB: batchB === 1 ? 0 : rowsB * colsB,
  };
}

const mostGroups = () => webgpuBackend().device.limits.maxComputeWorkgroupsPerDimension;

/**
 * op(A) · op(B) for a batch of matrices; a second dispatch only where k is cut into parts.
 * @param given how; left out: as its shape wants it
 */
export function product<T extends TensorInfo = Tensor>(
  input: Product,
  make: (shape: number[]) => T = (shape) => emptyTensor(shape) as TensorInfo as T,
  given?: Way,
): ProductResult<T> {
  const sizes = sizesOf(input);
  const { batch, m, n } = sizes;
  const { bias = null, activation = null, keepsArgument = false, sums = false } = input;
  const way = given ?? wayOf(sizes, batch === 1 && !bias && !activation, mostGroups());
  const result = make([batch, m, n]);
  const argument = keepsArgument ? emptyTensor([batch, m, n]) : null;
  const columnSums = sums ? emptyTensor([m]) : null;
  if (way.parts === 1) {
    multiply(input, sizes, way, { result, argument, sums: columnSums });
    return { result, argument, sums: columnSums };
  }
  const partial = { result: emptyTensor([way.parts, m, n]), sums: sums ? emptyTensor([way.parts, m]) : null };
  multiply(input, sizes, way, { ...partial, argument: null });
  addParts(partial.result, partial.sums, result, columnSums, way.parts);
  partial.result.dispose();
  partial.sums?.dispose();
  return { result, argument, sums: columnSums };
}

interface Outputs {
  result: TensorInfo;
  argument: TensorInfo | null;
  sums: TensorInfo | null;
}

function multiply(
  input: Product,
  sizes: Sizes,
  { tile, parts, generic = false }: Way,
  outputs: Outputs,
): void {
  const { a, b, transposeA, transposeB, bias = null, activation = null } = input;
  const { batch, m, n, k, strideA, strideB } = sizes;
  const form: ProductForm = {
    tile,
    transposeA,
    transposeB,
    alignedA: !generic && (transposeA ? m : k) % 4 === 0,
    alignedB: !generic && (transposeB ? k : n) % 4 === 0,
    alignedN: !generic && n % 4 === 0,
    wholeK: !generic && k % 4 === 0,
    bias: bias !== null,
    activation,
    keepsArgument: outputs.argument !== null,
    sums: outputs.sums !== null,
    split: parts > 1,
  };
  const bind = (name: string, tensor: TensorInfo, aligned: boolean, access: Binding['access']): Binding => ({
    name,
    tensor,
    type: element(aligned),
    access,
  });
  const [tileN, tileM] = tileSize(tile);
  const groupsN = Math.ceil(n / tileN);
  const call: Dispatch = {
    key: productKey(form),
    bindings: [
      bind('a', a, form.alignedA, 'read'),
      bind('b', b, form.alignedB, 'read'),
      ...(bias ? [bind('bias', bias, form.alignedN, 'read')] : []),
      bind('result', outputs.result, form.alignedN, 'read_write'),
      ...(outputs.argument ? [bind('argument', outputs.argument, form.alignedN, 'read_write')] : []),
      ...(outputs.sums ? [bind('sums', outputs.sums, form.alignedA, 'read_write')] : []),
    ],
    params: [
      u32('m', m),
      u32('n', n),
      u32('k', k),
      ...(form.split
        ? [u32('depth', depthOf(k, parts))]
        : [u32('strideA', strideA), u32('strideB', strideB), u32('firstMatrix', 0)]),
      ...(form.sums ? [u32('sumGroup', groupsN)] : []),
    ],
    code: () => productCode(form),
    workgroups: [groupsN + (form.sums ? 1 : 0), Math.ceil(m / tileM), form.split ? parts : batch],
  };
  if (form.split) {
    dispatch(call);
    return;
  }
  const [x, y] = call.workgroups;
  const most = mostGroups();
  for (let first = 0; first === 0 || first < batch; first += most)
    dispatch({
      ...call,
      params: call.params.map((param) => (param.name === 'firstMatrix' ? { ...param, value: first } : param)),
      workgroups: [x, y, Math.min(most, batch - first)],
    });
}

/** Values of k in a part: whole blocks of four. */
const depthOf = (k: number, parts: number): number => 4 * Math.ceil(k / parts / 4);

const THREADS = 64;

/** The sum over the parts, in their order. */
function addParts(
  products: Tensor,
  sums: Tensor | null,
  result: TensorInfo,
  columnSums: Tensor | null,
  parts: number,
): void {
  const size = products.size / parts;
  const rows = sums ? sums.size / parts : 0;
  const add = (from: string, to: string, count: string, at: string) => `
    var sum = 0.0;
    for (var part = 0u; part < params.parts; part++) { sum += ${from}[part * ${count} + ${at}]; }
    ${to}[${at}] = sum;`;
  dispatch({
    key: `add-parts-${sums !== null}`,
    bindings: [
      read('products', products),
      { name: 'result', tensor: result, type: 'f32', access: 'read_write' },
      ...(sums && columnSums ? [read('partial', sums), written('columnSums', columnSums)] : []),
    ],
    params: [u32('size', size), u32('parts', parts), ...(sums ? [u32('rows', rows)] : [])],
    code: () => `
@compute @workgroup_size(${THREADS})
${MAIN} {
  let i = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (i < params.size) { ${add('products', 'result', 'params.size', 'i')} }${
    sums
      ? ` else if (i < params.size + params.rows) {
    let j = i - params.size; ${add('partial', 'columnSums', 'params.rows', 'j')}
  }`
      : ''
  }
}`,
    workgroups: groups(Math.ceil((size + rows) / THREADS)),
  });
}

/** op(A) · op(B) + bias as one tensor: [batch, M, N]. */
export function matMulKernel(
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  bias: TensorInfo | null = null,
): Tensor {
  return product({ a, b, transposeA, transposeB, bias }).result;
}
