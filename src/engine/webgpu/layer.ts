import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentInput, RecurrentOutput } from '../recurrent/types.ts';
import { withGradient } from '../with-gradient.ts';
import { matMulKernel } from './matmul.ts';
import { planRecurrent, recurrentBackward, recurrentForward } from './recurrent.ts';

/**
 * One layer in one direction as one operation with one gradient: the inputs' part of all gates is a single product,
 * the recurrence one dispatch through all steps each way, and the gradients of the weights single products over all
 * tokens again. Null where the layer does not fit the adapter.
 */
export function gpuRecurrent({ cell, x, weights, lengths, reverse }: RecurrentInput): RecurrentOutput | null {
  const [rows, steps, inputs] = x.shape;
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const size = weightHh.shape[1];
  const plan = planRecurrent(cell, size, rows);
  if (!plan) return null;
  const directed = { weightHh: [weightHh], reverse };
  const counted = Int32Array.from({ length: rows }, (_, b) => Math.min(lengths?.[b] ?? steps, steps));
  const all = withGradient<tf.Tensor3D>([x, weightIh, weightHh, biasIh, biasHh], (save) => {
    const ends = tf.tensor1d(counted, 'int32');
    const flat = tf.reshape(x, [1, rows * steps, inputs]);
    const projected = matMulKernel(flat, asBatch(weightIh), false, true, biasIh);
    const xp = tf.reshape(projected, [rows, steps, -1]) as tf.Tensor3D;
    const tape = recurrentForward(cell, plan, xp, directed, biasHh, ends);
    // The input, too: of a second layer it would be gone on the way back.
    save([x, ends, tape.y, tape.hPrev, ...(tape.saved ? [tape.saved] : [])]);
    return {
      value: tape.y,
      gradient: (dy, saved) => {
        const [read, ends, y, hPrev, kept = null] = saved as [
          tf.Tensor3D,
          tf.Tensor,
          tf.Tensor3D,
          tf.Tensor,
          tf.Tensor?,
        ];
        const { dgx, dgh } = recurrentBackward(cell, plan, dy, { y, hPrev, saved: kept }, directed, ends);
        const gates = dgh.shape[2] as number;
        const dGates = tf.reshape(dgx, [1, rows * steps, gates]);
        const sums = (values: tf.Tensor) => tf.sum(tf.reshape(values, [rows * steps, gates]), 0);
        return [
          tf.reshape(matMulKernel(dGates, asBatch(weightIh), false, false), x.shape),
          tf.reshape(matMulKernel(dGates, flattened(read), true, false), weightIh.shape),
          tf.reshape(matMulKernel(dgh, hPrev, true, false), weightHh.shape),
          sums(dgx),
          sums(dgh),
        ];
      },
    };
  });
  const slot = (k: number) =>
    tf.reshape(tf.slice(all, [0, steps + k, 0], [rows, 1, size]), [rows, size]) as tf.Tensor2D;
  const output = tf.slice(all, [0, 0, 0], [rows, steps, size]);
  return cell === 'lstm' ? { output, hidden: slot(0), cell: slot(1) } : { output, hidden: slot(0) };
}

const asBatch = (matrix: tf.Tensor2D) => tf.reshape(matrix, [1, ...matrix.shape]);
const flattened = (x: tf.Tensor3D) => tf.reshape(x, [1, x.shape[0] * x.shape[1], x.shape[2]]);
