import * as tf from '@tensorflow/tfjs-core';
import type { Kit } from '../../kit/kit.ts';
import { linear } from '../norm.ts';

export interface Input {
  x: tf.Tensor3D;
  mask: tf.Tensor2D;
  lengths: readonly number[];
  w: { qkv: tf.Tensor2D; qkvBias: tf.Tensor1D; output: tf.Tensor2D; outputBias: tf.Tensor1D };
  heads: number;
}

export function inputOf(
  kit: Kit,
  lengths: readonly number[],
  steps: number,
  heads: number,
  size: number,
  scale = 1,
): Input {
  const width = heads * size;
  return {
    x: kit.tensor<tf.Rank.R3>([lengths.length, steps, width], scale),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length)))),
    lengths,
    w: {
      qkv: kit.tensor<tf.Rank.R2>([3 * width, width], 0.7),
      qkvBias: kit.tensor<tf.Rank.R1>([3 * width], 0.7),
      output: kit.tensor<tf.Rank.R2>([width, width], 0.7),
      outputBias: kit.tensor<tf.Rank.R1>([width], 0.7),
    },
    heads,
  };
}

/** How it may be wrong. */
export interface Ways {
  /** What the scores are divided by. */
  by?: number;
  noSoftmax?: boolean;
  /** The softmax along the queries. */
  ofQueries?: boolean;
  /** Rows of the large product: for each head its queries, keys and values. */
  perHead?: boolean;
  /** Which part of the product is q, k, v. */
  order?: readonly [number, number, number];
  noOutput?: boolean;
  split?: 'reshape' | 'in turn';
  noMerge?: boolean;
  mask?: 'queries' | 'none' | 'after' | 'zero' | 'turned';
}

export function right({ x, mask, w, heads }: Input, ways: Ways = {}): tf.Tensor3D {
  const [batch, length, width] = x.shape;
  const size = width / heads;
  const cut = (part: tf.Tensor): tf.Tensor4D => {
    if (ways.split === 'reshape') return tf.reshape(part, [batch, heads, length, size]);
    if (ways.split === 'in turn')
      return tf.transpose(tf.reshape(part, [batch, length, size, heads]), [0, 3, 1, 2]) as tf.Tensor4D;
    return tf.stack(tf.split(part, heads, 2), 1) as tf.Tensor4D;
  };
  const whole = linear(x, w.qkv, w.qkvBias);
  const parts = ways.perHead
    ? tf
        .unstack(tf.reshape(whole, [batch, length, heads, 3, size]), 3)
        .map((part) => tf.reshape(part, [batch, length, width]))
    : tf.split(whole, 3, 2);
  const [iq, ik, iv] = ways.order ?? [0, 1, 2];
  const [q, k, v] = [iq, ik, iv].map((i) => cut(parts[i] as tf.Tensor)) as [
    tf.Tensor4D,
    tf.Tensor4D,
    tf.Tensor4D,
  ];
  const scores = tf.div(tf.matMul(q, k, false, true), ways.by ?? Math.sqrt(size)) as tf.Tensor4D;
  const keys = tf.reshape(mask, [batch, 1, 1, length]);
  const seen =
    ways.mask === 'none' || ways.mask === 'after'
      ? scores
      : ways.mask === 'zero'
        ? tf.mul(scores, keys)
        : ways.mask === 'turned'
          ? tf.add(scores, tf.mul(keys, -1e9))
          : ways.mask === 'queries'
            ? tf.add(scores, tf.mul(tf.sub(tf.transpose(keys, [0, 1, 3, 2]), 1), 1e9))
            : tf.add(scores, tf.mul(tf.sub(keys, 1), 1e9));
  const turned = (scores: tf.Tensor): tf.Tensor => tf.transpose(scores, [0, 1, 3, 2]);
  const soft = ways.noSoftmax ? seen : ways.ofQueries ? turned(tf.softmax(turned(seen))) : tf.softmax(seen);
  const weights = ways.mask === 'after' ? tf.mul(soft, keys) : soft;
  const mixed = tf.matMul(weights as tf.Tensor4D, v) as tf.Tensor4D;
  const merged: tf.Tensor3D = ways.noMerge
    ? (tf.reshape(mixed, [batch, length, width]) as tf.Tensor3D)
    : (tf.concat(tf.unstack(mixed, 1), 2) as tf.Tensor3D);
  return ways.noOutput ? merged : linear(merged, w.output, w.outputBias);
}

export const evidenceOf = ({ x, heads, lengths }: Input): Record<string, unknown> => ({
  input: `x [${x.shape.join(', ')}], ${heads} heads`,
  'tokens of each text': lengths,
});
