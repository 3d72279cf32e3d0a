import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const told = 'tf.matMul(z, table, false, true)';
const turned = 'w.norm(w.gelu(dense))';
const start = 'function tied(table: tf.Variable, w: Weights): Tied {\n';
const withHead = (head: string, use: string): string =>
  changed(changed(reference, start, `${start}  const head = ${head};\n`), told, use);

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'values', reason: /all 0/ },
    {
      name: 'the states as they are',
      code: changed(reference, turned, 'states'),
      caughtBy: 'values',
      reason: /compared as they are/,
    },
    {
      name: 'no GELU',
      code: changed(reference, turned, 'w.norm(dense)'),
      caughtBy: 'values',
      reason: /GELU is missing/,
    },
    {
      name: 'the norm first',
      code: changed(reference, turned, 'w.gelu(w.norm(dense))'),
      caughtBy: 'values',
      reason: /other way round/,
    },
    {
      name: 'no bias of the words',
      code: changed(reference, `tf.add(${told}, w.outputBias)`, told),
      caughtBy: 'values',
      reason: /outputBias\) is missing/,
      others: {},
    },
    {
      name: 'probabilities',
      code: changed(reference, `tf.add(${told}, w.outputBias)`, `tf.softmax(tf.add(${told}, w.outputBias))`),
      caughtBy: 'values',
      reason: /probabilities/,
    },
    {
      name: 'a second variable',
      code: withHead('tf.variable(table.clone())', 'tf.matMul(z, head, false, true)'),
      caughtBy: 'tied',
      reason: /copy of the table/,
    },
    {
      name: 'transposed once, kept',
      code: withHead('tf.keep(tf.transpose(table))', 'tf.matMul(z, head)'),
      caughtBy: 'tied',
      reason: /copy of the table/,
    },
    {
      name: 'words read from a copy',
      code: changed(
        changed(reference, start, `${start}  const own = tf.keep(tf.mul(table, 1));\n`),
        'tf.gather(table, ids)',
        'tf.gather(own, ids)',
      ),
      caughtBy: 'tied',
      reason: /Words are read from a copy/,
    },
    {
      name: 'the numbers of the table',
      code: changed(reference, told, 'tf.matMul(z, tf.tensor2d(table.dataSync(), table.shape), false, true)'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the logits after table/,
    },
    {
      name: 'the table as a constant of the head',
      code: changed(
        reference,
        told,
        'tf.matMul(z, tf.customGrad((e) => ({ value: e.clone(), gradFunc: () => tf.zerosLike(e) }))(table), false, true)',
      ),
      caughtBy: 'gradient',
      reason: /not that of the formula/,
    },
    {
      name: 'a variable more, kept equal',
      code: `function tied(table, w) {
        const head = tf.variable(tf.transpose(table));
        return {
          embed: (ids) => tf.tidy(() => tf.gather(table, ids)),
          logits: (states) => tf.tidy(() => {
            head.assign(tf.transpose(table));
            const z = w.norm(w.gelu(tf.add(tf.matMul(states, w.dense, false, true), w.denseBias)));
            return tf.add(tf.matMul(z, head), w.outputBias);
          }),
        };
      }`,
      caughtBy: 'memory',
      reason: /no table of its own/,
    },
    {
      name: 'no tidy',
      code: `const tied = (table, w) => ({
        embed: (ids) => tf.gather(table, ids),
        logits: (states) => tf.add(tf.matMul(w.norm(w.gelu(tf.add(tf.matMul(states, w.dense, false, true), w.denseBias))), table, false, true), w.outputBias),
      });`,
      caughtBy: 'memory',
      reason: /logits leaves \d+ tensors/,
    },
    {
      name: 'a weight from copied numbers',
      code: changed(reference, 'states, w.dense,', 'states, tf.tensor(w.dense.arraySync()),'),
      caughtBy: 'gradient',
      reason: /No gradient flows through the logits after w.dense/,
      others: {},
    },
  ],
  right: [
    {
      name: 'a class, words by one-hot',
      code: `class Tied {
        constructor(table, w) {
          this.table = table;
          this.w = w;
        }
        embed(ids) {
          return tf.tidy(() => tf.matMul(tf.cast(tf.oneHot(ids, this.table.shape[0]), 'float32'), this.table));
        }
        logits(states) {
          return tf.tidy(() => this.turn(states).matMul(this.table.transpose()).add(this.w.outputBias));
        }
        turn(states) {
          const { dense, denseBias, gelu, norm } = this.w;
          return norm(gelu(states.matMul(dense.transpose()).add(denseBias)));
        }
      }
      const tied = (table, w) => new Tied(table, w);`,
    },
    {
      name: 'the table times the states',
      code: changed(reference, told, 'tf.transpose(tf.matMul(table, z, false, true))'),
    },
  ],
};
