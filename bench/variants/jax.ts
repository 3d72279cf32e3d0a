import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  vjp,
} from '@jax-js/jax';
import {
  attentionTarget,
  classifierBatch,
  type NamedValues,
  optimizerGradients,
  weightsOf,
} from '../../src/bench/inputs.ts';
import type { MakeSubject, Subject } from '../../src/bench/subject.ts';
import type { AttentionWork, ClassifierWork, OptimizerWork } from '../../src/bench/workloads.ts';

/**
 * jax-js: forward, gradient and update through `jit`; the embedding alone outside of it, as the gradient of a lookup
 * cannot be compiled in 0.1.25. Every function uses its arguments up.
 */

type Weights = Record<string, np.Array>;

const arrayOf = ({ data, shape }: NamedValues): np.Array =>
  np.array(data as Float32Array<ArrayBuffer>).reshape(shape);
const weightsFrom = (values: readonly NamedValues[]): Weights =>
  Object.fromEntries(values.map((one) => [one.name, arrayOf(one)]));
const zerosLike = (weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, np.zeros(shape)]));
const integers = (data: Int32Array, shape: number[]): np.Array =>
  np.array(data as Int32Array<ArrayBuffer>, { dtype: np.int32 }).reshape(shape);

/** Adam; c1 and c2 correct the moments for their start at zero. */
function adam(weights: Weights, grads: Weights, m: Weights, v: Weights, c1: np.Array, c2: np.Array) {
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

const corrections = (step: number): [np.Array, np.Array] => [
  np.array(1 / (1 - 0.9 ** step)),
  np.array(1 / (1 - 0.999 ** step)),
];

function lstm(inputs: np.Array[], state: np.Array, hidden: number): np.Array[] {
  const rows = (inputs[0] as np.Array).shape[0] as number;
  let h = np.zeros([rows, hidden]);
  let c = np.zeros([rows, hidden]);
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
  tree.dispose([h, c, state]);
  return states;
}

function gru(inputs: np.Array[], state: np.Array, hidden: number): np.Array[] {
  const rows = (inputs[0] as np.Array).shape[0] as number;
  let h = np.zeros([rows, hidden]);
  const states = inputs.map((x) => {
    const [xr, xz, xn] = np.split(x, 3, 1) as [np.Array, np.Array, np.Array];
    const [hr, hz, hn] = np.split(np.matmul(h.ref, state.ref), 3, 1) as [np.Array, np.Array, np.Array];
    const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)));
    h = n.ref.add(nn.sigmoid(xz.add(hz)).mul(h.sub(n)));
    return h.ref;
  });
  tree.dispose([h, state]);
  return states;
}

function classifierSubject(work: ClassifierWork): Subject {
  const batch = classifierBatch(work);
  const ids = integers(batch.ids, [work.rows, work.length]);
  const labels = integers(batch.labels, [work.rows]);
  const cell = work.cell === 'lstm' ? lstm : gru;
  const named = (weights: Weights, name: string): np.Array => weights[name] as np.Array;

  const classify = (weights: Weights, found: np.Array, labels: np.Array): np.Array => {
    let x = found;
    for (let layer = 0; layer < work.layers; layer++) {
      const outputs = ['', '_reverse'].slice(0, work.bidirectional ? 2 : 1).map((suffix) => {
        const get = (name: string) => named(weights, `rnn.${name}_l${layer}${suffix}`);
        // The products with the inputs of all steps at once, as one would in JAX.
        const inputs = np.matmul(x.ref, get('weight_ih').transpose()).add(get('bias_ih'));
        const steps = np.unstack(inputs, 1);
        const states = cell(suffix ? steps.reverse() : steps, get('weight_hh').transpose(), work.hidden);
        return np.stack(suffix ? states.reverse() : states, 1);
      });
      x.dispose();
      x = outputs.length === 1 ? (outputs[0] as np.Array) : np.concatenate(outputs, 2);
    }
    const logits = np.matmul(np.max(x, 1), named(weights, 'head.weight').transpose());
    const scores = nn.logSoftmax(logits.add(named(weights, 'head.bias')), -1);
    return np.sum(scores.mul(nn.oneHot(labels, work.classes))).mul(-1 / work.rows);
  };
  const gradients = jit((weights: Weights, found: np.Array, labels: np.Array) =>
    valueAndGrad(classify, { argnums: [0, 1] })(weights, found, labels),
  );
  const update = jit(adam);
  let weights = weightsFrom(weightsOf(work).filter(({ name }) => !name.includes('bias_hh')));
  let m = zerosLike(weights);
  let v = zerosLike(weights);
  let done = 0;
  return {
    async step() {
      const { 'embedding.weight': embedding, ...others } = tree.ref(weights);
      const [found, lookedUp] = vjp((table: np.Array) => np.take(table, ids.ref, 0), [embedding as np.Array]);
      const [value, [rest, slope]] = gradients(others, found, labels.ref) as unknown as [
        np.Array,
        [Weights, np.Array],
      ];
      const [table] = lookedUp(slope) as unknown as [np.Array];
      lookedUp.dispose();
      const grads = { ...rest, 'embedding.weight': table };
      [weights, m, v] = update(weights, grads, m, v, ...corrections(++done)) as [Weights, Weights, Weights];
      const [number] = await value.data();
      await blockUntilReady(tree.ref(weights)).then(tree.dispose);
      return number as number;
    },
  };
}

