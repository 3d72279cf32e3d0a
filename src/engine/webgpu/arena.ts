import { type Scalar, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { copy, type Copy, first, uploaded } from './copies.ts';
import { type Binding, dispatch, emptyTensor, writers } from './dispatch.ts';

/**
 * The update of all weights at once. The optimizer's memory lies side by side all the time, and so do the weights once
 * more; gradients are copied there, new weights back from there (copies of the queue, not dispatches). One dispatch
 * updates all of it; two more give the norm of all gradients and the clipping factor, which never leave the device.
 * A weight that anybody else has changed since is copied anew.
 *
 * Each weight begins at a block of its own, so a workgroup works on one weight only and finds its numbers (rate,
 * decay, corrections) in a small table: groups of weights may differ in all of them.
 */

const THREADS = 64;
/** Vectors of four values for each thread: one alone would spend more on finding its place than on its numbers. */
const TURNS = 16;
/** Values of a block: what a workgroup updates. */
const BLOCK = THREADS * TURNS * 4;
/** Numbers of a weight in the table: its size, 0 where it is left alone, then those of `Entry` as bits. */
const FIELDS = 8;

/** One weight in this update; a null entry is left alone. */
export interface Entry {
  param: Tensor;
  grad: Tensor;
  /** Adam: lr / (1 − β₁ᵗ); SGD: lr. */
  stepSize: number;
  /** Adam: 1 / √(1 − β₂ᵗ). */
  inverseRoot: number;
  /** Added to the gradient: L2 decay. */
  l2: number;
  /** The weight is multiplied by it: decoupled decay. */
  kept: number;
  /** SGD: shares of the old buffer and of the gradient in the new one. */
  momentum: number;
  share: number;
}

export type Rule =
  | { kind: 'adam'; beta1: number; beta2: number; eps: number }
  | { kind: 'sgd'; slots: 0 | 1; nesterov: boolean; momentum: number };

/** How far the gradients are scaled down first. */
export type Clip = { maxNorm: number | null } | { scale: Tensor | null };

interface Place {
  /** The first value, and how many. */
  start: number;
  size: number;
  shape: number[];
}

export class Arena {
  private readonly rule: Rule;
  private readonly places: Place[] = [];
  private length = 0;
  /** Of each block: which weight it belongs to, and its first value's place in that weight. */
  private readonly owners: Tensor;
  /** All weights as this arena left them. */
  private readonly weights: Tensor;
  /** One tensor for each slot of the optimizer's memory. */
  private readonly slots: Tensor[];

  /** @param shapes of all weights, in the order of all later lists */
  constructor(shapes: readonly number[][], rule: Rule) {
    this.rule = rule;
    const owners: number[] = [];
    shapes.forEach((shape, k) => {
      const size = shape.reduce((product, n) => product * n, 1);
      this.places.push({ start: this.length, size, shape: [...shape] });
      const blocks = Math.max(1, Math.ceil(size / BLOCK));
      for (let i = 0; i < blocks; i++) owners.push(k, i * BLOCK);
      this.length += blocks * BLOCK;
    });
    const count = rule.kind === 'adam' ? 2 : rule.slots;
    this.weights = emptyTensor([this.length]);
    this.owners = uploaded(new Int32Array(owners));
    this.slots = Array.from({ length: count }, () => zeros([this.length]));
  }

  /** A slot of a weight's memory as a new tensor. */
  read(slot: number, weight: number): Tensor {
    const { start, size, shape } = this.place(weight);
    const out = emptyTensor(shape);
    copy([{ from: this.slot(slot), start, to: out, at: 0, size }]);
    return out;
  }

  write(slot: number, weight: number, values: Tensor): void {
    const { start, size } = this.place(weight);
    copy([{ from: values, start: 0, to: this.slot(slot), at: start, size }]);
  }

  /**
   * One update in place.
   * @returns the norm of all gradients before clipping, where it was asked for by `maxNorm` or null for no limit.
   */
  update(entries: readonly (Entry | null)[], clip: Clip): Scalar | null {
    const { length, weights } = this;
    const table = new Float32Array(entries.length * FIELDS);
    const sizes = new Int32Array(table.buffer);
    const grads = emptyTensor([length]);
    const there: Copy[] = [];
    const back: Copy[] = [];
    entries.forEach((entry, k) => {
      if (!entry) return;
      const { start, size } = this.place(k);
      if (writers.get(entry.param.dataId) !== this)
        there.push({ from: entry.param, start: 0, to: weights, at: start, size });
      there.push({ from: entry.grad, start: 0, to: grads, at: start, size });
      back.push({ from: weights, start, to: entry.param, at: 0, size });
      const { stepSize, inverseRoot, l2, kept, momentum, share } = entry;
      table.set([0, stepSize, inverseRoot, l2, kept, momentum, share], k * FIELDS);
      sizes[k * FIELDS] = size;
    });
    copy(there);
    const numbers = uploaded(sizes);
    const measured = 'maxNorm' in clip ? this.norm(grads, numbers, clip.maxNorm) : null;
    this.apply(grads, numbers, 'scale' in clip ? clip.scale : measured, measured !== null);
    // The norm alone, out of the pair (norm, factor).
    const norm = measured && first(measured);
    copy(back);
    for (const entry of entries) if (entry) writers.set(entry.param.dataId, this);
    for (const tensor of [grads, numbers, measured]) tensor?.dispose();
    return norm;
  }

  dispose(): void {
    this.owners.dispose();
    this.weights.dispose();
    for (const slot of this.slots) slot.dispose();
  }

  /** (√Σg², min(1, maxNorm / (norm + 1e-6))): four values are added at a time, then one workgroup adds up those sums. */
  private norm(grads: Tensor, table: Tensor, maxNorm: number | null): Tensor {
    const partial = emptyTensor([this.length / 4]);
    dispatch({
      key: 'arena-squares',
      bindings: [read('grads', grads, 'vec4<f32>'), ...this.tables(table), write('partial', partial)],
      params: [],
      code: () =>
        main(
          `
  let g = own(grads[at], at, size);
  partial[at] = dot(g, g);`,
          'partial[at] = 0.0; continue;',
        ),
      workgroups: this.workgroups(),
    });
    const result = emptyTensor([2]);
    dispatch({
      key: 'arena-norm',
      bindings: [read('partial', partial), write('result', result)],
      params: [
        { name: 'size', type: 'u32', value: this.length / 4 },
        { name: 'maxNorm', type: 'f32', value: maxNorm ?? -1 },
      ],
      code: () => `
var<workgroup> sums: array<f32, 256>;
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  var sum = 0.0;
  for (var i = id.x; i < params.size; i += 256u) { sum += partial[i]; }
  sums[id.x] = sum;
  workgroupBarrier();
  if (id.x == 0u) {
    for (var i = 1u; i < 256u; i++) { sum += sums[i]; }
    let norm = sqrt(sum);
    result[0] = norm;
    result[1] = select(min(1.0, params.maxNorm / (norm + 1e-6)), 1.0, params.maxNorm < 0.0);
  }
}`,
      workgroups: [1],
    });
    partial.dispose();
    return result;
  }

  private apply(grads: Tensor, table: Tensor, scale: Tensor | null, pair: boolean): void {
    const { rule, slots } = this;
    const f32 = (name: string, value: number) => ({ name, type: 'f32' as const, value });
    const numbers =
      rule.kind === 'adam'
        ? [f32('beta1', rule.beta1), f32('beta2', rule.beta2), f32('eps', rule.eps)]
        : [f32('momentum', rule.momentum)];
    const adam = `
  let m = params_.beta1 * slot0[at] + (1.0 - params_.beta1) * g;
  let v = params_.beta2 * slot1[at] + (1.0 - params_.beta2) * g * g;
  slot0[at] = m;
  slot1[at] = v;
  weights[at] = p * kept - stepSize * m / (sqrt(v) * inverseRoot + params_.eps);`;
    const sgd =
      rule.kind === 'sgd' && rule.slots === 1
        ? `
  let velocity = momentum * slot0[at] + share * g;
  slot0[at] = velocity;
  weights[at] = p - stepSize * ${rule.nesterov ? '(g + params_.momentum * velocity)' : 'velocity'};`
        : `
  weights[at] = p - stepSize * g;`;
    const code = rule.kind === 'adam' ? adam : sgd;
    const used = code.includes('params_.') ? numbers : [];
    dispatch({
      key: `arena-${rule.kind}-${slots.length}-${rule.kind === 'sgd' && rule.nesterov}-${scale !== null}-${pair}`,
      bindings: [
        write('weights', this.weights, 'vec4<f32>'),
        ...slots.map((slot, i) => write(`slot${i}`, slot, 'vec4<f32>')),
        read('grads', grads, 'vec4<f32>'),
        ...this.tables(table),
        ...(scale ? [read('scale', scale)] : []),
      ],
      params: used,
      code: () =>
        main(`
  let p = weights[at];
  let g = own(grads[at], at, size)${scale ? ` * scale[${pair ? 1 : 0}]` : ''} + l2 * p;${code.replaceAll('params_.', 'params.')}`),
      workgroups: this.workgroups(),
    });
  }

  private tables(table: Tensor): Binding[] {
    return [read('owners', this.owners, 'i32'), read('table', table, 'u32')];
  }

  private workgroups(): [number, number] {
    const blocks = this.length / BLOCK;
    return [Math.min(65_535, blocks), Math.ceil(blocks / 65_535)];
  }

  private place(weight: number): Place {
    return this.places[weight] as Place;
  }

  private slot(slot: number): Tensor {
    return this.slots[slot] as Tensor;
  }
}

const read = (name: string, tensor: Tensor, type = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read',
});
const write = (name: string, tensor: Tensor, type = 'f32'): Binding => ({
  name,
  tensor,
  type,
  access: 'read_write',
});

