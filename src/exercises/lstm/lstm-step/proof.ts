import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const keptCell = 'tf.add(tf.mul(mask, cell), tf.mul(kept, c))';
const keptState = 'tf.add(tf.mul(mask, state), tf.mul(kept, h))';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'forget and input exchanged',
      code: changed(reference, '[i, f, g, o]', '[f, i, g, o]'),
      caughtBy: 'formula',
      reason: /Forget and input gate are exchanged/,
    },
    {
      name: 'g and o exchanged',
      code: changed(reference, '[i, f, g, o]', '[i, f, o, g]'),
      caughtBy: 'formula',
      reason: /g and o are exchanged/,
    },
    {
      name: 'no tanh on c',
      code: changed(reference, 'tf.tanh(cell)', 'cell'),
      caughtBy: 'formula',
      reason: /tanh is missing on c/,
    },
    {
      name: 'the bias of f for o',
      code: changed(
        reference,
        'const cell =',
        `const size = h.shape[1];
    const off = tf.sub(
      tf.add(w.biasIh.slice([size], [size]), w.biasHh.slice([size], [size])),
      tf.add(w.biasIh.slice([3 * size], [size]), w.biasHh.slice([3 * size], [size])),
    );
    const cell =`,
      ).replace('tf.sigmoid(o)', 'tf.sigmoid(tf.add(o, off))'),
      caughtBy: 'formula',
      reason: /o gate uses the wrong bias: that of f/,
    },
    {
      name: 'the bias b_hf for o, that of the input right',
      code: changed(
        reference,
        'const cell =',
        `const size = h.shape[1];
    const off = tf.sub(w.biasHh.slice([size], [size]), w.biasHh.slice([3 * size], [size]));
    const cell =`,
      ).replace('tf.sigmoid(o)', 'tf.sigmoid(tf.add(o, off))'),
      caughtBy: 'formula',
      reason: /o gate uses the wrong bias: in biasHh it takes the block of f/,
    },
    {
      name: 'the bias b_if for o, that of the state right',
      code: changed(
        reference,
        'const cell =',
        `const size = h.shape[1];
    const off = tf.sub(w.biasIh.slice([size], [size]), w.biasIh.slice([3 * size], [size]));
    const cell =`,
      ).replace('tf.sigmoid(o)', 'tf.sigmoid(tf.add(o, off))'),
      caughtBy: 'formula',
      reason: /o gate uses the wrong bias: in biasIh it takes the block of f/,
    },
    {
      name: 'no bias of the state in o',
      code: changed(
        reference,
        'tf.sigmoid(o)',
        'tf.sigmoid(tf.sub(o, w.biasHh.slice([3 * h.shape[1]], [h.shape[1]])))',
      ),
      caughtBy: 'formula',
      reason: /biasHh is missing in the o gate/,
    },
    {
      name: 'no bias of the state at all',
      code: changed(
        reference,
        'tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh)',
        'tf.matMul(h, w.weightHh, false, true)',
      ),
      caughtBy: 'formula',
      reason: /biasHh is missing in all gates/,
      others: {},
    },
    {
      name: 'f twice, i never',
      code: changed(reference, 'tf.mul(tf.sigmoid(i), tf.tanh(g))', 'tf.mul(tf.sigmoid(f), tf.tanh(g))'),
      caughtBy: 'formula',
      reason: /i gate uses the wrong block: that of f/,
    },
    {
      name: 'sigmoid for the news',
      code: changed(reference, 'tf.tanh(g)', 'tf.sigmoid(g)'),
      caughtBy: 'formula',
      reason: /news g go through the sigmoid/,
    },
    {
      name: 'the state from the old cell',
      code: changed(reference, 'tf.tanh(cell)', 'tf.tanh(c)'),
      caughtBy: 'formula',
      reason: /made from the old cell/,
    },
    {
      name: 'no forget gate',
      code: changed(reference, 'tf.mul(tf.sigmoid(f), c)', 'c'),
      caughtBy: 'formula',
      reason: /forget gate is missing/,
    },
    {
      name: 'c and h in the wrong order',
      code: changed(reference, `${keptState},\n      ${keptCell},`, `${keptCell},\n      ${keptState},`),
      caughtBy: 'formula',
      reason: /wrong order/,
    },
    {
      name: 'c not returned',
      code: changed(
        reference,
        `return [\n      ${keptState},\n      ${keptCell},\n    ];`,
        `return ${keptState};`,
      ),
      caughtBy: 'shape',
      reason: /cell c is not returned/,
    },
    {
      name: 'the mask forgotten',
      code: changed(changed(reference, keptState, 'state'), keptCell, 'cell'),
      caughtBy: 'padding',
      reason: /mask is not applied to h: the state changed/,
    },
    {
      name: 'the mask for h only',
      code: changed(reference, keptCell, 'cell'),
      caughtBy: 'padding',
      reason: /mask is not applied to c: the cell changed/,
    },
    {
      name: 'the cell set to zero on padding',
      code: changed(reference, keptCell, 'tf.mul(mask, cell)'),
      caughtBy: 'padding',
      reason: /loses its cell/,
    },
    {
      name: 'the starter',
      code: exercise.starter,
      caughtBy: 'formula',
      reason: /cell is returned as it was/,
    },
    {
      name: 'the starter does not lead back to x',
      code: exercise.starter,
      caughtBy: 'gradient',
      reason: /operations of tf alone/,
    },
    {
      name: 'no tidy',
      code: untidied(reference),
      caughtBy: 'memory',
      reason: /leaves \d+ tensors behind/,
    },
    {
      name: 'a weight from copied numbers',
      code: changed(reference, 'tf.matMul(h, w.weightHh,', 'tf.matMul(h, tf.tensor(w.weightHh.arraySync()),'),
      caughtBy: 'gradient',
      reason: /No gradient flows through h and c after w.weightHh/,
      others: {},
    },
  ],
  right: [
    {
      name: 'one product of both side by side, chosen with where',
      code: `const lstmStep = (x, h, c, mask, w) => tf.tidy(() => {
        const both = tf.concat([x, h], 1).matMul(tf.concat([w.weightIh, w.weightHh], 1), false, true);
        const [i, f, g, o] = both.add(w.biasIh).add(w.biasHh).split(4, 1);
        const cell = f.sigmoid().mul(c).add(i.sigmoid().mul(g.tanh()));
        const here = mask.tile([1, h.shape[1]]).cast('bool');
        return [tf.where(here, o.sigmoid().mul(cell.tanh()), h), tf.where(here, cell, c)];
      });`,
    },
    {
      name: 'gate by gate',
      code: `function lstmStep(x, h, c, mask, w) {
        return tf.tidy(() => {
          const n = h.shape[1];
          const gate = (k) => tf.add(
            x.matMul(w.weightIh.slice([k * n, 0], [n, -1]), false, true).add(w.biasIh.slice([k * n], [n])),
            h.matMul(w.weightHh.slice([k * n, 0], [n, -1]), false, true).add(w.biasHh.slice([k * n], [n])),
          );
          const cell = gate(1).sigmoid().mul(c).add(gate(0).sigmoid().mul(gate(2).tanh()));
          const state = gate(3).sigmoid().mul(cell.tanh());
          return [h.add(mask.mul(state.sub(h))), c.add(mask.mul(cell.sub(c)))];
        });
      }`,
    },
  ],
};
