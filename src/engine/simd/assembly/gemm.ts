import { activated } from './activation';
import { loadLanes, madd, storeLanes } from './lanes';

/**
 * Matrix products, f32, any strides (in bytes).
 *
 * B is packed first into panels of eight columns, k rows of eight values each, zeros beyond its last column; then a
 * block of four rows of A times one panel stays in registers. A is read as it lies, so transposes cost nothing extra.
 */

/** Rows of a panel that are used at a time: 512 · 32 bytes stay in the first-level cache. */
const DEPTH: usize = 512;
const PANEL_ROW: usize = 32;

/** Bytes that `pack` needs for B [k, n], room for one block at the edge included. */
export function packedBytes(k: usize, n: usize): usize {
  return ((n + 7) / 8) * k * PANEL_ROW + 4 * PANEL_ROW;
}

/** B [k, n] with row stride brs and column stride bcs, as panels. */
export function pack(k: usize, n: usize, b: usize, brs: usize, bcs: usize, to: usize): void {
  for (let j: usize = 0; j < n; j += 8) {
    const from = b + j * bcs;
    if (n - j >= 8 && bcs === 4) packRows(k, from, brs, to);
    else if (n - j >= 8 && brs === 4) packColumns(k, from, bcs, to);
    else packEdge(k, n - j < 8 ? n - j : 8, from, brs, bcs, to);
    to += k * PANEL_ROW;
  }
}

function packRows(k: usize, b: usize, brs: usize, to: usize): void {
  for (let p: usize = 0; p < k; p++) {
    v128.store(to, v128.load(b));
    v128.store(to, v128.load(b, 16), 16);
    b += brs;
    to += PANEL_ROW;
  }
}

/** Columns that are contiguous: blocks of 4 × 4 are transposed in registers. */
function packColumns(k: usize, b: usize, bcs: usize, to: usize): void {
  let p: usize = 0;
  for (; p + 4 <= k; p += 4) {
    packBlock(b, bcs, to);
    packBlock(b + 4 * bcs, bcs, to + 16);
    b += 16;
    to += 4 * PANEL_ROW;
  }
  packEdge(k - p, 8, b, 4, bcs, to);
}

function packBlock(b: usize, bcs: usize, to: usize): void {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bcs);
  const r2 = v128.load(b + 2 * bcs);
  const r3 = v128.load(b + 3 * bcs);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

function packEdge(k: usize, columns: usize, b: usize, brs: usize, bcs: usize, to: usize): void {
  for (let p: usize = 0; p < k; p++) {
    for (let j: usize = 0; j < 8; j++) store<f32>(to + j * 4, j < columns ? load<f32>(b + j * bcs) : 0);
    b += brs;
    to += PANEL_ROW;
  }
}

/**
 * C [m, n] = A [m, k] · B, or C += A · B; `packed` as `pack` left it. Rows of C are contiguous, crs apart.
 */
export function multiply(
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  ars: usize,
  acs: usize,
  packed: usize,
  c: usize,
  crs: usize,
  add: bool,
): void {
  product(m, n, k, a, ars, acs, packed, c, crs, add, 0, -1, 0);
}

/**
 * Y [m, n] = f(X [m, k] · B + bias): each block of four rows is finished while it is at hand. `bias` 0: none; `kind` as
 * in activation.ts, −1: none; `argument` 0, or where the argument of f is kept: [m, n].
 */
export function linear(
  m: usize,
  n: usize,
  k: usize,
  x: usize,
  packed: usize,
  bias: usize,
  kind: i32,
  argument: usize,
  y: usize,
): void {
  product(m, n, k, x, 4 * k, 4, packed, y, 4 * n, false, bias, kind, argument);
}

