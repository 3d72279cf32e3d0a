import * as tf from '@tensorflow/tfjs-core';
import { maxOverTime, meanOverTime } from '../engine/pooling.ts';

/**
 * From states over time to one vector a row: x [B, T, H] → [B, H].
 * With lengths, padded steps do not count, and a row without any step gives zeros; null: all steps count.
 */
export { maxOverTime, meanOverTime };

/**
 * The last layer's last states: hidden [L·D, B, H] → [B, D·H], forward beside backward
 * (torch.cat((hidden[-2], hidden[-1]), dim=1) when there are two directions).
 */
export function lastState(hidden: tf.Tensor3D, directions: 1 | 2): tf.Tensor2D {
  return tf.tidy(() => {
    const [count, rows, size] = hidden.shape;
    const last = tf.slice(hidden, [count - directions, 0, 0]);
    // Not tf.unstack, whose gradient fails where there is a single part.
    return tf.reshape(tf.transpose(last, [1, 0, 2]), [rows, directions * size]);
  });
}
