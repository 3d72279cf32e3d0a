import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { gelu, layerNorm, linear } from '../norm.ts';

interface Input {
  table: tf.Tensor2D;
  w: {
    dense: tf.Tensor2D;
    denseBias: tf.Tensor1D;
    outputBias: tf.Tensor1D;
    gelu: (x: tf.Tensor2D) => tf.Tensor2D;
    norm: (x: tf.Tensor2D) => tf.Tensor2D;
  };
  states: tf.Tensor2D;
  ids: tf.Tensor1D;
}

interface Tied {
  embed: (ids: tf.Tensor1D) => tf.Tensor2D;
  logits: (states: tf.Tensor2D) => tf.Tensor2D;
}

function inputOf(kit: Kit, words: number, width: number, rows: number): Input {
  const vector = (size: number): tf.Tensor1D => kit.tensor<tf.Rank.R1>([size]);
  const [gain, bias] = [vector(width), vector(width)];
  return {
    table: kit.tensor<tf.Rank.R2>([words, width]),
    w: {
      dense: kit.tensor<tf.Rank.R2>([width, width]),
      denseBias: vector(width),
      outputBias: vector(words),
      gelu: (x) => tf.tidy(() => gelu(x)),
      norm: (x) => tf.tidy(() => layerNorm(x, gain, bias, 1e-5)),
    },
    states: kit.tensor<tf.Rank.R2>([rows, width]),
    ids: tf.tensor1d(
      Array.from({ length: rows }, () => kit.integer(0, words - 1)),
      'int32',
    ),
  };
}

interface Ways {
  turn?: 'none' | 'no gelu' | 'no norm' | 'norm first';
  noBias?: boolean;
  soft?: boolean;
}

function rightLogits(
  { table, w, states }: Pick<Input, 'table' | 'w' | 'states'>,
  ways: Ways = {},
): tf.Tensor2D {
  const { turn, noBias = false, soft = false } = ways;
  const dense = linear(states, w.dense, w.denseBias);
  const z =
    turn === 'none'
      ? states
      : turn === 'no gelu'
        ? w.norm(dense)
        : turn === 'no norm'
          ? w.gelu(dense)
          : turn === 'norm first'
            ? w.gelu(w.norm(dense))
            : w.norm(w.gelu(dense));
  const logits = linear(z, table, noBias ? tf.zerosLike(w.outputBias) : w.outputBias);
  return soft ? tf.softmax(logits) : logits;
}

const rightRows = ({ table, ids }: Pick<Input, 'table' | 'ids'>): tf.Tensor2D =>
  tf.matMul(tf.cast(tf.oneHot(ids, table.shape[0]), 'float32') as tf.Tensor2D, table);

function make({ tied }: Student, kit: Kit, table: tf.Tensor, w: Input['w']): Tied {
  const got = tied?.(table, w) as Partial<Tied> | undefined;
  if (typeof got?.embed !== 'function' || typeof got.logits !== 'function')
    kit.fail('tied should return { embed, logits }, both functions.', { 'you return': got });
  return got as Tied;
}

/** With a variable of these numbers, which is gone afterwards. */
async function withVariable(
  of: tf.Tensor2D,
  work: (table: tf.Variable<tf.Rank.R2>) => Promise<void>,
): Promise<void> {
  const table = tf.variable(tf.reshape(tf.tile(of, [1, 1]), of.shape)) as tf.Variable<tf.Rank.R2>;
  try {
    await work(table);
  } finally {
    table.dispose();
  }
}

const evidenceOf = ({ table, states }: Input): Record<string, unknown> => ({
  input: `table [${table.shape.join(', ')}], states [${states.shape.join(', ')}]`,
});

