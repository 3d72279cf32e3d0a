import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Input {
  logits: tf.Tensor3D;
  targets: tf.Tensor2D;
  pad: number;
  lengths: readonly number[];
}

function inputOf(
  kit: Kit,
  lengths: readonly number[],
  steps: number,
  words: number,
  pad = 0,
  scale = 1,
): Input {
  const ids = lengths.flatMap((length) =>
    Array.from({ length: steps }, (_, t) => {
      const word = kit.integer(0, words - 2);
      // Any id but that of padding.
      return t < length ? (word >= pad ? word + 1 : word) : pad;
    }),
  );
  return {
    logits: kit.tensor<tf.Rank.R3>([lengths.length, steps, words], scale),
    targets: tf.tensor2d(ids, [lengths.length, steps], 'int32'),
    pad,
    lengths,
  };
}

/** Minus log-probabilities of the targets, [B, T]. */
function lossesOf({ logits, targets }: Input): tf.Tensor2D {
  const shifted = tf.sub(logits, tf.max(logits, 2, true));
  const logs = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 2, true)));
  return tf.neg(tf.sum(tf.mul(logs, tf.oneHot(targets, logits.shape[2])), 2));
}

const wordsOf = ({ targets, pad }: Input): tf.Tensor => tf.cast(tf.notEqual(targets, pad), 'float32');

function right(input: Input): tf.Scalar {
  const words = wordsOf(input);
  return tf.div(tf.sum(tf.mul(lossesOf(input), words)), tf.maximum(tf.sum(words), 1));
}

const evidenceOf = ({ logits, lengths, pad }: Input): Record<string, unknown> => ({
  input: `logits [${logits.shape.join(', ')}]`,
  'words of each sentence': lengths,
  pad,
});

/** What typical mistakes give that have nothing to do with padding. */
function mistakes(input: Input): Record<string, tf.Tensor> {
  const losses = lossesOf(input);
  const words = wordsOf(input);
  const sum = tf.sum(tf.mul(losses, words));
  const number = tf.maximum(tf.sum(words), 1);
  return {
    'The sum is not divided by the number of words.': sum,
    'The sum is divided by the number of sentences: it has to be that of words.': tf.div(
      sum,
      input.lengths.length,
    ),
    'The sum is divided by one word too many: it has to be the greater of their number and 1, not the sum of both.':
      tf.div(sum, tf.add(tf.sum(words), 1)),
    'The sign is wrong: a loss is minus the log-probability.': tf.neg(right(input)),
    'This is minus the probability of the words: the logarithm is missing.': tf.div(
      tf.neg(tf.sum(tf.mul(tf.exp(tf.neg(losses)), words))),
      number,
    ),
    'The softmax is applied twice: logSoftmax wants the logits themselves.': right({
      ...input,
      logits: tf.softmax(input.logits),
    }),
  };
}

const what = 'the loss';

export const checks: ExerciseChecks = {
  id: 'seq2seq/loss',
  checks: {
    async padding({ sequenceLoss }, kit) {
      for (const [lengths, steps, words, pad] of [
        [[2, 4], 4, 5, 0],
        [[1, 3, 2], 5, 3, 2],
        [[3], 6, 7, 1],
      ] as const) {
        const input = inputOf(kit, lengths, steps, words, pad);
        const counted = tf.mul(lossesOf(input), wordsOf(input));
        await kit.close(sequenceLoss?.(input.logits, input.targets, pad), right(input), {
          what,
          input: evidenceOf(input),
          mistakes: () => ({
            ...mistakes(input),
            'Padding counts: the model is praised for predicting it.': tf.mean(lossesOf(input)),
            'Padding is set to 0 but still divided by: divide by the number of words.': tf.mean(counted),
            'Each sentence is averaged first: short ones then weigh more for each word.': tf.mean(
              tf.div(tf.sum(counted, 1), tf.sum(wordsOf(input), 1)),
            ),
            'The id of padding is taken to be 0.': right({ ...input, pad: 0 }),
          }),
        });
      }
    },
    async words({ sequenceLoss }, kit) {
      for (const [lengths, steps, words] of [
        [[3, 3], 3, 4],
        [[1], 1, 2],
      ] as const) {
        const input = inputOf(kit, lengths, steps, words);
        await kit.close(sequenceLoss?.(input.logits, input.targets, 0), right(input), {
          what,
          input: evidenceOf(input),
          mistakes: () => mistakes(input),
        });
      }
    },
    async stable({ sequenceLoss }, kit) {
      const input = inputOf(kit, [2, 3], 3, 4, 0, 1000);
      await kit.close(sequenceLoss?.(input.logits, input.targets, 0), right(input), {
        what,
        input: { ...evidenceOf(input), 'logits around': '±1,000' },
      });
    },
    async empty({ sequenceLoss }, kit) {
      const input = inputOf(kit, [0, 0], 3, 4);
      await kit.close(sequenceLoss?.(input.logits, input.targets, 0), tf.scalar(0), {
        what: 'the loss of padding alone',
        input: evidenceOf(input),
      });
    },
    async gradient({ sequenceLoss }, kit) {
      const input = inputOf(kit, [2, 1], 3, 4);
      await kit.gradient((logits) => sequenceLoss?.(logits, input.targets, 0), input.logits, {
        what,
        places: 16,
      });
    },
    async memory({ sequenceLoss }, kit) {
      const input = inputOf(kit, [2, 3], 3, 4);
      kit.noLeak('sequenceLoss', () => sequenceLoss?.(input.logits, input.targets, 0));
    },
  },
};
