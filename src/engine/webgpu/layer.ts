import * as tf from '@tensorflow/tfjs-core';
import type { LayerInput, LayerOutput } from '../recurrent/types.ts';
import { withGradient } from '../with-gradient.ts';
import { matMulKernel, product } from './matmul.ts';
import { planRecurrent } from './recurrent-plan.ts';
import { recurrentBackward, recurrentForward } from './recurrent.ts';
import { stepwiseBackward, stepwiseForward } from './recurrent-stepwise.ts';
import { stacked, unstacked } from './stacks.ts';
import { columnSums } from './sums.ts';

/**
 * One layer in all its directions as one operation with one gradient: the inputs' part of all gates is a single
 * product, the recurrence one dispatch through all steps each way (or two a step, where a state does not fit into a
 * workgroup), and the gradients of the weights single products over all tokens again.
 *
 * @param reverse where there is one direction: whether it is the backward one
 */
export function gpuLayer({ cell, x, weights, lengths }: LayerInput, reverse: boolean): LayerOutput {
  const [rows, steps, inputs] = x.shape;
  const count = weights.length;
  const size = weights[0]?.weightHh.shape[1] ?? 0;
  const plan = planRecurrent(cell, size, rows);
  const counted = Int32Array.from({ length: rows }, (_, b) => Math.min(lengths?.[b] ?? steps, steps));
  const parameters = weights.flatMap((own) => [own.weightIh, own.weightHh, own.biasIh, own.biasHh]);
  const all = withGradient<tf.Tensor3D>([x, ...parameters], (save) => {
    const ends = tf.tensor1d(counted, 'int32');
    const weightIh = stacked(weights.map((own) => own.weightIh));
    const weightHh = stacked(weights.map((own) => own.weightHh));
    const biasIh = stacked(weights.map((own) => own.biasIh));
    const biasHh = stacked(weights.map((own) => own.biasHh));
    const gates = weightHh.shape[1] as number;
    const flatIh = tf.reshape(weightIh, [1, count * gates, inputs]);
    const flat = tf.reshape(x, [1, rows * steps, inputs]);
    const projected = matMulKernel(flat, flatIh, false, true, biasIh);
    const xp = tf.reshape(projected, [rows, steps, -1]) as tf.Tensor3D;
    const directed = { weightHh, count, reverse };
    const tape = plan
      ? recurrentForward(cell, plan, xp, directed, biasHh, ends)
      : stepwiseForward(cell, xp, directed, biasHh, ends);
    // The input and the weights, too: those made here, or by a layer below, would be gone on the way back.
    save([x, ends, flatIh, weightHh, tape.y, tape.hPrev, ...(tape.saved ? [tape.saved] : [])]);
    return {
      value: tape.y,
      gradient: (dy, kept) => {
        const [read, ends, flatIh, weightHh, y, hPrev, saved = null] = kept as [
          tf.Tensor3D,
          tf.Tensor,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor3D,
          tf.Tensor,
          tf.Tensor?,
        ];
        const directed = { weightHh, count, reverse };
        const tape = { y, hPrev, saved };
        const { dgx, dgh } = plan
          ? recurrentBackward(cell, plan, dy, tape, directed, ends)
          : stepwiseBackward(cell, dy, tape, directed, ends);
        const dGates = tf.reshape(dgx, [1, rows * steps, count * gates]);
        const flatX = tf.reshape(read, [1, rows * steps, inputs]);
        const dx = tf.reshape(matMulKernel(dGates, flatIh, false, false), x.shape);
        const ofInputs = { a: dGates, b: flatX, transposeA: true, transposeB: false, sums: true };
        const { result, sums } = product(ofInputs);
        const dWeightIh = unstacked(result, count, [gates, inputs]);
        const dWeightHh = unstacked(matMulKernel(dgh, hPrev, true, false), count, [gates, size]);
        const dBiasIh = unstacked(sums as tf.Tensor, count, [gates]);
        // Where the state's part of a gate is added to the inputs' part, their biases have the same gradient.
        const dBiasHh =
          cell === 'gru'
            ? unstacked(columnSums(byToken(dgh), count * gates), count, [gates])
            : dBiasIh.map((sum) => tf.clone(sum));
        return [
          dx,
          ...weights.flatMap((_, d) => [dWeightIh[d], dWeightHh[d], dBiasIh[d], dBiasHh[d]]),
        ] as tf.Tensor[];
      },
    };
  });
  const slot = (k: number, d: number) =>
    tf.reshape(tf.slice(all, [0, steps + k, d * size], [rows, 1, size]), [rows, size]) as tf.Tensor2D;
  const perDirection = (k: number) => weights.map((_, d) => slot(k, d));
  return {
    output: tf.slice(all, [0, 0, 0], [rows, steps, count * size]),
    hidden: perDirection(0),
    cell: cell === 'lstm' ? perDirection(1) : [],
  };
}

/** [D, N, G·H] → [N, D·G·H]: the directions of a token side by side. */
const byToken = (values: tf.Tensor) => (values.shape[0] === 1 ? values : tf.transpose(values, [1, 0, 2]));
