import { tensor1d, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { dispatch, emptyTensor } from './dispatch.ts';

const THREADS = 64;

/**
 * dy [N, E] → [rows, E]: out[r] = Σ dy[i] over ids[i] = r. The ids are counting-sorted on the host, so each value of
 * the result is one thread's sum in a fixed order: no atomics, and the same bits on every run. One dispatch.
 */
export function gpuSegmentSum(dy: Tensor2D, ids: Int32Array, rows: number, skip: number | null): Tensor2D {
  const width = dy.shape[1];
  const { start, places } = sortedPlaces(ids, rows, skip);
  return tidy(() => {
    const out = emptyTensor([rows, width]) as Tensor2D;
    dispatch({
      key: 'segment-sum',
      bindings: [
        { name: 'dy', tensor: dy, type: 'f32', access: 'read' },
        { name: 'start', tensor: tensor1d(start, 'int32'), type: 'i32', access: 'read' },
        { name: 'places', tensor: tensor1d(places, 'int32'), type: 'i32', access: 'read' },
        { name: 'out', tensor: out, type: 'f32', access: 'read_write' },
      ],
      params: [{ name: 'width', type: 'u32', value: width }],
      code: () => `
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) wg: vec3<u32>, @builtin(local_invocation_id) id: vec3<u32>) {
  let row = wg.x + wg.y * 65535u;
  if (row + 1u >= arrayLength(&start)) { return; }
  let first = start[row];
  let end = start[row + 1u];
  for (var e = id.x; e < params.width; e += ${THREADS}u) {
    var sum = 0.0;
    for (var i = first; i < end; i++) { sum += dy[u32(places[i]) * params.width + e]; }
    out[row * params.width + e] = sum;
  }
}`,
      workgroups: [Math.min(rows, 65_535), Math.ceil(rows / 65_535)],
    });
    return out;
  });
}

/** Row r's places are places[start[r]] … places[start[r + 1] − 1], ascending. */
function sortedPlaces(
  ids: Int32Array,
  rows: number,
  skip: number | null,
): { start: Int32Array; places: Int32Array } {
  const start = new Int32Array(rows + 1);
  for (const id of ids) if (id !== skip) start[id + 1] = (start[id + 1] as number) + 1;
  for (let row = 0; row < rows; row++) start[row + 1] = (start[row + 1] as number) + (start[row] as number);
  const next = start.slice(0, rows);
  // One place at least: a buffer of no bytes cannot be bound.
  const places = new Int32Array(Math.max(1, start[rows] as number));
  ids.forEach((id, i) => {
    if (id === skip) return;
    const at = next[id] as number;
    places[at] = i;
    next[id] = at + 1;
  });
  return { start, places };
}
