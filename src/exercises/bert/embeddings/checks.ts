import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { layerNorm, type NormWays } from '../norm.ts';

interface Input {
  ids: tf.Tensor2D;
  segments: tf.Tensor2D;
  w: {
    words: tf.Tensor2D;
    positions: tf.Tensor2D;
    segments: tf.Tensor2D;
    gain: tf.Tensor1D;
    bias: tf.Tensor1D;
  };
  eps: number;
  /** Rows of the batch, tokens of each. */
  size: readonly [number, number];
}

const WORDS = 7;

function inputOf(kit: Kit, size: readonly [number, number], width: number, eps = 1e-12, scale = 1): Input {
  const count = size[0] * size[1];
  const table = (rows: number): tf.Tensor2D => kit.tensor<tf.Rank.R2>([rows, width], scale);
  const drawn = (most: number): tf.Tensor2D =>
    tf.tensor2d(
      Array.from({ length: count }, () => kit.integer(0, most)),
      [...size],
      'int32',
    );
  return {
    ids: drawn(WORDS - 1),
    segments: drawn(1),
    // More places than tokens: a text need not fill them.
    w: {
      words: table(WORDS),
      positions: table(count + 1),
      segments: table(2),
      gain: kit.tensor<tf.Rank.R1>([width]),
      bias: kit.tensor<tf.Rank.R1>([width]),
    },
    eps,
    size,
  };
}

interface Ways extends NormWays {
  without?: 'words' | 'positions' | 'segments';
  places?: 'running' | 'from one' | 'by text';
  norm?: 'none' | 'plain' | 'words only' | 'no bias';
}

function right({ ids, segments, w, eps, size }: Input, ways: Ways = {}): tf.Tensor3D {
  const [rows, length] = size;
  const rowsOf = (table: tf.Tensor2D, which: tf.Tensor): tf.Tensor3D => {
    const one = tf.oneHot(tf.reshape(which, [rows * length]), table.shape[0]);
    return tf.reshape(tf.matMul(tf.cast(one, 'float32'), table), [rows, length, table.shape[1]]);
  };
  const place = (b: number, t: number): number =>
    ways.places === 'running'
      ? b * length + t
      : ways.places === 'from one'
        ? t + 1
        : ways.places === 'by text'
          ? b
          : t;
  const places = tf.tensor1d(
    Array.from({ length: rows * length }, (_, i) => place(Math.floor(i / length), i % length)),
    'int32',
  );
  const { gain, bias } = w;
  const parts = {
    words: rowsOf(w.words, ids),
    positions: rowsOf(w.positions, places),
    segments: rowsOf(w.segments, segments),
  };
  const norm = (x: tf.Tensor3D): tf.Tensor3D => layerNorm(x, gain, bias, eps, ways);
  if (ways.without) parts[ways.without] = tf.zerosLike(parts[ways.without]);
  const rest = tf.add(parts.positions, parts.segments) as tf.Tensor3D;
  if (ways.norm === 'words only') return tf.add(norm(parts.words), rest);
  const sum = tf.add(parts.words, rest) as tf.Tensor3D;
  if (ways.norm === 'none') return sum;
  if (ways.norm === 'plain') return layerNorm(sum, tf.onesLike(gain), tf.zerosLike(bias), eps);
  if (ways.norm === 'no bias') return layerNorm(sum, gain, tf.zerosLike(bias), eps);
  return norm(sum);
}

const evidenceOf = ({ ids, w, eps }: Input): Record<string, unknown> => ({
  input: `ids [${ids.shape.join(', ')}], words [${w.words.shape.join(', ')}], positions [${w.positions.shape.join(', ')}]`,
  eps,
});

const WHAT = 'the embeddings';

export const checks: ExerciseChecks = {
  id: 'bert/embeddings',
  checks: {
    async sum({ embeddings }, kit) {
      for (const [size, width] of [
        [[2, 3], 4],
        [[1, 1], 2],
      ] as const) {
        const input = inputOf(kit, size, width);
        await kit.close(embeddings?.(input.ids, input.segments, input.w, input.eps), right(input), {
          what: WHAT,
          input: evidenceOf(input),
          mistakes: () => ({
            'These are the words alone: place and segment are missing, and the norm.': tf.gather(
              input.w.words,
              input.ids,
            ),
            'The sum is not normalised.': right(input, { norm: 'none' }),
            'The places are missing: the same word is the same everywhere.': right(input, {
              without: 'positions',
            }),
            'The segments are missing.': right(input, { without: 'segments' }),
            'All tokens have segment 0: look up the row of each one.': right({
              ...input,
              segments: tf.zerosLike(input.segments),
            }),
            'The words are missing.': right(input, { without: 'words' }),
            'The places run on from text to text: each text begins at 0.': right(input, {
              places: 'running',
            }),
            'The places begin at 1; the first is 0.': right(input, { places: 'from one' }),
            'All tokens of a text have one place: it goes by the text, not by the token.': right(input, {
              places: 'by text',
            }),
            'Only the words are normalised: first the sum, then the norm.': right(input, {
              norm: 'words only',
            }),
          }),
        });
      }
    },
    async norm({ embeddings }, kit) {
      for (const [size, width, eps, scale] of [
        [[2, 3], 4, 1e-12, 1],
        [[2, 3], 4, 0.2, 0.3],
        [[1, 4], 3, 1e-3, 0.01],
      ] as const) {
        const input = inputOf(kit, size, width, eps, scale);
        await kit.close(embeddings?.(input.ids, input.segments, input.w, eps), right(input), {
          what: WHAT,
          input: evidenceOf(input),
          mistakes: () => ({
            'The sum is not normalised.': right(input, { norm: 'none' }),
            'γ and β are not used.': right(input, { norm: 'plain' }),
            'β is not added.': right(input, { norm: 'no bias' }),
            'eps stands outside of the root; it has to be under it.': right(input, { epsOutside: true }),
            'eps is not used as it is given.': right({ ...input, eps: 1e-12 }),
            'The variance is divided by H − 1; divide by H.': right(input, { unbiased: true }),
            'Divided by the variance; it has to be its root.': right(input, { noRoot: true }),
            'Normalised over the tokens of a text; each token is normalised by itself.': right(input, {
              axes: [1],
            }),
            'Normalised over the whole batch; each token is normalised by itself.': right(input, {
              axes: [0, 1, 2],
            }),
            'Normalised over the texts, as a batch norm does; each token is normalised by itself.': right(
              input,
              {
                axes: [0, 1],
              },
            ),
          }),
        });
      }
    },
    async gradient({ embeddings }, kit) {
      const input = inputOf(kit, [2, 2], 3, 1e-3);
      await kit.gradients(
        ({ w }) => embeddings?.(input.ids, input.segments, w, input.eps),
        { w: input.w },
        { what: 'the embeddings' },
      );
    },
    memory({ embeddings }, kit) {
      const input = inputOf(kit, [2, 3], 4);
      kit.noLeak('embeddings', () => embeddings?.(input.ids, input.segments, input.w, input.eps));
    },
  },
};