/**
 * Each thread takes every THREADS-th vector of its block: `at` is the vector's place, `row` that of its weight's
 * numbers in the table. Values behind the end of a weight count as zeros: what lies there is never copied back, but
 * must not spoil the norm.
 */
const main = (body: string, otherwise = '') => `
fn own(values: vec4<f32>, at: u32, size: u32) -> vec4<f32> {
  return select(vec4<f32>(0.0), values, vec4<u32>(0u, 1u, 2u, 3u) < vec4<u32>(size));
}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(local_invocation_id) id: vec3<u32>) {
  let block = wg.x + wg.y * 65535u;
  if (2u * block >= arrayLength(&owners)) { return; }
  let row = u32(owners[2u * block]) * ${FIELDS}u;
  let whole = table[row];
  let start = u32(owners[2u * block + 1u]);
  let stepSize = bitcast<f32>(table[row + 1u]);
  let inverseRoot = bitcast<f32>(table[row + 2u]);
  let l2 = bitcast<f32>(table[row + 3u]);
  let kept = bitcast<f32>(table[row + 4u]);
  let momentum = bitcast<f32>(table[row + 5u]);
  let share = bitcast<f32>(table[row + 6u]);
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
    let vector = turn * ${THREADS}u + id.x;
    let at = block * ${BLOCK / 4}u + vector;
    let within = start + vector * 4u;
    if (within >= whole) { ${otherwise || 'break;'} }
    let size = whole - within;
${body}
  }
}`;