export const checks: ExerciseChecks = {
  id: 'bert/tied-head',
  onOriginals: ['values', 'tied', 'gradient', 'memory'],
  checks: {
    async values(student, kit) {
      for (const [words, width, rows] of [
        [5, 3, 2],
        [4, 4, 1],
        [2, 3, 6],
      ] as const) {
        const input = inputOf(kit, words, width, rows);
        const wanted = { rows: rightRows(input), logits: rightLogits(input) };
        const of = (ways: Ways): tf.Tensor => rightLogits(input, ways);
        const mistakes = {
          'It is all 0: nothing is computed yet.': tf.zerosLike(wanted.logits),
          'The states are compared as they are: dense, GELU and norm come before.': of({ turn: 'none' }),
          'GELU is missing.': of({ turn: 'no gelu' }),
          'The norm is missing.': of({ turn: 'no norm' }),
          'The norm stands before GELU; it has to be the other way round.': of({ turn: 'norm first' }),
          'The bias of the words (outputBias) is missing.': of({ noBias: true }),
          'These are probabilities; logits are wanted.': of({ soft: true }),
        };
        await withVariable(input.table, async (table) => {
          const made = make(student, kit, table, input.w);
          await kit.close(made.embed(input.ids), wanted.rows, {
            what: 'embed(ids)',
            input: evidenceOf(input),
            mistakes: { 'It is all 0: nothing is looked up yet.': tf.zerosLike(wanted.rows) },
          });
          await kit.close(made.logits(input.states), wanted.logits, {
            what: 'logits(states)',
            input: evidenceOf(input),
            mistakes,
          });
        });
      }
    },
    async tied(student, kit) {
      const input = inputOf(kit, 4, 3, 3);
      const later = kit.tensor<tf.Rank.R2>([4, 3]);
      const old = { rows: rightRows(input), logits: rightLogits(input) };
      const wanted = {
        rows: rightRows({ ...input, table: later }),
        logits: rightLogits({ ...input, table: later }),
      };
      await withVariable(input.table, async (table) => {
        const made = make(student, kit, table, input.w);
        tf.dispose([made.embed(input.ids), made.logits(input.states)]);
        table.assign(later);
        await kit.close(made.logits(input.states), wanted.logits, {
          what: 'logits after a step of the optimizer',
          input: evidenceOf(input),
          mistakes: {
            'The head has a copy of the table: after a step of the optimizer it still tells by the old one.':
              old.logits,
          },
        });
        await kit.close(made.embed(input.ids), wanted.rows, {
          what: 'embeddings after a step of the optimizer',
          input: evidenceOf(input),
          mistakes: {
            'Words are read from a copy of the table: a step of the optimizer does not reach it.': old.rows,
          },
        });
        if (table.isDisposed) kit.fail('The table was disposed: it is not yours.');
      });
    },
    async gradient(student, kit) {
      const input = inputOf(kit, 4, 3, 3);
      const { w, ids } = input;
      await kit.gradients(
        ({ table }) => make(student, kit, table, w).embed(ids),
        { table: input.table },
        { what: 'the embeddings', places: 5 },
      );
      const { gelu, norm, ...weights } = w;
      await kit.gradients(
        (at) => make(student, kit, at.table, { ...at.w, gelu, norm }).logits(at.states),
        { table: input.table, w: weights, states: input.states },
        { what: 'the logits', places: 4 },
      );
      await kit.gradients(
        ({ table }) => {
          const made = make(student, kit, table, w);
          return made.logits(made.embed(ids));
        },
        { table: input.table },
        { what: 'the logits of embedded words', places: 5 },
      );
    },
    async memory(student, kit) {
      const input = inputOf(kit, 4, 3, 2);
      await withVariable(input.table, async (table) => {
        const before = tf.memory().numTensors;
        const made = make(student, kit, table, input.w);
        const kept = tf.memory().numTensors - before;
        if (kept > 0)
          kit.fail('A tensor more is kept than was given: the head needs no table of its own.', {
            'tensors more': kept,
          });
        kit.noLeak('embed', () => made.embed(input.ids));
        kit.noLeak('logits', () => made.logits(input.states));
        await kit.close(made.embed(input.ids), rightRows(input), { what: 'embed(ids)' });
      });
    },
  },
};
