import { changed, type ExerciseProof, untidied } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'x for every layer',
      code: changed(reference, 'input = states;', 'if (w === layers[layers.length - 1]) input = states;'),
      caughtBy: 'stack',
      reason: /Each layer receives x instead of the state of the layer below/,
    },
    {
      name: 'the weights of layer 1 for all',
      code: changed(reference, 'masks[t], w)', 'masks[t], layers[0])'),
      caughtBy: 'stack',
      reason: /weights of layer 1, layers\[0\], are used for all/,
    },
    {
      name: 'from the last layer to the first',
      code: changed(reference, 'for (const w of layers)', 'for (const w of [...layers].reverse())'),
      caughtBy: 'stack',
      reason: /run from the last to the first/,
      others: {
        gradient: /The first step is not one of layer 1/,
        memory: /The first step is not one of layer 1/,
      },
    },
    {
      name: 'two layers, however many there are',
      code: changed(reference, 'for (const w of layers)', 'for (const w of layers.slice(0, 2))'),
      caughtBy: 'stack',
      reason: /Only the first two layers are run/,
      others: {},
    },
    {
      name: 'layer 1 returned',
      code: changed(
        changed(reference, 'input = states;', 'input = states;\n      if (w === layers[0]) kept = states;'),
        'let input',
        'let kept;\n    let input',
      ).replace('tf.stack(input, 1)', 'tf.stack(kept, 1)'),
      caughtBy: 'stack',
      reason: /states of layer 1 are returned/,
    },
    {
      name: 'one state for all layers',
      code: `function lstmLayers(x, mask, layers, step) {
        return tf.tidy(() => {
          const masks = tf.split(mask, x.shape[1], 1);
          let h = tf.zeros([x.shape[0], layers[0].weightHh.shape[1]]);
          let c = h;
          return tf.stack(tf.unstack(x, 1).map((word, t) => {
            layers.forEach((w, l) => { [h, c] = step(l === 0 ? word : h, h, c, masks[t], w); });
            return h;
          }), 1);
        });
      }`,
      caughtBy: 'stack',
      reason: /share one state/,
    },
    {
      name: 'states not set back between layers',
      code: changed(
        changed(
          changed(reference, '      let h = tf.zeros([x.shape[0], size]);\n', ''),
          '      let c = tf.zeros([x.shape[0], size]);\n',
          '',
        ),
        'for (const w of',
        'let h = tf.zeros([x.shape[0], size]);\n    let c = h;\n    for (const w of',
      ),
      caughtBy: 'stack',
      reason: /starts where the one below ended/,
    },
    {
      name: 'from the end',
      code: changed(
        changed(reference, 'let t = 0; t < input.length; t++', 'let t = input.length - 1; t >= 0; t--'),
        'states.push(h)',
        'states[t] = h',
      ),
      caughtBy: 'stack',
      reason: /read from the end/,
    },
    {
      name: 'the starter',
      code: exercise.starter,
      caughtBy: 'stack',
      reason: /all 0: no step is taken/,
    },
    {
      name: 'the last step only',
      code: changed(reference, 'tf.stack(input, 1)', 'input[input.length - 1]'),
      caughtBy: 'shape',
      reason: /Only the state of one step/,
    },
    {
      name: 'a list',
      code: changed(reference, 'tf.stack(input, 1)', 'input'),
      caughtBy: 'shape',
      reason: /not a list/,
    },
    {
      name: 'the mask lost',
      code: changed(reference, 'masks[t], w)', 'tf.onesLike(masks[t]), w)'),
      caughtBy: 'padding',
      reason: /mask is not applied: states change/,
      others: {},
    },
    {
      name: 'the mask in layer 1 only',
      code: changed(reference, 'masks[t], w)', 'w === layers[0] ? masks[t] : tf.onesLike(masks[t]), w)'),
      caughtBy: 'padding',
      reason: /mask is lost above layer 1/,
    },
    {
      name: 'zeros on padding',
      code: changed(reference, 'tf.stack(input, 1)', 'tf.mul(tf.stack(input, 1), tf.expandDims(mask, 2))'),
      caughtBy: 'padding',
      reason: /set to 0: it has to stay/,
    },
    {
      name: 'the mask without its second dimension',
      code: changed(reference, 'tf.split(mask, x.shape[1], 1)', 'tf.unstack(mask, 1)'),
      caughtBy: 'shape',
      reason: /shape of the mask given to step is/,
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
      name: 'the layer above gets copied numbers',
      code: changed(
        reference,
        'input = states;',
        'input = states.map((state) => tf.tensor(state.arraySync()));',
      ),
      caughtBy: 'gradient',
      reason: /No gradient flows through the states of the top layer after x/,
      others: {},
    },
    {
      name: 'cells instead of states',
      code: changed(reference, 'states.push(h)', 'states.push(c)'),
      caughtBy: 'stack',
      reason: /The cells c are returned/,
    },
    {
      name: 'the cell goes up',
      code: changed(reference, 'states.push(h)', 'states.push(w === layers[layers.length - 1] ? h : c)'),
      caughtBy: 'stack',
      reason: /gets the cell c of the one below/,
    },
  ],
  right: [
    {
      name: 'steps outside, layers inside',
      code: `function lstmLayers(x, mask, layers, step) {
        return tf.tidy(() => {
          const masks = mask.split(x.shape[1], 1);
          const state = layers.map((w) => [0, 1].map(() => tf.zeros([x.shape[0], w.weightHh.shape[1]])));
          const top = x.unstack(1).map((word, t) => {
            let input = word;
            layers.forEach((w, l) => {
              state[l] = step(input, ...state[l], masks[t], w);
              input = state[l][0];
            });
            return input;
          });
          return tf.stack(top, 1);
        });
      }`,
    },
    {
      name: 'layer by layer, calling itself',
      code: `const lstmLayers = (x, mask, layers, step) => tf.tidy(() => {
        if (layers.length === 0) return x.clone();
        const [w, ...above] = layers;
        const [b, steps, i] = x.shape;
        let h = tf.zeros([b, w.weightHh.shape[1]]), c = tf.zerosLike(h);
        const all = [];
        for (let t = 0; t < steps; t++) {
          [h, c] = step(x.slice([0, t, 0], [b, 1, i]).reshape([b, i]), h, c, mask.slice([0, t], [b, 1]), w);
          all.push(h.expandDims(1));
        }
        return lstmLayers(tf.concat(all, 1), mask, above, step);
      });`,
    },
  ],
};
