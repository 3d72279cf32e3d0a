import * as tf from '@tensorflow/tfjs-core';
import type { Kit } from '../../kit/kit.ts';

/** Attention as the exercise defines it, and with the mistakes that are made in it. */

export interface Input {
  states: tf.Tensor3D;
  mask: tf.Tensor2D;
  lengths: number[];
  w: { query: tf.Tensor2D; key: tf.Tensor2D; bias: tf.Tensor1D; score: tf.Tensor1D };
}

/** Texts of these many tokens in so many steps, states of so many numbers, compared in so many. */
export type Size = [lengths: number[], steps: number, hidden: number, width: number];

export function inputOf(kit: Kit, [lengths, steps, hidden, width]: Size): Input {
  return {
    states: kit.tensor<tf.Rank.R3>([lengths.length, steps, hidden]),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length)))),
    lengths,
    w: {
      query: kit.tensor<tf.Rank.R2>([width, hidden]),
      key: kit.tensor<tf.Rank.R2>([width, hidden]),
      bias: kit.tensor<tf.Rank.R1>([width]),
      score: kit.tensor<tf.Rank.R1>([width]),
    },
  };
}

export const evidenceOf = ({ states, w, lengths }: Input): Record<string, unknown> => ({
  input: `states [${states.shape.join(', ')}], A = ${w.bias.shape[0]}`,
  'tokens of each text': lengths,
});

interface Ways {
  sees?: 'earlier' | 'itself' | 'all';
  mask?: boolean;
  /** W at the compared states, U at the asking one. */
  exchanged?: boolean;
  /** How often it is added. */
  bias?: 0 | 1 | 2;
  tanh?: boolean;
  /** Softmax over t instead of s. */
  overAsking?: boolean;
  plain?: 'sum' | 'mean';
}

/** The definition as it stands, with all pairs at once: for small sizes. Weights [B, T, T]. */
function weightsOf({ states, mask, w }: Input, ways: Ways = {}): tf.Tensor3D {
  const [rows, steps, size] = states.shape;
  const flat = tf.reshape(states, [rows * steps, size]);
  const of = (weight: tf.Tensor2D): tf.Tensor3D =>
    tf.reshape(tf.matMul(flat, weight, false, true), [rows, steps, -1]);
  const [asking, compared] = ways.exchanged ? [of(w.key), of(w.query)] : [of(w.query), of(w.key)];
  const pairs = tf.add(tf.expandDims(asking, 2), tf.expandDims(compared, 1));
  const sums = tf.add(pairs, tf.mul(w.bias, ways.bias ?? 1));
  const tall = tf.reshape(ways.tanh === false ? sums : tf.tanh(sums), [-1, w.score.size]);
  const scores = tf.reshape(tf.matMul(tall, tf.reshape(w.score, [-1, 1])), [rows, steps, steps]);
  const place = tf.range(0, steps);
  const [s, t] = [tf.reshape(place, [1, 1, steps]), tf.reshape(place, [1, steps, 1])];
  const here =
    ways.sees === 'all'
      ? tf.onesLike(tf.add(s, t))
      : ways.sees === 'itself'
        ? tf.lessEqual(s, t)
        : tf.less(s, t);
  const seen = tf.mul(
    tf.cast(here, 'float32'),
    ways.mask === false ? tf.ones([rows, 1, steps]) : tf.reshape(mask, [rows, 1, steps]),
  );
  if (ways.plain === 'sum') return tf.mul(scores, seen);
  if (ways.plain === 'mean') return tf.div(seen, tf.maximum(tf.sum(seen, 2, true), 1));
  const powers = tf.mul(tf.exp(tf.sub(scores, tf.max(scores, 2, true))), seen);
  const axis = ways.overAsking ? 1 : 2;
  const nothing = tf.sub(1, tf.max(seen, axis, true));
  // Not a tiny number where the sum is 0: in the gradient it is squared, to 0, and 0 / 0 is NaN.
  return tf.div(powers, tf.add(tf.sum(powers, axis, true), nothing));
}

export const contextOf = (input: Input, ways?: Ways): tf.Tensor3D =>
  tf.matMul(weightsOf(input, ways), input.states);
