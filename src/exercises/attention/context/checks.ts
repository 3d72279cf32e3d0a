import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Input {
  weights: tf.Tensor2D;
  h: tf.Tensor3D;
  s: tf.Tensor2D;
}

const SIZES = [
  [2, 3, 4],
  [1, 1, 1],
  [3, 5, 2],
  [2, 4, 4],
] as const;

function inputOf(kit: Kit, [batch, steps, size]: readonly [number, number, number]): Input {
  return {
    weights: tf.softmax(kit.tensor<tf.Rank.R2>([batch, steps])),
    h: kit.tensor<tf.Rank.R3>([batch, steps, size]),
    s: kit.tensor<tf.Rank.R2>([batch, size]),
  };
}

const contextOf = ({ weights, h }: Input): tf.Tensor => tf.sum(tf.mul(h, tf.expandDims(weights, 2)), 1);

const evidenceOf = ({ h }: Input): Record<string, unknown> => ({ input: `h [${h.shape.join(', ')}]` });

/** One half of what the student's code gives, which must have the right shape as a whole. */
function half({ withContext }: Student, kit: Kit, { weights, h, s }: Input, second: boolean): tf.Tensor {
  const size = h.shape[2];
  const got = kit.aTensor(withContext?.(weights, h, s), 'what you return', [h.shape[0], 2 * size]);
  return tf.slice(got, [0, second ? size : 0], [-1, size]);
}

export const checks: ExerciseChecks = {
  id: 'attention/context',
  checks: {
    async context(student, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        await kit.close(half(student, kit, input, false), contextOf(input), {
          what: 'the context',
          input: evidenceOf(input),
          mistakes: {
            'This is the mean of the states: the weights do not get in.': tf.mean(input.h, 1),
            'This is the sum of the states: the weights do not get in.': tf.sum(input.h, 1),
            'The state stands first: the context does, the state follows.': input.s,
            'The weighted sum is divided by the number of states: the weights add up to 1 already.': tf.div(
              contextOf(input),
              size[1],
            ),
            'Only the state with the greatest weight is taken: it has to be a mixture, or no gradient reaches the weights.':
              tf.sum(
                tf.mul(
                  input.h,
                  tf.expandDims(
                    tf.cast(tf.equal(input.weights, tf.max(input.weights, 1, true)), 'float32'),
                    2,
                  ),
                ),
                1,
              ),
          },
        });
      }
    },
    async state(student, kit) {
      for (const size of SIZES) {
        const input = inputOf(kit, size);
        await kit.close(half(student, kit, input, true), input.s, {
          what: 'the second half',
          input: evidenceOf(input),
          mistakes: {
            'The context stands second: it stands first, the state follows.': contextOf(input),
            'State and context are added up; they stand side by side.': tf.add(contextOf(input), input.s),
          },
        });
      }
    },
    async gradient({ withContext }, kit) {
      const input = inputOf(kit, [2, 3, 4]);
      await kit.gradients((at) => withContext?.(at.weights, at.h, at.s), input, {
        what: 'what comes out',
        places: 6,
      });
    },
    async memory(student, kit) {
      const input = inputOf(kit, [2, 3, 4]);
      kit.noLeak('withContext', () => student['withContext']?.(input.weights, input.h, input.s));
      await kit.close(half(student, kit, input, false), contextOf(input), { what: 'the context' });
    },
  },
};
