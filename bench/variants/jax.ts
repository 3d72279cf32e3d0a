import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { attentionTarget, classifierBatch, optimizerGradients, weightsOf } from '../../src/bench/inputs.ts';
import type { MakeSubject, Subject } from '../../src/bench/subject.ts';
import { DEVICE_NAMES } from '../../src/bench/variants.ts';
import type { AttentionWork, ClassifierWork, OptimizerWork } from '../../src/bench/workloads.ts';
import { bertSubject, seq2seqSubject } from './jax-networks.ts';
import {
  adam,
  arrayOf,
  corrections,
  gru,
  integers,
  lstm,
  stepsOf,
  trained,
  type Weights,
  weightsFrom,
  zerosLike,
} from './jax-parts.ts';

/** jax-js: all kinds of workloads. Every function uses its arguments up. */

function classifierSubject(work: ClassifierWork): Subject {
  const batch = classifierBatch(work);
  const cell = work.cell === 'lstm' ? lstm : gru;
  const loss = (weights: Weights, found: Weights, given: Weights): np.Array => {
    const named = (name: string): np.Array => weights[name] as np.Array;
    let x = found['embedding.weight'] as np.Array;
    for (let layer = 0; layer < work.layers; layer++) {
      const outputs = ['', '_reverse'].slice(0, work.bidirectional ? 2 : 1).map((suffix) => {
        const get = (name: string) => named(`rnn.${name}_l${layer}${suffix}`);
        const steps = stepsOf(x.ref, get('weight_ih'), get('bias_ih'));
        const { states, last } = cell(
          suffix ? steps.reverse() : steps,
          get('weight_hh').transpose(),
          work.hidden,
        );
        tree.dispose(last);
        return np.stack(suffix ? states.reverse() : states, 1);
      });
      x.dispose();
      x = outputs.length === 1 ? (outputs[0] as np.Array) : np.concatenate(outputs, 2);
    }
    const logits = np.matmul(np.max(x, 1), named('head.weight').transpose());
    const scores = nn.logSoftmax(logits.add(named('head.bias')), -1);
    return np.sum(scores.mul(nn.oneHot(given['labels'] as np.Array, work.classes))).mul(-1 / work.rows);
  };
  return trained({
    weights: weightsOf(work),
    tables: { 'embedding.weight': { ids: integers(batch.ids, [work.rows, work.length]), tied: false } },
    given: { labels: integers(batch.labels, [work.rows]) },
    loss,
  });
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
  if (!(await init(device)).includes(device))
    throw new Error(`jax-js did not start on ${DEVICE_NAMES[device]}.`);
  defaultDevice(device);
  switch (work.kind) {
    case 'classifier':
      return classifierSubject(work);
    case 'bert':
      return bertSubject(work);
    case 'seq2seq':
      return seq2seqSubject(work);
    case 'optimizer':
      return optimizerSubject(work);
    case 'attention':
      return attentionSubject(work);
  }
};
