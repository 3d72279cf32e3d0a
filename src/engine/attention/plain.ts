import * as tf from '@tensorflow/tfjs-core';
import { composedDropout } from '../dropout.ts';
import type { DropoutDraw } from '../random-bits.ts';
import { withGradient } from '../with-gradient.ts';
import type { AttentionPlan } from './types.ts';

/**
 * Attention in ordinary operations, its gradient left to the tape (but for the softmax): the specification of the
 * kernels and their oracle in tests. q [B, Tq, H·D], k and v [B, Tk, H·D] → [B, Tq, H·D].
 */
export function plainAttention(
  plan: AttentionPlan,
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
): tf.Tensor3D {
  return tf.tidy(() => {
    const probabilities = plainProbabilities(plan, q, k);
    const used = plan.draw ? dropped(probabilities, plan.draw) : probabilities;
    const mixed = tf.matMul(used, splitHeads(v, plan));
    return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), q.shape);
  });
}

/** The probabilities before dropout: [B, H, Tq, Tk]. */
export function plainProbabilities(plan: AttentionPlan, q: tf.Tensor3D, k: tf.Tensor3D): tf.Tensor4D {
  return tf.tidy(() => {
    const scores = tf.matMul(splitHeads(q, plan), splitHeads(k, plan), false, true);
    return plainSoftmax(tf.mul(scores, plan.scale), allowedKeys(plan));
  });
}

/**
 * softmax over the last axis, of what is allowed; rows without anything allowed are zeros, and so are their
 * gradients.
 */
export function plainSoftmax(scores: tf.Tensor4D, allowed: tf.Tensor4D | null): tf.Tensor4D {
  return withGradient([scores], (save) => {
    // In place of what may not be seen, which may be NaN, not added to it.
    const masked = allowed ? tf.where<tf.Tensor>(tf.greater(allowed, 0), scores, tf.scalar(-1e30)) : scores;
    const shifted = tf.exp(tf.sub(masked, tf.max(masked, -1, true)));
    const weights = allowed ? tf.mul(shifted, allowed) : shifted;
    const sums = tf.sum(weights, -1, true);
    const p = tf.div(weights, tf.add(sums, tf.cast(tf.equal(sums, 0), 'float32'))) as tf.Tensor4D;
    save([p]);
    return {
      value: p,
      gradient: (dp, [p]) => {
        const weighted = tf.mul(dp, p as tf.Tensor);
        return [tf.sub(weighted, tf.mul(p as tf.Tensor, tf.sum(weighted, -1, true)))];
      },
    };
  });
}

/** 1 where query i may see key j: [B or 1, 1, Tq or 1, Tk]; null where all may see all. */
export function allowedKeys({ batch, queries, keys, mask, causal }: AttentionPlan): tf.Tensor4D | null {
  if (!mask && !causal) return null;
  const rows = causal ? queries : 1;
  const values = new Float32Array(batch * rows * keys);
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < keys; j++) {
        const counts = !mask || mask.counts[b * keys + j] === 1;
        if (counts && (!causal || j <= i)) values[(b * rows + i) * keys + j] = 1;
      }
  return tf.tensor4d(values, [batch, 1, rows, keys]);
}

function dropped(p: tf.Tensor4D, draw: DropoutDraw): tf.Tensor4D {
  return withGradient([p], () => ({
    value: composedDropout(p, draw),
    gradient: (dp) => [composedDropout(dp, draw)],
  }));
}

/** [B, T, H·D] → [B, H, T, D]. */
function splitHeads(x: tf.Tensor3D, { heads, width }: AttentionPlan): tf.Tensor4D {
  const [rows, steps] = x.shape;
  return tf.transpose(tf.reshape(x, [rows, steps, heads, width]), [0, 2, 1, 3]) as tf.Tensor4D;
}
