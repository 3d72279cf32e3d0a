import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import {
  lstmRecurrenceOf,
  STEP_SIZES,
  stepEvidence,
  stepInput,
  type StepInput,
} from '../../kit/recurrent.ts';

type Input = StepInput & { c: tf.Tensor2D };
/** The sums of the gates i, f, g, o, before they are squashed. */
type Sums = [i: tf.Tensor, f: tf.Tensor, g: tf.Tensor, o: tf.Tensor];

function inputOf(kit: Kit, size: readonly [number, number, number], ended: number[] = []): Input {
  const input = stepInput(kit, 'lstm', size, ended);
  return { ...input, c: kit.tensor<tf.Rank.R2>([size[0], size[2]]) };
}

/** @param bias which block of the biases the gate o takes */
function sums({ x, h, w }: Input, bias = 3): Sums {
  const size = h.shape[1];
  const rows = (whole: tf.Tensor, k: number): tf.Tensor =>
    tf.slice(whole, [k * size, 0], [size, whole.shape[1] as number]);
  const gate = (k: number, b = k): tf.Tensor =>
    tf.addN([
      tf.matMul(x, rows(w.weightIh, k), false, true),
      tf.matMul(h, rows(w.weightHh, k), false, true),
      tf.add(
        tf.zerosLike(h),
        tf.add(tf.slice(w.biasIh, [b * size], [size]), tf.slice(w.biasHh, [b * size], [size])),
      ),
    ]);
  return [gate(0), gate(1), gate(2), gate(3, bias)];
}

const cellOf = ([i, f, g]: Sums, c: tf.Tensor, squash = tf.tanh): tf.Tensor =>
  tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), squash(g)));
const stateOf = (o: tf.Tensor, cell: tf.Tensor): tf.Tensor => tf.mul(tf.sigmoid(o), tf.tanh(cell));

/** What the code returns, as the two tensors that it should be. */
function pair(kit: Kit, { lstmStep }: Student, { x, h, c, mask, w }: Input): [tf.Tensor, tf.Tensor] {
  const made: unknown = lstmStep?.(x, h, c, mask, w);
  if (made instanceof tf.Tensor)
    kit.fail('The cell c is not returned: the next step needs [h, c], both of them.', {
      'you return': `one tensor [${made.shape.join(', ')}]`,
    });
  if (!Array.isArray(made) || made.length !== 2)
    kit.fail('The function should return the two tensors [h, c].', { 'you return': made });
  return [kit.aTensor(made[0], 'the new state', h.shape), kit.aTensor(made[1], 'the new cell', c.shape)];
}

export const checks: ExerciseChecks = {
  id: 'lstm/lstm-step',
  checks: {
    shape(student, kit) {
      for (const size of STEP_SIZES) pair(kit, student, inputOf(kit, size));
    },
    async formula(student, kit) {
      for (const size of STEP_SIZES) {
        const input = inputOf(kit, size);
        const { h, c } = input;
        const all = sums(input);
        const [i, f, g, o] = all;
        const cell = cellOf(all, c);
        const [state, memory] = pair(kit, student, input);
        await kit.close(memory, cell, {
          what: 'the new cell',
          input: stepEvidence(input),
          mistakes: () => ({
            'The cell is returned as it was: nothing is written into it.': c,
            'Forget and input gate are exchanged: the blocks are i, f, g, o.': cellOf([f, i, g, o], c),
            'The blocks g and o are exchanged: the order is i, f, g, o.': cellOf([i, f, o, g], c),
            'The news g go through the sigmoid, but the formula has tanh.': cellOf(all, c, tf.sigmoid),
            'The forget gate is missing: the cell is only added to.': tf.add(
              c,
              tf.mul(tf.sigmoid(i), tf.tanh(g)),
            ),
            'The old cell does not get in: f ⊙ c is missing.': tf.mul(tf.sigmoid(i), tf.tanh(g)),
            'State and cell are returned in the wrong order: first h, then c.': stateOf(o, cell),
          }),
        });
        await kit.close(state, stateOf(o, cell), {
          what: 'the new state',
          input: stepEvidence(input),
          mistakes: () => ({
            'The state is returned as it was.': h,
            'tanh is missing on c: the state is o ⊙ tanh(c).': tf.mul(tf.sigmoid(o), cell),
            'The output gate is missing: the state is o ⊙ tanh(c).': tf.tanh(cell),
            'The state is made from the old cell; it takes the new one.': stateOf(o, c),
            'The o gate uses the wrong bias: that of i.': stateOf(sums(input, 0)[3], cell),
            'The o gate uses the wrong bias: that of f.': stateOf(sums(input, 1)[3], cell),
            'The o gate uses the wrong bias: that of g.': stateOf(sums(input, 2)[3], cell),
          }),
        });
      }
    },
    async padding(student, kit) {
      for (const ended of [[1, 3], [0], [0, 1, 2, 3]]) {
        const input = inputOf(kit, [4, 3, 5], ended);
        const all = sums(input);
        const cell = cellOf(all, input.c);
        const fresh = { h: stateOf(all[3], cell), c: cell };
        const got = pair(kit, student, input);
        for (const [k, name, what] of [
          [0, 'h', 'state'],
          [1, 'c', 'cell'],
        ] as const)
          await kit.close(got[k], tf.where(tf.cast(input.mask, 'bool'), fresh[name], input[name]), {
            what: `the new ${what}`,
            input: stepEvidence(input),
            mistakes: () => ({
              [`The mask is not applied to ${name}: the ${what} changed on a padded step.`]: fresh[name],
              [`A row that has ended loses its ${what}: it is 0 instead of what it was.`]: tf.mul(
                fresh[name],
                input.mask,
              ),
              [`The ${what} is returned as it was: rows that go on have to take a step.`]: input[name],
            }),
          });
      }
    },
    async gradient({ lstmStep }, kit) {
      const { x, h, c, mask, w } = inputOf(kit, [3, 4, 5], [1]);
      const both = (made: tf.Tensor[]): tf.Tensor => tf.concat(made, 1);
      await kit.gradient((at) => both(lstmStep?.(x, h, at, mask, w)), c, {
        what: 'h and c after the old cell',
      });
      await kit.gradient((at) => both(lstmStep?.(at, h, c, mask, w)), x, { what: 'h and c after x' });
    },
    memory({ lstmStep }, kit) {
      const { x, h, c, mask, w } = inputOf(kit, [3, 4, 5], [1]);
      kit.noLeak('A step', () => lstmStep?.(x, h, c, mask, w));
    },
  },
  piece: ({ lstmStep }) => ({
    recurrent: lstmRecurrenceOf((x, h, c, mask, w) => lstmStep?.(x, h, c, mask, w)),
  }),
};
