import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient.ts';

/**
 * Additive attention (Bahdanau and others, 2015) of each step over the steps before it:
 *
 *     score[b, t, s] = Σ_a v[a] · tanh(query[b, t, a] + key[b, s, a])      for s < t
 *
 * Written down as it stands this makes a tensor [B, T, T, A], which for 64 texts of 200 tokens and A = 128 takes 1.3 GB,
 * and the tape keeps several of them. Here it is made in tiles of a bounded size, of which none is kept: the gradient
 * makes each tile again. What lives through the step is [B, T, T] and smaller.
 */

/** Values of one tile: 4 MB. */
const TILE = 1 << 20;

/** query, key [B, T, A], v [A] → scores [B, T, T]; 0 where s ≥ t (those are to be masked). */
export function additiveScores(query: tf.Tensor3D, key: tf.Tensor3D, v: tf.Tensor1D): tf.Tensor3D {
  const [rows, steps, width] = query.shape;
  return withGradient<tf.Tensor3D>([query, key, v], (save) => {
    // They may be made in a scope that is closed before the gradient is asked for.
    save([query, key, v]);
    return {
      value: tf.concat(
        tilesOf(rows, steps, width).map(([from, to]) =>
          tf.tidy(() => {
            const scores = tf.matMul(flat(tileOf(query, key, from, to)), tf.reshape(v, [width, 1]));
            const tile = tf.reshape(scores, [rows, to - from, to]) as tf.Tensor3D;
            return widened(tf.mul(tile, earlier(from, to, to)) as tf.Tensor3D, steps);
          }),
        ),
        1,
      ),
      gradient: (dy, saved) => {
        const [q, k, w] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor1D];
        const queries: tf.Tensor3D[] = [];
        let keys = tf.zeros([rows, steps, width]) as tf.Tensor3D;
        let vs = tf.zeros([width, 1]) as tf.Tensor2D;
        for (const [from, to] of tilesOf(rows, steps, width)) {
          const [dQuery, nextKeys, nextVs] = tf.tidy(() => {
            const hidden = tileOf(q, k, from, to);
            const slope = tf.mul(
              tf.slice(dy, [0, from, 0], [rows, to - from, to]),
              earlier(from, to, to),
            ) as tf.Tensor3D;
            const column = tf.reshape(slope, [-1, 1]) as tf.Tensor2D;
            const dV = tf.matMul(flat(hidden), column, true, false);
            const inner = tf.mul(
              tf.matMul(column, tf.reshape(w, [1, width])),
              tf.sub(1, tf.square(flat(hidden))),
            );
            const whole = tf.reshape(inner, hidden.shape);
            const dKey = tf.sum(whole, 1) as tf.Tensor3D;
            const padded =
              to < steps
                ? tf.pad(dKey, [
                    [0, 0],
                    [0, steps - to],
                    [0, 0],
                  ])
                : dKey;
            return [tf.sum(whole, 2) as tf.Tensor3D, tf.add(keys, padded), tf.add(vs, dV)] as [
              tf.Tensor3D,
              tf.Tensor3D,
              tf.Tensor2D,
            ];
          });
          tf.dispose([keys, vs]);
          [keys, vs] = [nextKeys, nextVs];
          queries.push(dQuery);
        }
        return [tf.concat(queries, 1), keys, tf.reshape(vs, [width])];
      },
    };
  });
}

/** The same in one piece, its gradient left to the tape: the specification, and the oracle in tests. */
export function plainAdditiveScores(query: tf.Tensor3D, key: tf.Tensor3D, v: tf.Tensor1D): tf.Tensor3D {
  const [, steps] = query.shape;
  const hidden = tf.tanh(tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1)));
  return tf.mul(tf.sum(tf.mul(hidden, v), 3), earlier(0, steps, steps)) as tf.Tensor3D;
}

/**
 * For each step the weighted mean of the values of the steps before it: scores [B, T, T], values [B, T, H] →
 * context [B, T, H], weights [B, T, T]. The first step has none before it: its weights and its context are 0. As only
 * earlier steps are looked at and padding stands at the end, no step of a text looks at padding.
 */
export function attendEarlier(
  scores: tf.Tensor3D,
  values: tf.Tensor3D,
): { context: tf.Tensor3D; weights: tf.Tensor3D } {
  const steps = scores.shape[1];
  const mask = earlier(0, steps, steps);
  const open = tf.add(scores, tf.mul(tf.sub(mask, 1), FAR));
  const weights = tf.mul(tf.softmax(open, 2), mask) as tf.Tensor3D;
  return { context: tf.matMul(weights, values) as tf.Tensor3D, weights };
}

/** Far below every score, so that e^(score − greatest) is 0. */
const FAR = 1e9;

/** 1 where s < t, for t in [from, to) and s in [0, columns): [1, to − from, columns]. */
function earlier(from: number, to: number, columns: number): tf.Tensor3D {
  const mask = new Float32Array((to - from) * columns);
  for (let t = from; t < to; t++)
    mask.fill(1, (t - from) * columns, (t - from) * columns + Math.min(t, columns));
  return tf.tensor3d(mask, [1, to - from, columns]);
}

/** Steps [from, to) that are compared with all before `to` at a time. */
function tilesOf(rows: number, steps: number, width: number): [number, number][] {
  const tiles: [number, number][] = [];
  for (let from = 0; from < steps;) {
    let to = from + 1;
    while (to < steps && rows * (to + 1 - from) * (to + 1) * width <= TILE) to++;
    tiles.push([from, to]);
    from = to;
  }
  return tiles;
}

/** tanh(query + key) of one tile: [B, to − from, to, A]. */
function tileOf(query: tf.Tensor3D, key: tf.Tensor3D, from: number, to: number): tf.Tensor4D {
  const [rows, , width] = query.shape;
  const asks = tf.expandDims(tf.slice(query, [0, from, 0], [rows, to - from, width]), 2);
  const answers = tf.expandDims(tf.slice(key, [0, 0, 0], [rows, to, width]), 1);
  return tf.tanh(tf.add(asks, answers)) as tf.Tensor4D;
}

const flat = (tile: tf.Tensor4D): tf.Tensor2D => tf.reshape(tile, [-1, tile.shape[3]]);

function widened(tile: tf.Tensor3D, steps: number): tf.Tensor3D {
  const missing = steps - tile.shape[2];
  return missing > 0
    ? tf.pad(tile, [
        [0, 0],
        [0, 0],
        [0, missing],
      ])
    : tile;
}