function product(
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  ars: usize,
  acs: usize,
  packed: usize,
  c: usize,
  crs: usize,
  add: bool,
  bias: usize,
  kind: i32,
  argument: usize,
): void {
  if (k === 0 && !add) for (let i: usize = 0; i < m; i++) memory.fill(c + i * crs, 0, n * 4);
  const edge = packed + ((n + 7) / 8) * k * PANEL_ROW;
  for (let p: usize = 0; p < k; p += DEPTH) {
    const depth = k - p < DEPTH ? k - p : DEPTH;
    const onto = add || p > 0;
    const last = (bias !== 0 || kind >= 0) && p + depth === k;
    let panel = packed + p * PANEL_ROW;
    for (let j: usize = 0; j < n; j += 8) {
      const from = a + p * acs;
      const to = c + j * 4;
      const columns = n - j < 8 ? n - j : 8;
      let i: usize = 0;
      for (; i + 4 <= m; i += 4) {
        if (columns === 8) {
          fourRows(from + i * ars, ars, acs, panel, depth, to + i * crs, crs, onto);
        } else {
          fourRows(from + i * ars, ars, acs, panel, depth, edge, PANEL_ROW, false);
          for (let r: usize = 0; r < 4; r++) putEdge(edge + r * PANEL_ROW, columns, to + (i + r) * crs, onto);
        }
        if (last) finish(4, columns, to + i * crs, crs, bias, j * 4, kind, argument, to + i * crs - c);
      }
      for (; i < m; i++) {
        if (columns === 8) {
          oneRow(from + i * ars, acs, panel, depth, to + i * crs, onto);
        } else {
          oneRow(from + i * ars, acs, panel, depth, edge, false);
          putEdge(edge, columns, to + i * crs, onto);
        }
        if (last) finish(1, columns, to + i * crs, crs, bias, j * 4, kind, argument, to + i * crs - c);
      }
      panel += k * PANEL_ROW;
    }
  }
}

/** c = f(c + bias) for some rows of a panel; `place` is theirs in the whole matrix, `column` that in the bias. */
function finish(
  rows: usize,
  columns: usize,
  c: usize,
  crs: usize,
  bias: usize,
  column: usize,
  kind: i32,
  argument: usize,
  place: usize,
): void {
  for (let r: usize = 0; r < rows; r++) {
    for (let j: usize = 0; j < columns; j += 4) {
      const lanes = columns - j;
      const to = c + r * crs + j * 4;
      let value = loadLanes(to, lanes);
      if (bias !== 0) value = f32x4.add(value, loadLanes(bias + column + j * 4, lanes));
      if (argument !== 0) storeLanes(argument + place + r * crs + j * 4, value, lanes);
      storeLanes(to, kind >= 0 ? activated(kind, value) : value, lanes);
    }
  }
}

function fourRows(
  a: usize,
  ars: usize,
  acs: usize,
  panel: usize,
  depth: usize,
  c: usize,
  crs: usize,
  add: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  let a0 = a;
  let a1 = a + ars;
  let a2 = a1 + ars;
  let a3 = a2 + ars;
  const end = panel + depth * PANEL_ROW;
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const x0 = v128.load_splat<f32>(a0);
    c00 = madd(x0, b0, c00);
    c01 = madd(x0, b1, c01);
    const x1 = v128.load_splat<f32>(a1);
    c10 = madd(x1, b0, c10);
    c11 = madd(x1, b1, c11);
    const x2 = v128.load_splat<f32>(a2);
    c20 = madd(x2, b0, c20);
    c21 = madd(x2, b1, c21);
    const x3 = v128.load_splat<f32>(a3);
    c30 = madd(x3, b0, c30);
    c31 = madd(x3, b1, c31);
    a0 += acs;
    a1 += acs;
    a2 += acs;
    a3 += acs;
    panel += PANEL_ROW;
  }
  put(c, c00, c01, add);
  put(c + crs, c10, c11, add);
  put(c + 2 * crs, c20, c21, add);
  put(c + 3 * crs, c30, c31, add);
}

function oneRow(a: usize, acs: usize, panel: usize, depth: usize, c: usize, add: bool): void {
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  const end = panel + depth * PANEL_ROW;
  while (panel < end) {
    const x = v128.load_splat<f32>(a);
    c0 = madd(x, v128.load(panel), c0);
    c1 = madd(x, v128.load(panel, 16), c1);
    a += acs;
    panel += PANEL_ROW;
  }
  put(c, c0, c1, add);
}

function put(c: usize, low: v128, high: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(v128.load(c), low) : low);
  v128.store(c, add ? f32x4.add(v128.load(c, 16), high) : high, 16);
}

function putEdge(from: usize, columns: usize, c: usize, add: bool): void {
  for (let j: usize = 0; j < columns; j++) {
    const value = load<f32>(from + j * 4);
    store<f32>(c + j * 4, add ? load<f32>(c + j * 4) + value : value);
  }
}
