import * as tf from '@tensorflow/tfjs-core';

/**
 * From states over time to one vector a row: x [B, T, H] → [B, H].
 * With lengths, padded steps do not count, and a row without any step gives zeros; null: all steps count.
 */

/** Padded steps are lowered by this: below any real state, so zeros of padding never win over negative states. */
const FAR_BELOW = 1e30;

/** The greatest value of each unit. Its gradient goes to the first step that has it, as in PyTorch. */
export function maxOverTime(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  const steps = x.shape[1];
  const pool = tf.customGrad((states, save) => {
    const mask = lengths && maskOf(lengths, steps);
    const masked = mask ? tf.add(states, tf.mul(tf.sub(mask, 1), FAR_BELOW)) : states;
    const greatest = tf.max(masked, 1, true);
    const first = tf.min(tf.where(tf.equal(masked, greatest), times(steps), tf.scalar(steps)), 1, true);
    (save as tf.GradSaveFunc)([first]);
    const value = tf.squeeze(greatest, [1]);
    const present = presence(lengths);
    return {
      value: present ? tf.mul(value, present) : value,
      gradFunc: (dy, saved) => {
        const chosen = tf.cast(tf.equal(times(steps), saved[0] as tf.Tensor), 'float32');
        const slope = present ? tf.mul(dy as tf.Tensor, presence(lengths) as tf.Tensor) : (dy as tf.Tensor);
        return tf.mul(chosen, tf.expandDims(slope, 1));
      },
    };
  });
  return tf.tidy(() => pool(x) as tf.Tensor2D);
}

/** The mean over the steps that count. */
export function meanOverTime(x: tf.Tensor3D, lengths: Int32Array | null): tf.Tensor2D {
  return tf.tidy(() => {
    if (!lengths) return tf.mean(x, 1) as tf.Tensor2D;
    const sums = tf.sum(tf.mul(x, maskOf(lengths, x.shape[1])), 1);
    const shares = Float32Array.from(lengths, (length) => 1 / Math.max(1, length));
    return tf.mul(sums, tf.tensor2d(shares, [lengths.length, 1])) as tf.Tensor2D;
  });
}

/**
 * The last layer's last states: hidden [L·D, B, H] → [B, D·H], forward beside backward
 * (torch.cat((hidden[-2], hidden[-1]), dim=1) when there are two directions).
 */
export function lastState(hidden: tf.Tensor3D, directions: 1 | 2): tf.Tensor2D {
  return tf.tidy(() => {
    const [count, rows, size] = hidden.shape;
    const last = tf.slice(hidden, [count - directions, 0, 0]);
    return tf.reshape(tf.transpose(last, [1, 0, 2]), [rows, directions * size]);
  });
}

/** 1 on steps that count: [B, T, 1]. */
function maskOf(lengths: Int32Array, steps: number): tf.Tensor3D {
  const values = new Float32Array(lengths.length * steps);
  lengths.forEach((length, b) => values.fill(1, b * steps, b * steps + Math.min(length, steps)));
  return tf.tensor3d(values, [lengths.length, steps, 1]);
}

/** 0 for rows without any step, else 1: [B, 1]; null where no row is empty. */
function presence(lengths: Int32Array | null): tf.Tensor2D | null {
  if (!lengths || lengths.every((length) => length > 0)) return null;
  return tf.tensor2d(
    Float32Array.from(lengths, (length) => Number(length > 0)),
    [lengths.length, 1],
  );
}

function times(steps: number): tf.Tensor3D {
  return tf.tensor3d(
    Float32Array.from({ length: steps }, (_, t) => t),
    [1, steps, 1],
  );
}