function optimizerSubject(work: OptimizerWork): Subject {
  const gradients = weightsFrom(
    optimizerGradients(work).map((values) => ({ ...values, name: values.name.replace('gradient of ', '') })),
  );
  const update = jit(adam);
  let weights = weightsFrom(weightsOf(work));
  let m = zerosLike(weights);
  let v = zerosLike(weights);
  let done = 0;
  return {
    async step() {
      [weights, m, v] = update(weights, tree.ref(gradients), m, v, ...corrections(++done)) as [
        Weights,
        Weights,
        Weights,
      ];
      await blockUntilReady(tree.ref(weights)).then(tree.dispose);
      return NaN;
    },
    async probe() {
      let sum = 0;
      for (const weight of Object.values(weights))
        sum += (await np.sum(np.square(weight.ref)).data())[0] as number;
      return sum;
    },
  };
}

function attentionSubject(work: AttentionWork): Subject {
  const { rows, heads, length, headWidth } = work;
  const shape = [rows, length, heads * headWidth];
  const apart = (x: np.Array) => x.reshape([rows, length, heads, headWidth]).transpose([0, 2, 1, 3]);
  const loss = ({ query, key, value }: Weights, target: np.Array): np.Array => {
    const keys = apart(key as np.Array).transpose([0, 1, 3, 2]);
    const scores = np.matmul(apart(query as np.Array), keys).mul(1 / Math.sqrt(headWidth));
    const context = np.matmul(nn.softmax(scores, -1), apart(value as np.Array));
    return np.sum(context.transpose([0, 2, 1, 3]).reshape(shape).mul(target)).mul(1 / rows);
  };
  const train = jit((w: Weights, target: np.Array) => {
    const [value, grads] = valueAndGrad(loss)(tree.ref(w), target) as [np.Array, Weights];
    const next = Object.fromEntries(
      Object.keys(w).map((name) => [name, (w[name] as np.Array).sub((grads[name] as np.Array).mul(0.1))]),
    );
    return [value, next] as [np.Array, Weights];
  });
  const target = arrayOf(attentionTarget(work));
  let weights = weightsFrom(weightsOf(work));
  return {
    async step() {
      const [value, next] = train(weights, target.ref);
      weights = next;
      const [number] = await value.data();
      await blockUntilReady(tree.ref(weights)).then(tree.dispose);
      return number as number;
    },
  };
}

export const jax: MakeSubject = async (work, device) => {
  if (work.kind === 'encode' || (device !== 'webgpu' && device !== 'wasm')) return null;
  if (!(await init(device)).includes(device)) throw new Error(`jax-js did not start on ${device}`);
  defaultDevice(device);
  switch (work.kind) {
    case 'classifier':
      return classifierSubject(work);
    case 'optimizer':
      return optimizerSubject(work);
    case 'attention':
      return attentionSubject(work);
  }
};
