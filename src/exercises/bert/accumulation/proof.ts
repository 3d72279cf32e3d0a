import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const weighed = 'tf.mul(gradient, count)';
const divided = 'tf.div(sum, Math.max(1, total))';
const freed = '    tf.dispose([gradients, sums ?? []]);\n';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'even', reason: /first part alone/ },
    {
      name: 'added only',
      code: changed(changed(reference, weighed, 'tf.mul(gradient, 1)'), divided, 'tf.clone(sum)'),
      caughtBy: 'even',
      reason: /added, and not divided/,
    },
    {
      name: 'the mean over the parts',
      code: changed(changed(reference, weighed, 'tf.mul(gradient, 1)'), divided, 'tf.div(sum, parts)'),
      caughtBy: 'uneven',
      reason: /mean over the parts/,
    },
    {
      name: 'not divided by the tokens',
      code: changed(reference, divided, 'tf.clone(sum)'),
      caughtBy: 'even',
      reason: /not divided by the number of tokens/,
    },
    {
      name: 'weighed, then divided by the parts',
      code: changed(reference, divided, 'tf.div(sum, parts)'),
      caughtBy: 'uneven',
      reason: /divided by the number of parts/,
    },
    {
      name: 'not weighed',
      code: changed(reference, weighed, 'tf.mul(gradient, 1)'),
      caughtBy: 'uneven',
      reason: /no part is weighed/,
    },
    {
      name: 'the sum begins anew',
      code: changed(reference, 'sums ? tf.add(sums[k], weighed) : weighed', 'weighed').replace(
        'total += count',
        'total = count',
      ),
      caughtBy: 'even',
      reason: /last part alone/,
    },
    {
      name: 'divided by 0',
      code: changed(reference, 'Math.max(1, total)', 'total'),
      caughtBy: 'uneven',
      reason: /NaN/,
    },
    {
      name: 'counted first, computed again',
      code: `function accumulate(parts, gradientsOf) {
        let total = 0;
        for (let i = 0; i < parts; i++) {
          const part = gradientsOf(i);
          total += part.count;
          tf.dispose(part.gradients);
        }
        let sums = null;
        for (let i = 0; i < parts; i++) {
          const { gradients, count } = gradientsOf(i);
          const next = gradients.map((g, k) => tf.tidy(() => {
            const share = tf.mul(g, count / Math.max(1, total));
            return sums ? tf.add(sums[k], share) : share;
          }));
          tf.dispose([gradients, sums ?? []]);
          sums = next;
        }
        return sums;
      }`,
      caughtBy: 'once',
      reason: /All parts are computed twice/,
      others: {},
    },
    {
      name: 'nothing freed',
      code: changed(reference, freed, ''),
      caughtBy: 'memory',
      reason: /leaves \d+ tensors/,
    },
    {
      name: 'one tidy around all',
      code: `const accumulate = (parts, gradientsOf) => tf.tidy(() => {
        const all = Array.from({ length: parts }, (_, i) => gradientsOf(i));
        const total = Math.max(1, all.reduce((n, part) => n + part.count, 0));
        return all[0].gradients.map((_, k) => tf.addN(all.map((part) => tf.mul(part.gradients[k], part.count / total))));
      });`,
      caughtBy: 'memory',
      reason: /grows with every part/,
    },
    {
      name: 'the gradients of parts are not freed',
      code: changed(reference, freed, '    tf.dispose(sums ?? []);\n'),
      caughtBy: 'memory',
      reason: /leaves \d+ tensors/,
    },
    {
      name: 'parts that ask for nothing passed over',
      code: changed(
        reference,
        '    total += count;\n',
        '    if (count === 0) {\n      tf.dispose(gradients);\n      continue;\n    }\n    total += count;\n',
      ),
      caughtBy: 'uneven',
      reason: /Where no token is asked for, your code throws/,
      others: {},
    },
  ],
  right: [
    {
      name: 'a tidy for each part',
      code: `const accumulate = (parts, gradientsOf) => {
        let total = 0;
        let sums = [];
        for (let i = 0; i < parts; i++) {
          const next = tf.tidy(() => {
            const { gradients, count } = gradientsOf(i);
            total += count;
            return gradients.map((g, k) => (i === 0 ? g.mul(count) : sums[k].add(g.mul(count))));
          });
          tf.dispose(sums);
          sums = next;
        }
        return sums.map((sum) => {
          const mean = sum.div(total || 1);
          sum.dispose();
          return mean;
        });
      };`,
    },
    {
      name: 'a running mean',
      code: `function accumulate(parts, gradientsOf) {
        let mean = null;
        let seen = 0;
        for (let i = 0; i < parts; i++) {
          const { gradients, count } = gradientsOf(i);
          seen += count;
          const share = seen === 0 ? 0 : count / seen;
          const moved = gradients.map((g, k) => tf.tidy(() => (mean ? tf.add(mean[k], tf.mul(share, tf.sub(g, mean[k]))) : tf.clone(g))));
          tf.dispose(gradients);
          if (mean) tf.dispose(mean);
          mean = moved;
        }
        return mean;
      }`,
    },
  ],
};
