import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import {
  keepsEnded,
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

const GATE_NAMES = ['i', 'f', 'g', 'o'] as const;
const PARTS = ['weightIh', 'weightHh', 'biasIh', 'biasHh'] as const;
type Part = (typeof PARTS)[number];

/** What each part adds to each gate, [B, H] or [H]: right and wrong sums are made of these sixteen. */
function addends({ x, h, w }: Input): Record<Part, tf.Tensor[]> {
  const product = (a: tf.Tensor, weight: tf.Tensor): tf.Tensor[] =>
    tf.split(tf.matMul(a, weight, false, true), 4, 1);
  return {
    weightIh: product(x, w.weightIh),
    weightHh: product(h, w.weightHh),
    biasIh: tf.split(w.biasIh, 4),
    biasHh: tf.split(w.biasHh, 4),
  };
}

/** @param from the block that a gate takes of a part, null for none; its own unless said */
function sumsOf(
  all: Record<Part, tf.Tensor[]>,
  from: (gate: number, part: Part) => number | null = (gate) => gate,
): Sums {
  return [0, 1, 2, 3].map((gate) =>
    PARTS.reduce(
      (sum: tf.Tensor, part) => {
        const block = from(gate, part);
        return block === null ? sum : tf.add(sum, all[part][block] as tf.Tensor);
      },
      tf.zerosLike(all.weightIh[gate] as tf.Tensor),
    ),
  ) as Sums;
}

const sums = (input: Input): Sums => sumsOf(addends(input));

/**
 * Sums with one part missing, or taken from the block of another gate; by what to say of it.
 * @param gates those in which it may be; where there are several, it may be missing in all as well
 */
function wrongSums(input: Input, gates: readonly number[]): [sentence: string, Sums][] {
  const all = addends(input);
  const biases: readonly Part[] = ['biasIh', 'biasHh'];
  const found: [string, Sums][] = [];
  const missing = (what: string, parts: readonly Part[]): void => {
    if (gates.length > 1)
      found.push([`${what} is missing in all gates.`, sumsOf(all, (g, p) => (parts.includes(p) ? null : g))]);
    for (const gate of gates)
      found.push([
        `${what} is missing in the ${GATE_NAMES[gate]} gate.`,
        sumsOf(all, (g, p) => (g === gate && parts.includes(p) ? null : g)),
      ]);
  };
  missing('The bias, both parts of it,', biases);
  missing('The bias biasIh', ['biasIh']);
  missing('The bias biasHh', ['biasHh']);
  for (const gate of gates)
    for (const [other, wrong] of GATE_NAMES.entries()) {
      if (other === gate) continue;
      for (const [parts, what] of [
        [biases, 'bias: that'],
        [['biasIh'], 'bias: in biasIh it takes the block'],
        [['biasHh'], 'bias: in biasHh it takes the block'],
        [['weightIh'], 'weights: of weightIh it takes the block'],
        [['weightHh'], 'weights: of weightHh it takes the block'],
        [['weightIh', 'weightHh'], 'weights: those'],
        [PARTS, 'block: that'],
      ] as const)
        found.push([
          `The ${GATE_NAMES[gate]} gate uses the wrong ${what} of ${wrong}.`,
          sumsOf(all, (g, p) => (g === gate && (parts as readonly Part[]).includes(p) ? other : g)),
        ]);
    }
  return found;
}

/** The sentences, each with the tensor that such sums lead to. */
const byWrongSums = (
  input: Input,
  gates: readonly number[],
  made: (sums: Sums) => tf.Tensor,
): Record<string, tf.Tensor> =>
  Object.fromEntries(wrongSums(input, gates).map(([sentence, wrong]) => [sentence, made(wrong)]));

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
            ...byWrongSums(input, [0, 1, 2], (wrong) => cellOf(wrong, c)),
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
            // The cell is right here: what is wrong is the gate o alone.
            ...byWrongSums(input, [3], (wrong) => stateOf(wrong[3], cell)),
          }),
        });
      }
    },
    async padding(student, kit) {
      for (const ended of [[1, 3], [0], [0, 1, 2, 3]]) {
        const input = inputOf(kit, [4, 3, 5], ended);
        const stepBy = (mask: tf.Tensor2D): [tf.Tensor, tf.Tensor] => pair(kit, student, { ...input, mask });
        const got = stepBy(input.mask);
        const unmasked = stepBy(tf.onesLike(input.mask));
        const padded = stepBy(tf.zerosLike(input.mask));
        for (const [k, name, what] of [
          [0, 'h', 'state'],
          [1, 'c', 'cell'],
        ] as const)
          await keepsEnded(
            kit,
            { got: got[k], unmasked: unmasked[k], padded: padded[k], old: input[name], mask: input.mask },
            { what, name, input: stepEvidence(input) },
          );
      }
    },
    async gradient(student, kit) {
      const { mask, marks, ...inputs } = inputOf(kit, [3, 4, 5], [1]);
      await kit.gradients((at) => tf.concat(pair(kit, student, { ...at, mask, marks }), 1), inputs, {
        what: 'h and c',
      });
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
