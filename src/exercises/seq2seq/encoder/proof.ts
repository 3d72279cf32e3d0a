import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const keepH = 'h = tf.add(tf.mul(next.h, here), tf.mul(h, tf.sub(1, here)));';
const keepC = 'c = tf.add(tf.mul(next.c, here), tf.mul(c, tf.sub(1, here)));';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'last', reason: /no step is taken/ },
    {
      name: 'no mask',
      code: changed(changed(reference, keepH, 'h = next.h;'), keepC, 'c = next.c;'),
      caughtBy: 'padding',
      reason: /mask is not applied/,
    },
    {
      name: '0 on padding',
      code: changed(
        changed(reference, keepH, 'h = tf.mul(next.h, here);'),
        keepC,
        'c = tf.mul(next.c, here);',
      ),
      caughtBy: 'padding',
      reason: /becomes 0/,
    },
    {
      name: 'h masked, c not',
      code: changed(reference, keepC, 'c = next.c;'),
      caughtBy: 'padding',
      reason: /applied to h only/,
    },
    {
      name: 'backwards',
      code: changed(
        reference,
        'tf.slice(ids, [0, t], [-1, 1])',
        'tf.slice(ids, [0, steps - 1 - t], [-1, 1])',
      ),
      caughtBy: 'last',
      reason: /backwards/,
    },
    {
      name: 'from zeros each time',
      code: changed(reference, 'cell(x, h, c)', 'cell(x, tf.zerosLike(h), tf.zerosLike(c))'),
      caughtBy: 'last',
      reason: /begins with zeros/,
      others: { states: /First see “h and c are those after the last step/ },
    },
    {
      name: 'exchanged',
      code: changed(reference, 'tf.stack(states, 1), h, c }', 'tf.stack(states, 1), h: c, c: h }'),
      caughtBy: 'last',
      reason: /exchanged/,
      others: {},
    },
    {
      name: 'the states in reverse order',
      code: changed(reference, 'states.push(', 'states.unshift('),
      caughtBy: 'states',
      reason: /reverse order/,
    },
    {
      name: 'stacked before the batch',
      code: changed(reference, 'tf.stack(states, 1)', 'tf.stack(states, 0)'),
      caughtBy: 'states',
      reason: /shape/,
    },
    {
      name: 'states of padding repeat the last',
      code: changed(reference, 'states.push(tf.mul(h, here))', 'states.push(h)'),
      caughtBy: 'zeros',
      reason: /on padding have to be 0/,
    },
    {
      name: 'the gradient cut off',
      code: changed(
        reference,
        'tf.gather(embedding,',
        'tf.gather(tf.customGrad((v) => ({ value: v.clone(), gradFunc: () => tf.zerosLike(v) }))(embedding),',
      ),
      caughtBy: 'gradient',
      reason: /gradient/i,
    },
    { name: 'no tidy', code: untidied(reference), caughtBy: 'memory', reason: /leaves \d+ tensors/ },
    {
      name: 'the mask the wrong way round',
      code: changed(
        reference,
        'const here = tf.slice(mask, [0, t], [-1, 1]);',
        'const here = tf.sub(1, tf.slice(mask, [0, t], [-1, 1]));',
      ),
      caughtBy: 'padding',
      reason: /no step is taken|first state comes back/,
    },
    {
      name: 'c from zeros each time',
      code: changed(reference, 'cell(x, h, c)', 'cell(x, h, tf.zerosLike(c))'),
      caughtBy: 'last',
      reason: /c is not handed on/,
    },
    {
      name: 'h from zeros each time',
      code: changed(reference, 'cell(x, h, c)', 'cell(x, tf.zerosLike(h), c)'),
      caughtBy: 'last',
      reason: /h is not handed on/,
    },
    {
      name: 'the states as copied numbers',
      code: changed(
        reference,
        'states.push(tf.mul(h, here))',
        'states.push(tf.tensor(tf.mul(h, here).arraySync()))',
      ),
      caughtBy: 'gradient',
      reason: /The gradient of states, h and c is not that of the formula/,
      others: {},
    },
  ],
  right: [
    {
      name: 'all embeddings at once, where for the mask',
      code: `const encoder = (ids, mask, embedding, cell, size) => tf.tidy(() => {
        const [B, S] = ids.shape;
        const all = tf.unstack(tf.reshape(tf.gather(embedding, tf.reshape(ids, [B * S])), [B, S, -1]), 1);
        const marks = tf.unstack(mask, 1);
        let h = tf.zeros([B, size]), c = tf.zeros([B, size]);
        const out = all.map((x, t) => {
          const on = tf.cast(tf.mul(tf.expandDims(marks[t], 1), tf.ones([B, size])), 'bool');
          const n = cell(x, h, c);
          h = tf.where(on, n.h, h);
          c = tf.where(on, n.c, c);
          return tf.where(on, h, tf.zerosLike(h));
        });
        return { states: tf.stack(out, 1), h, c };
      });`,
    },
    {
      name: 'with differences',
      code: changed(
        changed(reference, keepH, 'h = tf.add(h, tf.mul(here, tf.sub(next.h, h)));'),
        keepC,
        'c = tf.add(c, tf.mul(here, tf.sub(next.c, c)));',
      ),
    },
  ],
};
