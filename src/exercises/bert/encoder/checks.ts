import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { linear } from '../norm.ts';

type Layer = (x: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor3D;

interface Input {
  ids: tf.Tensor2D;
  segments: tf.Tensor2D;
  mask: tf.Tensor2D;
  table: tf.Tensor2D;
  parts: {
    embeddings: (ids: tf.Tensor2D, segments: tf.Tensor2D) => tf.Tensor3D;
    layers: Layer[];
    pooler: { weight: tf.Tensor2D; bias: tf.Tensor1D };
  };
  lengths: readonly number[];
}

interface Encoded {
  states: tf.Tensor3D[];
  pooled: tf.Tensor2D;
}

const WORDS = 6;

/** Layers that mix tokens and are told apart by their numbers. */
function inputOf(kit: Kit, lengths: readonly number[], width: number, layers: number): Input {
  const steps = Math.max(...lengths);
  const size: [number, number] = [lengths.length, steps];
  const draw = (most: number): tf.Tensor2D =>
    tf.tensor2d(
      Array.from({ length: size[0] * steps }, () => kit.integer(0, most)),
      size,
      'int32',
    );
  const table = kit.tensor<tf.Rank.R2>([WORDS, width]);
  const segment = kit.tensor<tf.Rank.R2>([2, width]);
  const rows = (of: tf.Tensor2D, which: tf.Tensor2D): tf.Tensor3D =>
    tf.reshape(
      tf.matMul(tf.cast(tf.oneHot(tf.reshape(which, [-1]), of.shape[0]), 'float32') as tf.Tensor2D, of),
      [size[0], steps, width],
    );
  const layer = (): Layer => {
    const [weight, bias] = [
      kit.tensor<tf.Rank.R2>([width, width], 0.6),
      kit.tensor<tf.Rank.R1>([width], 0.6),
    ];
    return (x, mask) =>
      tf.tidy(() => {
        kit.aTensor(x, 'x given to a layer', [size[0], steps, width]);
        kit.aTensor(mask, 'the mask given to a layer', size);
        const seen = tf.expandDims(mask, 2);
        const mean = tf.div(tf.sum(tf.mul(x, seen), 1, true), tf.sum(seen, 1, true));
        return tf.tanh(tf.add(linear(x, weight, bias), mean));
      });
  };
  return {
    ids: draw(WORDS - 1),
    segments: draw(1),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length)))),
    table,
    parts: {
      embeddings: (ids, segments) => tf.tidy(() => tf.add(rows(table, ids), rows(segment, segments))),
      layers: Array.from({ length: layers }, layer),
      pooler: { weight: kit.tensor<tf.Rank.R2>([width, width]), bias: kit.tensor<tf.Rank.R1>([width]) },
    },
    lengths,
  };
}

function pool(
  { parts, lengths, mask }: Input,
  states: tf.Tensor3D,
  from: 'first' | 'last' | 'last word' | 'mean' | 'mean of words' = 'first',
  { bend = true, bias = true, turned = false } = {},
): tf.Tensor2D {
  const at = (t: (length: number) => number): tf.Tensor2D =>
    tf.concat(
      lengths.map((length, b) => tf.reshape(tf.slice(states, [b, t(length), 0], [1, 1, -1]), [1, -1])),
      0,
    ) as tf.Tensor2D;
  const x =
    from === 'mean'
      ? (tf.mean(states, 1) as tf.Tensor2D)
      : from === 'mean of words'
        ? (tf.div(tf.sum(tf.mul(states, tf.expandDims(mask, 2)), 1), tf.sum(mask, 1, true)) as tf.Tensor2D)
        : at((length) => (from === 'first' ? 0 : from === 'last' ? states.shape[1] - 1 : length - 1));
  const { weight } = parts.pooler;
  const made = linear(
    x,
    turned ? tf.transpose(weight) : weight,
    bias ? parts.pooler.bias : tf.zerosLike(parts.pooler.bias),
  );
  return bend ? tf.tanh(made) : made;
}

function right(input: Input, maskOf: (l: number) => tf.Tensor2D = () => input.mask): Encoded {
  const { parts, ids, segments } = input;
  const states = [parts.embeddings(ids, segments)];
  parts.layers.forEach((layer, l) => states.push(layer(states[l] as tf.Tensor3D, maskOf(l))));
  return { states, pooled: pool(input, states.at(-1) as tf.Tensor3D) };
}

const evidenceOf = ({ ids, parts, lengths }: Input): Record<string, unknown> => ({
  input: `ids [${ids.shape.join(', ')}], ${parts.layers.length} layers`,
  'tokens of each text': lengths,
});

function answer({ encode }: Student, kit: Kit, input: Input): Encoded {
  const { ids, segments, mask, parts } = input;
  const got = encode?.(ids, segments, mask, parts) as Encoded | undefined;
  if (got === null || typeof got !== 'object' || !Array.isArray(got.states))
    kit.fail('encode should return { states, pooled }, states a list.', { 'you return': got });
  return got;
}

