import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks } from '../../kit/checks.ts';
import {
  keepsEnded,
  maskedStep,
  recurrenceOf,
  STEP_SIZES,
  stepEvidence,
  stepInput,
  type StepInput,
} from '../../kit/recurrent.ts';

/** The state before tanh, with each part weighed: what wrong formulas are made of. */
function parts({ x, h, w }: StepInput): { xw: tf.Tensor; hw: tf.Tensor; bi: tf.Tensor; bh: tf.Tensor } {
  return {
    xw: tf.matMul(x, w.weightIh, false, true),
    hw: tf.matMul(h, w.weightHh, false, true),
    bi: w.biasIh,
    bh: w.biasHh,
  };
}

function fresh(input: StepInput): tf.Tensor {
  const { xw, hw, bi, bh } = parts(input);
  return tf.tanh(tf.addN([xw, hw, tf.add(tf.add(tf.zerosLike(xw), bi), bh)]));
}

const wanted = (input: StepInput): tf.Tensor => tf.where(tf.cast(input.mask, 'bool'), fresh(input), input.h);

export const checks: ExerciseChecks = {
  id: 'rnn/rnn-step',
  checks: {
    shape({ rnnStep }, kit) {
      for (const size of STEP_SIZES) {
        const { x, h, mask, w } = stepInput(kit, 'rnn', size);
        kit.aTensor(rnnStep?.(x, h, mask, w), 'the new state', [size[0], size[2]], {
          input: `x [${x.shape.join(', ')}], h [${h.shape.join(', ')}]`,
        });
      }
    },
    async formula({ rnnStep }, kit) {
      for (const size of STEP_SIZES) {
        const input = stepInput(kit, 'rnn', size);
        const { x, h, mask, w } = input;
        const { xw, hw, bi, bh } = parts(input);
        const sum = (...all: tf.Tensor[]): tf.Tensor => all.reduce((a, b) => tf.add(a, b));
        const square = size[1] === size[2];
        await kit.close(rnnStep?.(x, h, mask, w), wanted(input), {
          what: 'the new state',
          input: stepEvidence(input),
          mistakes: () => ({
            'The state is returned as it was: nothing of the new word gets in.': h,
            'tanh is missing: the state is the bare sum.': sum(xw, hw, bi, bh),
            'The squashing function is the sigmoid, but the formula has tanh.': tf.sigmoid(
              sum(xw, hw, bi, bh),
            ),
            'The state before does not get in: W_hh h is missing.': tf.tanh(sum(xw, bi, bh)),
            'Both biases are missing.': tf.tanh(sum(xw, hw)),
            'The bias b_hh is missing.': tf.tanh(sum(xw, hw, bi)),
            'The bias b_ih is missing.': tf.tanh(sum(xw, hw, bh)),
            'W_hh is not transposed: row j of it belongs to unit j of the new state.': tf.tanh(
              sum(xw, tf.matMul(h, w.weightHh), bi, bh),
            ),
            ...(square && {
              'W_ih is not transposed: row j of it belongs to unit j of the new state.': tf.tanh(
                sum(tf.matMul(x, w.weightIh), hw, bi, bh),
              ),
            }),
          }),
        });
      }
    },
    async padding({ rnnStep }, kit) {
      const cases: [readonly [number, number, number], number[]][] = [
        [
          [4, 3, 5],
          [1, 3],
        ],
        [
          [2, 2, 3],
          [0, 1],
        ],
        [[1, 3, 4], [0]],
      ];
      for (const [size, ended] of cases) {
        const input = stepInput(kit, 'rnn', size, ended);
        const { x, h, mask, w } = input;
        const stepBy = (marks: tf.Tensor): tf.Tensor =>
          kit.aTensor(rnnStep?.(x, h, marks, w), 'the new state', h.shape);
        await keepsEnded(kit, maskedStep(stepBy, mask, h), { what: 'state', input: stepEvidence(input) });
      }
    },
    async gradient({ rnnStep }, kit) {
      const { x, h, mask, w } = stepInput(kit, 'rnn', [3, 4, 5], [1]);
      await kit.gradients((at) => rnnStep?.(at.x, at.h, mask, at.w), { x, h, w }, { what: 'the new state' });
    },
    memory({ rnnStep }, kit) {
      const { x, h, mask, w } = stepInput(kit, 'rnn', [3, 4, 5], [1]);
      kit.noLeak('A step', () => rnnStep?.(x, h, mask, w));
    },
  },
  piece: ({ rnnStep }) => ({ recurrent: recurrenceOf((x, h, mask, w) => rnnStep?.(x, h, mask, w)) }),
};
