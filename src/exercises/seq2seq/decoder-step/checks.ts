import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

type Cell = (x: tf.Tensor, h: tf.Tensor, c: tf.Tensor) => { h: tf.Tensor; c: tf.Tensor };

interface Input {
  ids: tf.Tensor1D;
  h: tf.Tensor2D;
  c: tf.Tensor2D;
  cell: Cell;
  w: { embedding: tf.Tensor2D; W: tf.Tensor2D; b: tf.Tensor1D };
}

function inputOf(kit: Kit, [batch, size, words]: readonly [number, number, number]): Input {
  const width = 3;
  const [wx, wh] = [kit.tensor<tf.Rank.R2>([width, size]), kit.tensor<tf.Rank.R2>([size, size])];
  const cell: Cell = (x, h, c) =>
    tf.tidy(() => {
      const sum = tf.add(tf.matMul(x as tf.Tensor2D, wx), tf.matMul(h as tf.Tensor2D, wh));
      const kept = tf.add(tf.mul(c, 0.6), tf.tanh(sum));
      return { h: tf.mul(tf.tanh(kept), tf.sigmoid(sum)), c: kept };
    });
  return {
    ids: tf.tensor1d(
      Array.from({ length: batch }, () => kit.integer(0, words - 1)),
      'int32',
    ),
    h: kit.tensor<tf.Rank.R2>([batch, size]),
    c: kit.tensor<tf.Rank.R2>([batch, size]),
    cell,
    w: {
      embedding: kit.tensor<tf.Rank.R2>([words, width]),
      W: kit.tensor<tf.Rank.R2>([words, size]),
      b: kit.tensor<tf.Rank.R1>([words]),
    },
  };
}

function right({ ids, h, c, cell, w }: Input) {
  const next = cell(tf.gather(w.embedding, ids), h, c);
  return { logits: tf.add(scoresOf(next.h, w.W), w.b), h: next.h, c: next.c };
}

const scoresOf = (h: tf.Tensor, W: tf.Tensor2D): tf.Tensor => tf.matMul(h as tf.Tensor2D, W, false, true);

function answer(
  { decoderStep }: Student,
  kit: Kit,
  { ids, h, c, cell, w }: Input,
): Record<'logits' | 'h' | 'c', unknown> {
  return kit.record(decoderStep?.(ids, h, c, cell, w), 'decoderStep', ['logits', 'h', 'c']);
}

const evidenceOf = ({ h, w }: Input): Record<string, unknown> => ({
  B: h.shape[0],
  H: h.shape[1],
  'words of the vocabulary': w.b.shape[0],
});

const SIZES = [
  [2, 3, 5],
  [1, 1, 2],
  [3, 4, 4],
] as const;

export const checks: ExerciseChecks = {
  id: 'seq2seq/decoder-step',
  checks: {
    async state(student, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        const wanted = right(input);
        const got = answer(student, kit, input);
        for (const of of ['h', 'c'] as const)
          await kit.close(got[of], wanted[of], {
            what: `the new ${of}`,
            input: evidenceOf(input),
            mistakes: () => ({
              'The old state comes back: the cell makes a new one.': input[of],
              'h and c are exchanged.': wanted[of === 'h' ? 'c' : 'h'],
            }),
          });
      }
    },
    async logits(student, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        const { W, b } = input.w;
        const wanted = right(input);
        await kit.close(answer(student, kit, input).logits, wanted.logits, {
          what: 'the scores',
          input: evidenceOf(input),
          mistakes: () => ({
            'The scores are all 0.': tf.zerosLike(wanted.logits),
            'The scores come from the old state: the word before does not get in.': tf.add(
              scoresOf(input.h, W),
              b,
            ),
            'The scores come from c: the state that shows itself is h.': tf.add(scoresOf(wanted.c, W), b),
            'The bias is missing.': scoresOf(wanted.h, W),
            'The scores are the bias alone: the state does not get in.': tf.add(
              tf.zerosLike(wanted.logits),
              b,
            ),
            'These are log-probabilities already: the softmax is part of the loss.': tf.logSoftmax(
              wanted.logits,
            ),
            'These are probabilities already: the softmax is part of the loss.': tf.softmax(wanted.logits),
          }),
        });
      }
    },
    async steps(student, kit) {
      const input = inputOf(kit, [2, 3, 5]);
      const first = answer(student, kit, input);
      const wanted = right(input);
      const second = {
        ...input,
        ids: tf.tensor1d([1, 4], 'int32'),
        h: first.h as tf.Tensor2D,
        c: first.c as tf.Tensor2D,
      };
      await kit.close(
        answer(student, kit, second).logits,
        right({ ...second, h: wanted.h as tf.Tensor2D, c: wanted.c as tf.Tensor2D }).logits,
        {
          what: 'the scores of the second step',
          input: evidenceOf(input),
          mistakes: () => ({
            'The new state is not handed on: the second step begins where the first did.': right({
              ...second,
              h: input.h,
              c: input.c,
            }).logits,
          }),
        },
      );
    },
    async gradient(student, kit) {
      const { ids, cell, ...inputs } = inputOf(kit, [2, 3, 4]);
      await kit.gradients(
        (at) => {
          const made = answer(student, kit, { ...at, ids, cell });
          const parts = (['logits', 'h', 'c'] as const).map((name) => kit.aTensor(made[name], name));
          return tf.concat(parts, 1);
        },
        inputs,
        { what: 'logits, h and c' },
      );
    },
    memory(student, kit) {
      const { ids, h, c, cell, w } = inputOf(kit, [2, 3, 4]);
      kit.noLeak('decoderStep', () => student['decoderStep']?.(ids, h, c, cell, w));
    },
  },
};