async function compareStates(student: Student, kit: Kit, input: Input): Promise<void> {
  const { states } = answer(student, kit, input);
  const wanted = right(input).states;
  const { layers } = input.parts;
  const evidence = { ...evidenceOf(input), 'states you return': states.length };
  if (states.length === layers.length && layers.length > 0)
    kit.fail('One state is missing: those of the embeddings come first, then one for each layer.', evidence);
  if (states.length !== wanted.length)
    kit.fail(`With ${layers.length} layers there are ${wanted.length} states.`, evidence);
  for (const [l, one] of wanted.entries())
    await kit.close(states[l], one, {
      what: `states ${l}`,
      input: evidenceOf(input),
      mistakes: () => {
        const below = wanted[l - 1];
        const run = (layer: Layer | undefined, x: tf.Tensor3D | undefined): tf.Tensor3D | undefined =>
          layer && x && layer(x, input.mask);
        const all: Record<string, tf.Tensor3D | undefined> = {
          'Each layer gets the embeddings; it has to get what the layer below made.': run(
            layers[l - 1],
            wanted[0],
          ),
          'The first layer is used for all.': run(layers[0], below),
          'The layers are taken from the end.': run(layers.at(-1), below),
          'All states are those of the last layer: keep each of them.': wanted.at(-1),
          'All states are those of the embeddings: no layer is used.': wanted[0],
          'What goes into a layer is added to what it makes: the layers do that inside.':
            below && tf.add(one, below),
        };
        return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
      },
    });
}

export const checks: ExerciseChecks = {
  id: 'bert/encoder',
  checks: {
    async states(student, kit) {
      for (const [lengths, width, layers] of [
        [[2, 2], 3, 2],
        [[1], 2, 0],
        [[3], 2, 3],
      ] as const)
        await compareStates(student, kit, inputOf(kit, lengths, width, layers));
    },
    async mask(student, kit) {
      const input = inputOf(kit, [1, 3, 2], 3, 3);
      const ones = tf.onesLike(input.mask);
      const got = answer(student, kit, input);
      for (const [l, one] of right(input).states.entries())
        await kit.close(got.states[l], one, {
          what: `states ${l} with padding`,
          input: evidenceOf(input),
          mistakes: () => ({
            'The mask is not handed to the layers.': right(input, () => ones).states[l],
            'Only the first layer gets the mask: padding is looked at in all others.': right(input, (at) =>
              at === 0 ? input.mask : ones,
            ).states[l],
          }),
        });
    },
    async pooled(student, kit) {
      for (const [lengths, width, layers] of [
        [[2, 4, 3], 3, 2],
        [[2], 2, 0],
      ] as const) {
        const input = inputOf(kit, lengths, width, layers);
        const { states, pooled } = right(input);
        const last = states.at(-1) as tf.Tensor3D;
        await kit.close(answer(student, kit, input).pooled, pooled, {
          what: 'pooled',
          input: evidenceOf(input),
          mistakes: () => ({
            'It is all 0: nothing is computed yet.': tf.zerosLike(pooled),
            'The last token is taken; it has to be the first, [CLS].': pool(input, last, 'last'),
            'The last word is taken; it has to be the first token, [CLS].': pool(input, last, 'last word'),
            'The mean of all tokens is taken; it has to be the first, [CLS].': pool(input, last, 'mean'),
            'The mean over the mask is taken; it has to be the first token, [CLS].': pool(
              input,
              last,
              'mean of words',
            ),
            'The embeddings are pooled; it has to be what the last layer made.': pool(
              input,
              states[0] as tf.Tensor3D,
            ),
            'tanh is missing.': pool(input, last, 'first', { bend: false }),
            'The bias is missing.': pool(input, last, 'first', { bias: false }),
            'The weight is the wrong way round: x Wᵀ, so it has to be transposed.': pool(
              input,
              last,
              'first',
              {
                turned: true,
              },
            ),
            'This is the state itself: the pooler is missing.': tf.squeeze(
              tf.slice(last, [0, 0, 0], [-1, 1, -1]),
              [1],
            ),
          }),
        });
      }
    },
    async gradient(student, kit) {
      const input = inputOf(kit, [2, 3], 2, 2);
      const { parts } = input;
      await kit.gradients(
        ({ x, pooler }) => {
          const embeddings: typeof parts.embeddings = (a, b) =>
            tf.tidy(() => tf.mul(x, parts.embeddings(a, b)));
          const { states, pooled } = answer(student, kit, {
            ...input,
            parts: { ...parts, embeddings, pooler },
          });
          return tf.concat(
            [...states, pooled].map((one, i) =>
              tf.reshape(kit.aTensor(one, i < states.length ? `states ${i}` : 'pooled'), [-1]),
            ),
          );
        },
        { x: kit.tensor<tf.Rank.R3>([2, 3, 2]), pooler: parts.pooler },
        { what: 'states and pooled', places: 6 },
      );
    },
    memory(student, kit) {
      const input = inputOf(kit, [2, 3], 3, 2);
      kit.noLeak('encode', () => answer(student, kit, input));
    },
  },
};
