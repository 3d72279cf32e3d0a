import * as tf from '@tensorflow/tfjs-core';

/** Recurrent cells by hand, step by step, as the documentation of TensorFlow.js writes them. */

/** PyTorch's [out, in] as [in, out], one above the other. */
const kernel = (weights: tf.Tensor[]): tf.Tensor2D =>
  tf.tidy(() => tf.concat(weights.map((weight) => tf.transpose(weight))) as tf.Tensor2D);

export interface CellState {
  h: tf.Tensor2D;
  /** The LSTM's memory. */
  c: tf.Tensor2D;
}

/** Inputs of all steps [B, I] each, from a state or from zeros → the states of all steps, and the last one. */
export type Cell = (xs: tf.Tensor2D[], from?: CellState) => { states: tf.Tensor2D[]; last: CellState };

/** Makes a cell of the weights `prefix.weight_ih_suffix` and so on. */
type MakeCell = (named: Map<string, tf.Tensor>, prefix: string, suffix: string, size: number) => Cell;

const zeroState = (xs: tf.Tensor2D[], size: number): CellState => {
  const zero = tf.zeros([(xs[0] as tf.Tensor2D).shape[0], size]) as tf.Tensor2D;
  return { h: zero, c: zero };
};

/** The cell of `tf.basicLSTMCell`, its gates in PyTorch's order: input, forget, new values, output. */
export const lstm: MakeCell = (named, prefix, suffix, size) => {
  const get = (name: string) => named.get(`${prefix}.${name}_${suffix}`) as tf.Tensor;
  const weights = tf.variable(kernel([get('weight_ih'), get('weight_hh')]));
  const bias = tf.variable(get('bias_ih') as tf.Tensor1D);
  return (xs, from) => {
    let { h, c } = from ?? zeroState(xs, size);
    const states = xs.map((x) => {
      const gates = tf.split(tf.add(tf.matMul(tf.concat([x, h], 1), weights), bias), 4, 1) as tf.Tensor2D[];
      const [i, f, g, o] = gates as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      return h;
    });
    return { states, last: { h, c } };
  };
};

export const gru: MakeCell = (named, prefix, suffix, size) => {
  const get = (name: string) => named.get(`${prefix}.${name}_${suffix}`) as tf.Tensor;
  const input = tf.variable(kernel([get('weight_ih')]));
  const state = tf.variable(kernel([get('weight_hh')]));
  const bias = tf.variable(get('bias_ih') as tf.Tensor1D);
  return (xs, from) => {
    let { h } = from ?? zeroState(xs, size);
    const states = xs.map((x) => {
      const [xr, xz, xn] = tf.split(tf.add(tf.matMul(x, input), bias), 3, 1) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const [hr, hz, hn] = tf.split(tf.matMul(h, state), 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const r = tf.sigmoid(tf.add(xr, hr));
      const z = tf.sigmoid(tf.add(xz, hz));
      const n = tf.tanh(tf.add(xn, tf.mul(r, hn)));
      h = tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h));
      return h;
    });
    return { states, last: { h, c: h } };
  };
};
