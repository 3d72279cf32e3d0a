import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';
import { type Simd, simd } from './simd/module.ts';
import { onWebGpu } from './webgpu/dispatch.ts';
import { gpuSegmentSum } from './webgpu/segment-sum.ts';
import { withGradient } from './with-gradient.ts';

/**
 * Lookup of rows with a gradient that is the same on every run: the ids are known on the host, so they are sorted
 * there and the rows of each id added in order, instead of by atomic additions in whatever order they come.
 */

/**
 * weight [V, E], ids (any count N, row-major) → [N, E]. The row `paddingIdx` gets no gradient.
 * @throws LabError if an id is not in [0, V).
 */
export function embeddingLookup(
  weight: tf.Tensor2D,
  ids: Int32Array,
  paddingIdx: number | null,
): tf.Tensor2D {
  const rows = weight.shape[0];
  checkIds(ids, rows);
  return withGradient([weight], () => ({
    value: tf.gather(weight, tf.tensor1d(ids, 'int32')) as tf.Tensor2D,
    gradient: (dy) => [segmentSum(dy, ids, rows, paddingIdx)],
  }));
}

/** The kernels read and write the rows that ids name, so there must be such rows. */
function checkIds(ids: Int32Array, rows: number): void {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id >= 0 && id < rows) continue;
    throw new LabError(
      'engine/ids',
      `Embedding: id ${id} at place ${i} is not among the ${rows} rows.`,
      `Ids go from 0 to ${rows - 1}.`,
    );
  }
}

/**
 * dy [N, E] → [rows, E]: out[r] = Σ dy[i] over ids[i] = r, rows added in order; ids equal to `skip` are left out.
 * @throws LabError if there is not one id for each row of dy, or one is not in [0, rows).
 */
export function segmentSum(dy: tf.Tensor2D, ids: Int32Array, rows: number, skip: number | null): tf.Tensor2D {
  checkIds(ids, rows);
  if (ids.length !== dy.shape[0])
    throw new LabError('engine/ids', `Segment sums got ${ids.length} ids for ${dy.shape[0]} rows.`);
  const kernels = simd();
  if (kernels) return simdSegmentSum(kernels, dy, ids, rows, skip);
  return (onWebGpu() ? gpuSegmentSum : composedSegmentSum)(dy, ids, rows, skip);
}

function simdSegmentSum(
  simd: Simd,
  dy: tf.Tensor2D,
  ids: Int32Array,
  rows: number,
  skip: number | null,
): tf.Tensor2D {
  const width = dy.shape[1];
  const sums = simd.zeros<tf.Rank.R2>([rows, width]);
  const index = skip === null ? ids : ids.map((id) => (id === skip ? -1 : id));
  simd.kernels.addRows(ids.length, width, simd.ints('index', index), simd.pointer(dy), simd.pointer(sums));
  return sums;
}

/** Rows added per step of the tree below. */
const FAN = 8;

/**
 * In ordinary operations: rows of the same id are gathered in groups of up to eight and each group is added up,
 * again and again until one row is left per id; a last gather puts these in their places.
 */
export function composedSegmentSum(
  dy: tf.Tensor2D,
  ids: Int32Array,
  rows: number,
  skip: number | null,
): tf.Tensor2D {
  return tf.tidy(() => {
    const width = dy.shape[1];
    const zeroRow = tf.zeros<tf.Rank.R2>([1, width]);
    let segments = segmentsOf(ids, skip);
    let current = dy;
    while (segments.some((segment) => segment.members.length > 1)) {
      const groups: number[][] = [];
      const next = segments.map(({ id, members }) => {
        const made: number[] = [];
        for (let i = 0; i < members.length; i += FAN) made.push(groups.push(members.slice(i, i + FAN)) - 1);
        return { id, members: made };
      });
      const nothing = current.shape[0];
      const index = new Int32Array(groups.length * FAN).fill(nothing);
      groups.forEach((group, g) => index.set(group, g * FAN));
      const gathered = tf.gather(tf.concat([current, zeroRow]), tf.tensor1d(index, 'int32'));
      current = tf.sum(tf.reshape(gathered, [groups.length, FAN, width]), 1);
      segments = next;
    }
    const places = new Int32Array(rows).fill(current.shape[0]);
    for (const { id, members } of segments) places[id] = members[0] as number;
    return tf.gather(tf.concat([current, zeroRow]), tf.tensor1d(places, 'int32')) as tf.Tensor2D;
  });
}

/** The places of each id, ids ascending. */
function segmentsOf(ids: Int32Array, skip: number | null): { id: number; members: number[] }[] {
  const places = new Map<number, number[]>();
  ids.forEach((id, i) => {
    if (id === skip) return;
    const known = places.get(id);
    if (known) known.push(i);
    else places.set(id, [i]);
  });
  return [...places].sort(([a], [b]) => a - b).map(([id, members]) => ({ id, members }));
}
