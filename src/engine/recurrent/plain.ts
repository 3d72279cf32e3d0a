import * as tf from '@tensorflow/tfjs-core';
import { type CellKind, GATES, type RecurrentInput, type RecurrentOutput, stepMask } from './types.ts';

/**
 * The recurrence op by op, its gradient left to the tape: the specification of all faster ways, and their oracle
 * in tests. Equations of torch.nn.RNN (tanh), GRU and LSTM.
 */
export function plainRecurrent({ cell, x, weights, lengths, reverse }: RecurrentInput): RecurrentOutput {
  const [rows, steps] = x.shape;
  const size = weights.weightHh.shape[1];
  const mask = lengths && tf.tensor3d(stepMask(lengths, steps), [steps, rows, 1]);
  const inputs = Array.from({ length: steps }, (_, t) =>
    tf.reshape(tf.slice(x, [0, t, 0], [rows, 1, x.shape[2]]), [rows, x.shape[2]]),
  ) as tf.Tensor2D[];
  const outputs = new Array<tf.Tensor2D>(steps);
  let state: State = { h: tf.zeros([rows, size]), c: tf.zeros([rows, size]) };
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    const next = step(cell, inputs[t] as tf.Tensor2D, state, weights);
    const here = mask && tf.reshape(tf.slice(mask, [t, 0, 0], [1, rows, 1]), [rows, 1]);
    outputs[t] = here ? tf.mul(next.h, here) : next.h;
    state = here ? { h: choose(here, next.h, state.h), c: choose(here, next.c, state.c) } : next;
  }
  const output = tf.stack(outputs, 1) as tf.Tensor3D;
  return cell === 'lstm' ? { output, hidden: state.h, cell: state.c } : { output, hidden: state.h };
}

interface State {
  h: tf.Tensor2D;
  c: tf.Tensor2D;
}

/** a where the mask is 1, b where it is 0. */
function choose(mask: tf.Tensor, a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.add(b, tf.mul(mask, tf.sub(a, b)));
}

/** The part of each gate: [B, G·H] → G × [B, H]. (The gradient of tf.split fails where there is one part only.) */
function gates(whole: tf.Tensor2D, cell: CellKind): tf.Tensor2D[] {
  return GATES[cell] === 1 ? [whole] : tf.split(whole, GATES[cell], 1);
}

function step(
  cell: CellKind,
  x: tf.Tensor2D,
  { h, c }: State,
  { weightIh, weightHh, biasIh, biasHh }: RecurrentInput['weights'],
): State {
  const fromInput = tf.add(tf.matMul(x, weightIh, false, true), biasIh) as tf.Tensor2D;
  const fromState = tf.add(tf.matMul(h, weightHh, false, true), biasHh) as tf.Tensor2D;
  const xs = gates(fromInput, cell);
  const hs = gates(fromState, cell);
  const gate = (k: number) => tf.add(xs[k] as tf.Tensor2D, hs[k] as tf.Tensor2D) as tf.Tensor2D;
  switch (cell) {
    case 'rnn':
      return { h: tf.tanh(gate(0)), c };
    case 'gru': {
      const r = tf.sigmoid(gate(0));
      const z = tf.sigmoid(gate(1));
      const n = tf.tanh(tf.add(xs[2] as tf.Tensor2D, tf.mul(r, hs[2] as tf.Tensor2D)));
      return { h: tf.add(n, tf.mul(z, tf.sub(h, n))) as tf.Tensor2D, c };
    }
    case 'lstm': {
      const i = tf.sigmoid(gate(0));
      const f = tf.sigmoid(gate(1));
      const g = tf.tanh(gate(2));
      const o = tf.sigmoid(gate(3));
      const next = tf.add(tf.mul(f, c), tf.mul(i, g)) as tf.Tensor2D;
      return { h: tf.mul(o, tf.tanh(next)), c: next };
    }
  }
}
