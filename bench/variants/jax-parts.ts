import { blockUntilReady, jit, nn, numpy as np, tree, valueAndGrad, vjp } from '@jax-js/jax';
import type { NamedValues } from '../../src/bench/inputs.ts';
import type { Subject } from '../../src/bench/subject.ts';

/** What the workloads in jax-js are made of: forward, gradient and update through `jit`. Every function uses its arguments up. */

export type Weights = Record<string, np.Array>;

export const arrayOf = ({ data, shape }: NamedValues): np.Array =>
  np.array(data as Float32Array<ArrayBuffer>).reshape(shape);
export const weightsFrom = (values: readonly NamedValues[]): Weights =>
  Object.fromEntries(values.map((one) => [one.name, arrayOf(one)]));
export const zerosLike = (weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, np.zeros(shape)]));
export const integers = (data: Int32Array, shape: number[]): np.Array =>
  np.array(data as Int32Array<ArrayBuffer>, { dtype: np.int32 }).reshape(shape);

/** Adam; c1 and c2 correct the moments for their start at zero. */
export function adam(weights: Weights, grads: Weights, m: Weights, v: Weights, c1: np.Array, c2: np.Array) {
  const next: [Weights, Weights, Weights] = [{}, {}, {}];
  for (const name of Object.keys(weights)) {
    const [p, g, first, second] = [weights[name], grads[name], m[name], v[name]] as [
      np.Array,
      np.Array,
      np.Array,
      np.Array,
    ];
    const m1 = first.mul(0.9).add(g.ref.mul(0.1));
    const v1 = second.mul(0.999).add(np.square(g).mul(0.001));
    const size = np.sqrt(v1.ref.mul(c2.ref)).add(1e-8);
    next[0][name] = p.sub(m1.ref.mul(c1.ref).mul(0.001).div(size));
    next[1][name] = m1;
    next[2][name] = v1;
  }
  tree.dispose([c1, c2]);
  return next;
}

export const corrections = (step: number): [np.Array, np.Array] => [
  np.array(1 / (1 - 0.9 ** step)),
  np.array(1 / (1 - 0.999 ** step)),
];

/** An LSTM's hidden state and memory; of a GRU both are the state. */
export interface CellState {
  h: np.Array;
  c: np.Array;
}

interface Recurrence {
  states: np.Array[];
  last: CellState;
}

/** The inputs' part of all gates, of all steps at once as one would in JAX: x [B, T, I] → T times [B, gates]. */
export const stepsOf = (x: np.Array, weight: np.Array, bias: np.Array): np.Array[] =>
  np.unstack(np.matmul(x, weight.transpose()).add(bias), 1);

const zeroState = (inputs: np.Array[], hidden: number): CellState => {
  const rows = (inputs[0] as np.Array).shape[0] as number;
  return { h: np.zeros([rows, hidden]), c: np.zeros([rows, hidden]) };
};

export function lstm(inputs: np.Array[], state: np.Array, hidden: number, from?: CellState): Recurrence {
  let { h, c } = from ?? zeroState(inputs, hidden);
  const states = inputs.map((x) => {
    const [i, f, g, o] = np.split(x.add(np.matmul(h, state.ref)), 4, 1) as [
      np.Array,
      np.Array,
      np.Array,
      np.Array,
    ];
    c = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    h = nn.sigmoid(o).mul(np.tanh(c.ref));
    return h.ref;
  });
  state.dispose();
  return { states, last: { h, c } };
}

export function gru(inputs: np.Array[], state: np.Array, hidden: number): Recurrence {
  let { h, c } = zeroState(inputs, hidden);
  c.dispose();
  const states = inputs.map((x) => {
    const [xr, xz, xn] = np.split(x, 3, 1) as [np.Array, np.Array, np.Array];
    const [hr, hz, hn] = np.split(np.matmul(h.ref, state.ref), 3, 1) as [np.Array, np.Array, np.Array];
    const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)));
    h = n.ref.add(nn.sigmoid(xz.add(hz)).mul(h.sub(n)));
    return h.ref;
  });
  state.dispose();
  c = h.ref;
  return { states, last: { h, c } };
}

export interface Training {
  /** First values; the second biases of gates are left out. */
  weights: readonly NamedValues[];
  /** Tables that rows are looked up in; `tied`: the loss also reads the table itself. */
  tables: Record<string, { ids: np.Array; tied: boolean }>;
  /** What the loss is given besides. */
  given: Weights;
  /** Of the weights (without tables that are not tied), of what was looked up, and of what is given. */
  loss(weights: Weights, found: Weights, given: Weights): np.Array;
}

/** Steps of Adam. Looking up stands outside of what is compiled, as its gradient cannot be in 0.1.25. */
export function trained({ weights: first, tables, given, loss }: Training): Subject {
  const gradients = jit((weights: Weights, found: Weights, given: Weights) =>
    valueAndGrad(loss, { argnums: [0, 1] })(weights, found, given),
  );
  const update = jit(adam);
  let weights = weightsFrom(first.filter(({ name }) => !name.includes('bias_hh')));
  let m = zerosLike(weights);
  let v = zerosLike(weights);
  let done = 0;
  return {
    async step() {
      const read = tree.ref(weights);
      const found: Weights = {};
      const back: Record<string, (slope: np.Array) => np.Array> = {};
      for (const [name, { ids, tied }] of Object.entries(tables)) {
        const table = read[name] as np.Array;
        if (!tied) delete read[name];
        const [rows, lookedUp] = vjp((x: np.Array) => np.take(x, ids.ref, 0), [tied ? table.ref : table]);
        found[name] = rows;
        back[name] = (slope) => {
          const [gradient] = lookedUp(slope) as unknown as [np.Array];
          lookedUp.dispose();
          return gradient;
        };
      }
      const [value, [grads, slopes]] = gradients(read, found, tree.ref(given)) as unknown as [
        np.Array,
        [Weights, Weights],
      ];
      for (const [name, { tied }] of Object.entries(tables)) {
        const gradient = back[name]?.(slopes[name] as np.Array) as np.Array;
        grads[name] = tied ? (grads[name] as np.Array).add(gradient) : gradient;
      }
      [weights, m, v] = update(weights, grads, m, v, ...corrections(++done)) as [Weights, Weights, Weights];
      const [number] = await value.data();
      await blockUntilReady(tree.ref(weights)).then(tree.dispose);
      return number as number;
    },
  };
}
