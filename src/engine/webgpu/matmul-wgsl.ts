import type { Activation } from '../activation.ts';
import { ACTIVATION_CODE } from './activation-wgsl.ts';

/**
 * The matrix product in WGSL, by register tiles: a thread computes 4·rows × 4·columns values as blocks of 4 × 4,
 * straight from global memory, without barriers. A block product is one `mat4x4 * mat4x4`: with the columns of `a`
 * four rows of A (over k) and those of `b` four rows of B (over n), the columns of b · a are rows of the result.
 */

/** Blocks of 4 × 4 values that a thread holds, and threads of a workgroup along n and m. */
export interface Tile {
  rows: number;
  columns: number;
  threads: [n: number, m: number];
}

/** What differs in the code; sizes do not. */
export interface ProductForm {
  tile: Tile;
  transposeA: boolean;
  transposeB: boolean;
  /** The contiguous dimension is a multiple of 4, so rows are read and written four values at a time. */
  alignedA: boolean;
  alignedB: boolean;
  alignedN: boolean;
  /** k is a multiple of 4, so no block reaches beyond it. */
  wholeK: boolean;
  bias: boolean;
  activation: Activation | null;
  /** Also writes the argument of the activation to `argument`. */
  keepsArgument: boolean;
  /** Also writes the sums of the stored columns of A, which is transposed, to `sums`. */
  sums: boolean;
  /** k is cut into parts, whose products are written one after the other. */
  split: boolean;
}

/** Values of the result that a workgroup computes: along n and m. */
export const tileSize = ({ rows, columns, threads }: Tile): [n: number, m: number] => [
  4 * columns * threads[0],
  4 * rows * threads[1],
];

export function productKey(form: ProductForm): string {
  const { tile, activation, ...flags } = form;
  const { rows, columns, threads } = tile;
  const bits = Object.values(flags).map(Number).join('');
  return `product-${rows}x${columns}-${threads.join('x')}-${bits}-${activation ?? ''}`;
}

export const element = (aligned: boolean): string => (aligned ? 'vec4<f32>' : 'f32');

/** How one operand is read: what is computed before the loop over k, in each turn, and its blocks there. */
interface Reading {
  before: string[];
  turn: string[];
  block: (index: number) => string;
}

interface Operand {
  name: 'a' | 'b';
  /** Blocks of four along m or n. */
  blocks: number;
  /** Where they begin, and where the matrix ends. */
  from: 'm' | 'n';
  aligned: boolean;
  wholeK: boolean;
}

const LANES = 'vec4<u32>(0u, 1u, 2u, 3u)';
const FOUR = [0, 1, 2, 3];

/**
 * An operand whose stored rows lie along k. Beyond m or n its edge is read again, as those results are not stored; beyond
 * K it counts as zero. There are no branches, and in the loop hardly more than loads and products.
 */
function alongRows({ name, blocks, from, aligned, wholeK }: Operand): Reading {
  const end = `params.${from}`;
  const before: string[] = [];
  for (let j = 0; j < blocks; j++) {
    const start = `${from} + ${4 * j}u`;
    before.push(
      aligned
        ? `let ${name}At${j} = (${name}Offset + min(${start}, ${end} - 4u)) / 4u;`
        : `let ${name}At${j} = min(${start} + ${LANES}, vec4<u32>(${end} - 1u)) + ${name}Offset;`,
    );
  }
  if (aligned) before.push(`let ${name}Width = ${end} / 4u;`);
  const width = aligned ? `${name}Width` : end;
  const turn = FOUR.flatMap((i) => [
    wholeK
      ? `let ${name}Row${i} = (k + ${i}u) * ${width};`
      : `let ${name}Row${i} = min(k + ${i}u, params.k - 1u) * ${width};`,
  ]);
  const load = (i: number, j: number) => {
    const value = aligned
      ? `${name}[${name}Row${i} + ${name}At${j}]`
      : `vec4<f32>(${['x', 'y', 'z', 'w'].map((lane) => `${name}[${name}Row${i} + ${name}At${j}.${lane}]`).join(', ')})`;
    return wholeK ? value : `select(vec4<f32>(0.0), ${value}, k + ${i}u < params.k)`;
  };
  return { before, turn, block: (j) => `mat4x4<f32>(${FOUR.map((i) => load(i, j)).join(', ')})` };
}

/** An operand whose stored rows lie along m or n, and k within them. */
function alongColumns({ name, blocks, from, aligned, wholeK }: Operand): Reading {
  const before = Array.from({ length: 4 * blocks }, (_, q) => {
    const start = `${name}Offset + min(${from} + ${q}u, params.${from} - 1u) * params.k`;
    return `let ${name}At${q} = ${aligned ? `(${start}) / 4u` : start};`;
  });
  const turn = aligned
    ? [`let ${name}K = k / 4u;`]
    : [`let ${name}K = ${wholeK ? `k + ${LANES}` : `min(k + ${LANES}, vec4<u32>(params.k - 1u))`};`];
  if (!wholeK) turn.push(`let ${name}Inside = k + ${LANES} < vec4<u32>(params.k);`);
  const load = (q: number) => {
    if (aligned) return `${name}[${name}At${q} + ${name}K]`;
    const lanes = ['x', 'y', 'z', 'w'].map((lane) => `${name}[${name}At${q} + ${name}K.${lane}]`).join(', ');
    return wholeK ? `vec4<f32>(${lanes})` : `select(vec4<f32>(0.0), vec4<f32>(${lanes}), ${name}Inside)`;
  };
  return {
    before,
    turn,
    block: (j) => `mat4x4<f32>(${FOUR.map((i) => load(4 * j + i)).join(', ')})`,
  };
}

