import { tensor1d, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';
import { withGradient } from '../with-gradient.ts';
import { type Dispatch, dispatch, emptyTensor } from './dispatch.ts';
import { IS_NAN } from './wgsl.ts';

const THREADS = 64;

type Sizes = [rows: number, steps: number, size: number];

const frame = (
  values: number,
  [rows, steps, size]: Sizes,
  body: string,
): Omit<Dispatch, 'key' | 'bindings'> => ({
  params: [
    { name: 'rows', type: 'u32', value: rows },
    { name: 'steps', type: 'u32', value: steps },
    { name: 'size', type: 'u32', value: size },
  ],
  code: () => `${IS_NAN}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) count: vec3<u32>) {
  for (var i = id.x; i < params.rows * params.size; i += count.x * ${THREADS}u) {
    let row = i / params.size;
    let column = i % params.size;
    ${body}
  }
}`,
  workgroups: [Math.min(65_535, Math.ceil(values / THREADS))],
});

const each = (name: string) => `${name}[(row * params.steps + t) * params.size + column]`;
const read = (name: string, tensor: Tensor, type = 'f32') => ({
  name,
  tensor,
  type,
  access: 'read' as const,
});
const write = (name: string, tensor: Tensor, type = 'f32') => ({
  name,
  tensor,
  type,
  access: 'read_write' as const,
});

function counted(lengths: Int32Array | null, rows: number, steps: number): Tensor {
  return tensor1d(
    Int32Array.from({ length: rows }, (_, b) => Math.min(lengths?.[b] ?? steps, steps)),
    'int32',
  );
}

/** The greatest over the steps that count, where NaN counts as greatest; one dispatch each way. x [B, T, H] → [B, H]. */
export function gpuMax(x: Tensor3D, lengths: Int32Array | null): Tensor2D {
  const sizes: Sizes = x.shape;
  const [rows, steps, size] = sizes;
  return withGradient<Tensor2D>([x], (save) => {
    const value = emptyTensor([rows, size]) as Tensor2D;
    const place = emptyTensor([rows, size], 'int32');
    dispatch({
      key: 'max-over-time',
      bindings: [
        read('x', x),
        read('lengths', counted(lengths, rows, steps), 'i32'),
        write('value', value),
        write('place', place, 'i32'),
      ],
      ...frame(
        rows * size,
        sizes,
        `var best = 0.0;
    var first = -1;
    for (var t = 0u; t < u32(lengths[row]); t++) {
      let here = ${each('x')};
      if (t == 0u || here > best || (isNaN(here) && !isNaN(best))) { best = here; first = i32(t); }
    }
    value[i] = best;
    place[i] = first;`,
      ),
    });
    save([place]);
    return {
      value,
      gradient: (dy, [first]) => {
        const dx = emptyTensor([rows, steps, size]);
        dispatch({
          key: 'max-over-time-backward',
          bindings: [read('dy', dy), read('place', first as Tensor, 'i32'), write('dx', dx)],
          ...frame(
            rows * size,
            sizes,
            `for (var t = 0u; t < params.steps; t++) { ${each('dx')} = select(0.0, dy[i], i32(t) == place[i]); }`,
          ),
        });
        return [dx];
      },
    };
  });
}

/** The mean over the steps that count, zeros where none does; one dispatch each way. x [B, T, H] → [B, H]. */
export function gpuMean(x: Tensor3D, lengths: Int32Array | null): Tensor2D {
  const sizes: Sizes = x.shape;
  const [rows, steps, size] = sizes;
  return withGradient<Tensor2D>([x], (save) => {
    const value = emptyTensor([rows, size]) as Tensor2D;
    const ends = counted(lengths, rows, steps);
    dispatch({
      key: 'mean-over-time',
      bindings: [read('x', x), read('lengths', ends, 'i32'), write('value', value)],
      ...frame(
        rows * size,
        sizes,
        `let length = u32(lengths[row]);
    var sum = 0.0;
    for (var t = 0u; t < length; t++) { sum += ${each('x')}; }
    value[i] = sum / f32(max(1u, length));`,
      ),
    });
    save([ends]);
    return {
      value,
      gradient: (dy, [saved]) => {
        const dx = emptyTensor([rows, steps, size]);
        dispatch({
          key: 'mean-over-time-backward',
          bindings: [read('dy', dy), read('lengths', saved as Tensor, 'i32'), write('dx', dx)],
          ...frame(
            rows * size,
            sizes,
            `let length = u32(lengths[row]);
    let share = dy[i] / f32(max(1u, length));
    for (var t = 0u; t < params.steps; t++) { ${each('dx')} = select(0.0, share, t < length); }`,
          ),
        });
        return [dx];
      },
    };
  });
}
