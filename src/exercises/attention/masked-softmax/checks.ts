import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

/** In double precision, one number after the other. */
function right(scores: number[][], mask: number[][]): number[][] {
  return scores.map((row, b) => {
    const here = row.map((_, j) => mask[b]?.[j] === 1);
    const highest = Math.max(...row.filter((_, j) => here[j]));
    const powers = row.map((score, j) => (here[j] ? Math.exp(score - highest) : 0));
    const whole = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => (whole === 0 ? 0 : power / whole));
  });
}

const marks = (lengths: readonly number[], steps: number): number[][] =>
  lengths.map((length) => Array.from({ length: steps }, (_, j) => Number(j < length)));

const softmaxOf = (row: number[]): number[] => right([row], [row.map(() => 1)])[0] as number[];

async function compare(
  { maskedSoftmax }: Student,
  kit: Kit,
  scores: number[][],
  mask: number[][],
  otherwise?: string,
): Promise<void> {
  const masked = scores.map((row, b) => row.map((score, j) => score * (mask[b]?.[j] as number)));
  const normal = scores.map(softmaxOf);
  await kit.close(maskedSoftmax?.(tf.tensor2d(scores), tf.tensor2d(mask)), tf.tensor2d(right(scores, mask)), {
    what: 'the weights',
    input: { scores, mask },
    ...(otherwise !== undefined && { otherwise }),
    mistakes: {
      'Padding gets a share: the mask does not get in.': normal.flat(),
      'Padding is cut away after the softmax: the words then share less than 1.': normal.flatMap((row, b) =>
        row.map((weight, j) => weight * (mask[b]?.[j] as number)),
      ),
      'The scores of padding are set to 0 instead of minus infinity: exp(0) = 1 is a share, too.': masked
        .map(softmaxOf)
        .flat(),
      'The mask is the wrong way round: padding shares the whole.': right(
        scores,
        mask.map((row) => row.map((m) => 1 - m)),
      ).flat(),
      'Padding is lowered by 1 only: it still gets a share.': scores.flatMap((row, b) =>
        softmaxOf(row.map((score, j) => score + (mask[b]?.[j] as number) - 1)),
      ),
      'All words share alike: the scores do not get in.': mask.flatMap((row) =>
        row.map(
          (mark) =>
            mark /
            Math.max(
              1,
              row.reduce((a, b) => a + b, 0),
            ),
        ),
      ),
      'The powers are not divided by their sum: the words of a sentence have to share 1.': scores.flatMap(
        (row, b) => row.map((score, j) => Math.exp(score) * (mask[b]?.[j] as number)),
      ),
      'The weights are 0: without the greatest score taken away, all powers are.': scores.flatMap((row) =>
        row.map(() => 0),
      ),
      'The softmax goes over the sentences of the batch instead of over the words.': tf.transpose(
        tf.softmax(tf.transpose(tf.tensor2d(scores))),
      ),
    },
  });
}

export const checks: ExerciseChecks = {
  id: 'attention/masked-softmax',
  checks: {
    async words(student, kit) {
      for (const [rows, steps] of [
        [2, 3],
        [1, 1],
        [3, 7],
      ] as const) {
        const scores = Array.from({ length: rows }, () => kit.numbers(steps, 2));
        await compare(student, kit, scores, marks(Array<number>(rows).fill(steps), steps));
      }
    },
    async padding(student, kit) {
      for (const [lengths, steps] of [
        [[1, 2], 3],
        [[2, 3], 3],
        [[1, 5, 4], 5],
        [[2], 8],
      ] as const) {
        const scores = lengths.map(() => kit.numbers(steps, 2));
        await compare(student, kit, scores, marks(lengths, steps));
      }
    },
    async great(student, kit) {
      await compare(student, kit, [[1000, 999, 998]], [[1, 1, 1]]);
      await compare(student, kit, [[-1000, -1001, 5]], [[1, 1, 0]]);
      await compare(student, kit, [[1, 2, 1000]], [[1, 1, 0]]);
    },
    async empty(student, kit) {
      await compare(
        student,
        kit,
        [
          [1, 2, 3],
          [3, -1, 0],
        ],
        [
          [0, 0, 0],
          [1, 1, 0],
        ],
        'A sentence without words has nothing to look at: its weights are all 0.',
      );
    },
    async gradient({ maskedSoftmax }, kit) {
      const mask = tf.tensor2d(marks([4, 2, 0], 4));
      await kit.gradient((scores) => maskedSoftmax?.(scores, mask), kit.tensor([3, 4]), {
        what: 'the weights',
        places: 12,
      });
    },
    memory({ maskedSoftmax }, kit) {
      const [scores, mask] = [kit.tensor<tf.Rank.R2>([3, 4]), tf.tensor2d(marks([4, 2, 0], 4))];
      kit.noLeak('maskedSoftmax', () => maskedSoftmax?.(scores, mask));
    },
  },
};