/** `store(offset, row, col, values)`: what of a block's row lies inside the result. */
function storing({ alignedN, bias, activation, keepsArgument }: ProductForm): string {
  const write = (name: string, value: string) =>
    alignedN
      ? `${name}[at / 4u] = ${value};`
      : `for (var i = 0u; i < 4u; i++) { if (col + i < params.n) { ${name}[at + i] = ${value}[i]; } }`;
  const biased = alignedN
    ? 'sum += bias[col / 4u];'
    : 'for (var i = 0u; i < 4u; i++) { if (col + i < params.n) { sum[i] += bias[col + i]; } }';
  const applied = (value: string) =>
    `vec4<f32>(${['x', 'y', 'z', 'w'].map((lane) => `value(${value}.${lane})`).join(', ')})`;
  return `
${activation ? ACTIVATION_CODE[activation] : ''}
fn store(offset: u32, row: u32, col: u32, values: vec4<f32>) {
  if (row >= params.m || col >= params.n) { return; }
  let at = offset + row * params.n + col;
  var sum = values;
  ${bias ? biased : ''}
  ${keepsArgument ? write('argument', 'sum') : ''}
  ${activation ? `sum = ${applied('sum')};` : ''}
  ${write('result', 'sum')}
}`;
}

/** A further column of workgroups adds up the columns of A instead: a thread four of them. */
function columnSums({ tile, alignedA }: ProductForm): string {
  const [, tileM] = tileSize(tile);
  const threads = tile.threads[0] * tile.threads[1];
  const load = alignedA
    ? 'sum += a[(row * params.m + column) / 4u];'
    : 'for (var i = 0u; i < 4u; i++) { sum[i] += a[row * params.m + min(column + i, params.m - 1u)]; }';
  const write = alignedA
    ? 'sums[(part * params.m + column) / 4u] = sum;'
    : 'for (var i = 0u; i < 4u; i++) { if (column + i < params.m) { sums[part * params.m + column + i] = sum[i]; } }';
  return `
  if (group.x == params.sumGroup) {
    let end = min(params.m, (group.y + 1u) * ${tileM}u);
    for (var column = group.y * ${tileM}u + 4u * thread; column < end; column += ${4 * threads}u) {
      var sum = vec4<f32>(0.0);
      for (var row = first; row < last; row++) { ${load} }
      ${write}
    }
    return;
  }`;
}

export function productCode(form: ProductForm): string {
  const { tile, transposeA, transposeB, alignedA, alignedB, wholeK, split, sums } = form;
  const { rows, columns, threads } = tile;
  const down = Array.from({ length: rows }, (_, i) => i);
  const across = Array.from({ length: columns }, (_, j) => j);
  const ofA: Operand = { name: 'a', blocks: rows, from: 'm', aligned: alignedA, wholeK };
  const ofB: Operand = { name: 'b', blocks: columns, from: 'n', aligned: alignedB, wholeK };
  const a = transposeA ? alongRows(ofA) : alongColumns(ofA);
  const b = transposeB ? alongColumns(ofB) : alongRows(ofB);
  const blockA = (i: number) => (transposeA ? `transpose(${a.block(i)})` : a.block(i));
  const blockB = (j: number) => (transposeB ? `transpose(${b.block(j)})` : b.block(j));
  const lines = (each: (i: number, j: number) => string) =>
    down.map((i) => `    ${across.map((j) => each(i, j)).join(' ')}`).join('\n');
  return `
${storing(form)}

@compute @workgroup_size(${threads[0]}, ${threads[1]})
fn main(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(local_invocation_id) id: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
  let part = ${split ? 'group.z' : '0u'};
  let first = ${split ? 'part * params.depth' : '0u'};
  let last = ${split ? 'min(params.k, first + params.depth)' : 'params.k'};
  ${sums ? columnSums(form) : ''}
  let n = (group.x * ${threads[0]}u + id.x) * ${4 * columns}u;
  let m = (group.y * ${threads[1]}u + id.y) * ${4 * rows}u;
  if (m >= params.m || n >= params.n) { return; }
  let matrix = ${split ? 'part' : 'params.firstMatrix + group.z'};
  let aOffset = ${split ? '0u' : 'matrix * params.strideA'};
  let bOffset = ${split ? '0u' : 'matrix * params.strideB'};
  ${[...a.before, ...b.before].join('\n  ')}
${lines((i, j) => `var c${i}_${j} = mat4x4<f32>();`)}
  for (var k = first; k < last; k += 4u) {
    ${[...a.turn, ...b.turn].join('\n    ')}
${down.map((i) => `    let a${i} = ${blockA(i)};`).join('\n')}
${across.map((j) => `    let b${j} = ${blockB(j)};`).join('\n')}
${lines((i, j) => `c${i}_${j} += b${j} * a${i};`)}
  }
  let offset = matrix * params.m * params.n;
  for (var i = 0u; i < 4u; i++) {
${lines((i, j) => `store(offset, m + ${4 * i}u + i, n + ${4 * j}u, c${i}_${j}[i]);`)}
  }
}`;
}
