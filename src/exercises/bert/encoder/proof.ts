import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const push = 'states.push(layer(states[states.length - 1], mask))';
const first = 'tf.squeeze(tf.slice(last, [0, 0, 0], [-1, 1, -1]), [1])';
const pooled = 'tf.tanh(tf.add(tf.matMul(first, pooler.weight, false, true), pooler.bias))';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'states', reason: /there are 3 states/ },
    {
      name: 'the embeddings for every layer',
      code: changed(reference, push, 'states.push(layer(states[0], mask))'),
      caughtBy: 'states',
      reason: /gets the embeddings/,
      others: { pooled: /First see “Layer by layer, all states kept”: its/ },
    },
    {
      name: 'the first layer for all',
      code: changed(reference, push, 'states.push(layers[0](states[states.length - 1], mask))'),
      caughtBy: 'states',
      reason: /first layer is used for all/,
    },
    {
      name: 'from the end',
      code: changed(reference, 'of layers)', 'of [...layers].reverse())'),
      caughtBy: 'states',
      reason: /from the end/,
    },
    {
      name: 'without the embeddings',
      code: changed(reference, 'return { states, pooled }', 'return { states: states.slice(1), pooled }'),
      caughtBy: 'states',
      reason: /One state is missing/,
    },
    {
      name: 'a residual too many',
      code: changed(
        reference,
        push,
        'states.push(tf.add(states[states.length - 1], layer(states[states.length - 1], mask)))',
      ),
      caughtBy: 'states',
      reason: /do that inside/,
    },
    {
      name: 'no mask',
      code: changed(reference, push, 'states.push(layer(states[states.length - 1], tf.onesLike(mask)))'),
      caughtBy: 'mask',
      reason: /not handed/,
    },
    {
      name: 'the mask for the first layer only',
      code: changed(
        reference,
        push,
        'states.push(layer(states[states.length - 1], states.length === 1 ? mask : tf.onesLike(mask)))',
      ),
      caughtBy: 'mask',
      reason: /Only the first layer/,
    },
    {
      name: 'the last token',
      code: changed(
        reference,
        first,
        'tf.squeeze(tf.slice(last, [0, last.shape[1] - 1, 0], [-1, 1, -1]), [1])',
      ),
      caughtBy: 'pooled',
      reason: /last token is taken/,
    },
    {
      name: 'the mean',
      code: changed(reference, first, 'tf.mean(last, 1)'),
      caughtBy: 'pooled',
      reason: /mean of all/,
    },
    {
      name: 'the mean over the mask',
      code: changed(
        reference,
        first,
        'tf.div(tf.sum(tf.mul(last, tf.expandDims(mask, 2)), 1), tf.sum(mask, 1, true))',
      ),
      caughtBy: 'pooled',
      reason: /mean over the mask/,
    },
    {
      name: 'no tanh',
      code: changed(reference, pooled, 'tf.add(tf.matMul(first, pooler.weight, false, true), pooler.bias)'),
      caughtBy: 'pooled',
      reason: /tanh is missing/,
      others: {},
    },
    {
      name: 'the weight not transposed',
      code: changed(reference, 'pooler.weight, false, true', 'pooler.weight'),
      caughtBy: 'pooled',
      reason: /wrong way round/,
    },
    {
      name: 'no pooler',
      code: changed(reference, pooled, 'first'),
      caughtBy: 'pooled',
      reason: /pooler is missing/,
    },
    {
      name: 'the state copied for the pooler',
      code: changed(reference, first, `tf.tensor2d(${first}.arraySync())`),
      caughtBy: 'gradient',
      reason: /gradient of states and pooled after x is not that of the formula/,
    },
    {
      name: 'the states as copied numbers',
      code: changed(
        reference,
        'return { states, pooled }',
        'return { states: states.map((one) => tf.tensor(one.arraySync())), pooled }',
      ),
      caughtBy: 'gradient',
      reason: /gradient of states and pooled after x is not that of the formula/,
      others: {},
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
  ],
  right: [
    {
      name: 'by reduce, the first token gathered',
      code: `const encode = (ids, segments, mask, { embeddings, layers, pooler }) => tf.tidy(() => {
        const states = layers.reduce((all, layer) => [...all, layer(all.at(-1), mask)], [embeddings(ids, segments)]);
        const cls = tf.gather(states.at(-1), tf.tensor1d([0], 'int32'), 1).reshape([ids.shape[0], -1]);
        return { states, pooled: cls.matMul(pooler.weight.transpose()).add(pooler.bias).tanh() };
      });`,
    },
    {
      name: 'a loop that carries one state',
      code: changed(
        changed(
          reference,
          `for (const layer of layers) ${push};`,
          `let x = states[0];
    for (let l = 0; l < layers.length; l++) {
      x = layers[l](x, mask);
      states[l + 1] = x;
    }`,
        ),
        'const last = states[states.length - 1];',
        'const last = x;',
      ),
    },
  ],
};
