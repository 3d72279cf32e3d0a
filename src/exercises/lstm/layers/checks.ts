import * as tf from '@tensorflow/tfjs-core';
import type { RecurrentWeights } from '../../../engine/recurrent/types.ts';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { carriesEnded, stackOf, stepInput } from '../../kit/recurrent.ts';

type Step = (
  x: tf.Tensor2D,
  h: tf.Tensor2D,
  c: tf.Tensor2D,
  mask: tf.Tensor2D,
  w: RecurrentWeights,
) => tf.Tensor2D[];

interface Input {
  x: tf.Tensor3D;
  mask: tf.Tensor2D;
  lengths: number[];
  layers: RecurrentWeights[];
}

interface Sizes {
  layers: number;
  /** Tokens of each text; the longest says how many steps there are, unless `steps` does. */
  lengths: number[];
  input: number;
  hidden: number;
  steps?: number;
}

function inputOf(kit: Kit, { layers, lengths, input, hidden, steps = Math.max(...lengths) }: Sizes): Input {
  return {
    x: kit.tensor<tf.Rank.R3>([lengths.length, steps, input]),
    mask: tf.tensor2d(lengths.map((length) => Array.from({ length: steps }, (_, t) => Number(t < length)))),
    lengths,
    layers: Array.from(
      { length: layers },
      (_, l) => stepInput(kit, 'lstm', [1, l === 0 ? input : hidden, hidden]).w,
    ),
  };
}

const evidenceOf = ({ x, layers, lengths }: Input): Record<string, unknown> => ({
  input: `x [${x.shape.join(', ')}], ${layers.length} layers of ${layers[0]?.weightHh.shape[1]}`,
  'tokens of each text': lengths,
});

const FED_BY_X = 'Each layer receives x instead of the state of the layer below.';
const FROM_THE_TOP =
  'The layers run from the last to the first: layers[0] reads the words, each other one the layer below.';
const NOT_FIRST =
  'The first step is not one of layer 1, layers[0]: the words x are given to the weights of a layer above it.';
const FIRST_WEIGHTS = 'The weights of layer 1, layers[0], are used for all layers.';

const takeStep: Step = (x, h, c, mask, w) =>
  tf.tidy(() => {
    const sums = tf.add(
      tf.add(tf.matMul(x, w.weightIh, false, true), w.biasIh),
      tf.add(tf.matMul(h, w.weightHh, false, true), w.biasHh),
    );
    const [i, f, g, o] = tf.split(sums, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const cell = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    const state = tf.mul(tf.sigmoid(o), tf.tanh(cell));
    const kept = tf.sub(1, mask);
    return [tf.add(tf.mul(mask, state), tf.mul(kept, h)), tf.add(tf.mul(mask, cell), tf.mul(kept, c))] as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
  });

/** The step that the student gets: says at once where what it is given cannot fit. */
function stepFor(kit: Kit): Step {
  let taken = 0;
  return (x, h, c, mask, w) => {
    kit.aTensor(mask, 'the mask given to step', [h.shape[0], 1]);
    kit.aTensor(x, 'x given to step');
    const [has, wants] = [x.shape[1], w.weightIh.shape[1]];
    if (has !== wants && has === h.shape[1]) kit.fail(FIRST_WEIGHTS);
    if (has !== wants && wants === h.shape[1]) kit.fail(taken === 0 ? NOT_FIRST : FED_BY_X);
    taken++;
    return takeStep(x, h, c, mask, w);
  };
}

/** How a layer may be wrong. */
interface Ways {
  /** Layer whose input is x: all of them. */
  fedByX?: boolean;
  firstWeights?: boolean;
  /** One state for all layers, from step to step; or the last state of a layer is the first of the next. */
  shared?: 'step' | 'layer';
  /** Layers, from this one on, that take no mask. */
  unmaskedFrom?: number;
  backwards?: boolean;
  /** The layer above gets the cell; or what the top layer gives is its cell as well. */
  cellGoesUp?: boolean | 'out';
}

/** The states of each layer, [B, T, H]. */
function run(kit: Kit, { x, mask, layers }: Input, ways: Ways = {}): tf.Tensor3D[] {
  const step = stepFor(kit);
  const steps = x.shape[1];
  const zero = tf.zeros([x.shape[0], layers[0]?.weightHh.shape[1] as number]) as tf.Tensor2D;
  const words = tf.unstack(x, 1) as tf.Tensor2D[];
  const masks = tf.split(mask, steps, 1);
  const made = layers.map((): tf.Tensor2D[] => []);
  const states = layers.map((): tf.Tensor2D[] => [zero, zero]);
  const take = (l: number, t: number): void => {
    const from = ways.shared === 'step' ? 0 : l;
    const [h, c] = states[from] as [tf.Tensor2D, tf.Tensor2D];
    const input = l === 0 || ways.fedByX ? words[t] : made[l - 1]?.[t];
    const here = masks[t] as tf.Tensor2D;
    states[from] = step(
      input as tf.Tensor2D,
      h,
      c,
      l >= (ways.unmaskedFrom ?? layers.length) ? tf.onesLike(here) : here,
      layers[ways.firstWeights ? 0 : l] as RecurrentWeights,
    );
    const up = ways.cellGoesUp === 'out' || (ways.cellGoesUp && l < layers.length - 1) ? 1 : 0;
    (made[l] as tf.Tensor2D[])[t] = states[from]?.[up] as tf.Tensor2D;
  };
  const order = Array.from({ length: steps }, (_, t) => (ways.backwards ? steps - 1 - t : t));
  if (ways.shared === 'step') for (const t of order) layers.forEach((_, l) => take(l, t));
  else
    layers.forEach((_, l) => {
      if (l > 0 && ways.shared === 'layer') states[l] = states[l - 1] as tf.Tensor2D[];
      for (const t of order) take(l, t);
    });
  return made.map((all) => tf.stack(all, 1) as tf.Tensor3D);
}

const top = (kit: Kit, input: Input, ways: Ways = {}): tf.Tensor3D =>
  run(kit, input, ways).at(-1) as tf.Tensor3D;

const stacked = ({ lstmLayers }: Student, kit: Kit, { x, mask, layers }: Input): unknown =>
  lstmLayers?.(x, mask, layers, stepFor(kit));

export const checks: ExerciseChecks = {
  id: 'lstm/layers',
  checks: {
    shape(student, kit) {
      for (const sizes of [
        { layers: 1, lengths: [4, 4], input: 3, hidden: 5 },
        { layers: 1, lengths: [1], input: 2, hidden: 1 },
        { layers: 3, lengths: [3, 3, 3], input: 4, hidden: 4 },
      ]) {
        const input = inputOf(kit, sizes);
        const wanted = [sizes.lengths.length, sizes.lengths[0] as number, sizes.hidden];
        const got = stacked(student, kit, input);
        if (Array.isArray(got))
          kit.fail('The states should be one tensor [B, T, H], not a list: tf.stack(states, 1).', {
            ...evidenceOf(input),
            'you return': `a list of ${got.length}`,
          });
        const { shape } = kit.aTensor(got, 'the states of the top layer');
        if (shape.length === 2 && shape.join() === [wanted[0], wanted[2]].join())
          kit.fail('Only the state of one step is returned: the states of all steps are wanted.', {
            ...evidenceOf(input),
            'you return': `[${shape.join(', ')}]`,
          });
        kit.aTensor(got, 'the states of the top layer', wanted, evidenceOf(input));
      }
    },
    async stack(student, kit) {
      // As many inputs as units first: there wrong weights and inputs fit, and are told by their values.
      for (const sizes of [
        { layers: 2, lengths: [4, 4, 4], input: 5, hidden: 5 },
        { layers: 3, lengths: [3, 3], input: 4, hidden: 4 },
        { layers: 1, lengths: [5, 5], input: 3, hidden: 4 },
        { layers: 3, lengths: [4], input: 2, hidden: 3 },
      ]) {
        const input = inputOf(kit, sizes);
        const all = run(kit, input);
        const wanted = all.at(-1) as tf.Tensor3D;
        const deep = sizes.layers > 1;
        // Where the widths differ, wrong inputs and weights do not fit at all: the step says so.
        const fits = deep && sizes.input === sizes.hidden;
        await kit.close(stacked(student, kit, input), wanted, {
          what: 'the states of the top layer',
          input: evidenceOf(input),
          mistakes: () => ({
            ...(fits && {
              [FROM_THE_TOP]: top(kit, { ...input, layers: [...input.layers].reverse() }),
              [FED_BY_X]: top(kit, input, { fedByX: true }),
              [FIRST_WEIGHTS]: top(kit, input, { firstWeights: true }),
            }),
            ...(deep && {
              'The states of layer 1 are returned; those of the last layer are wanted.': all[0],
              ...(sizes.layers > 2 && {
                'Only the first two layers are run: as many as there are in layers are wanted.': all[1],
              }),
              'The layer above gets the cell c of the one below; it takes the state h.': top(kit, input, {
                cellGoesUp: true,
              }),
              'All layers share one state: each needs an h and a c of its own.': top(kit, input, {
                shared: 'step',
              }),
              'A layer starts where the one below ended: h and c of each layer start at 0.': top(kit, input, {
                shared: 'layer',
              }),
            }),
            'The cells c are returned, and given from layer to layer; the states h are wanted.': top(
              kit,
              input,
              {
                cellGoesUp: 'out',
              },
            ),
            'The texts are read from the end: step 0 comes first.': top(kit, input, { backwards: true }),
            'The states are all 0: no step is taken.': tf.zerosLike(wanted),
          }),
        });
      }
    },
    async padding(student, kit) {
      for (const sizes of [
        { layers: 2, lengths: [5, 2, 0, 1], input: 4, hidden: 4 },
        { layers: 1, lengths: [1, 3], input: 3, hidden: 2 },
        { layers: 2, lengths: [0], steps: 3, input: 2, hidden: 2 },
      ]) {
        const input = inputOf(kit, sizes);
        const run = (x: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor3D =>
          kit.aTensor(stacked(student, kit, { ...input, x, mask }), 'the states of the top layer', [
            x.shape[0],
            x.shape[1],
            sizes.hidden,
          ]) as tf.Tensor3D;
        await carriesEnded(kit, run, input, {
          what: 'the states of the top layer',
          input: evidenceOf(input),
          mistakes: () => ({
            'The mask is lost above layer 1: every layer needs it.': top(kit, input, { unmaskedFrom: 1 }),
          }),
        });
      }
    },
    async gradient(student, kit) {
      const input = inputOf(kit, { layers: 2, lengths: [3, 2], input: 3, hidden: 4 });
      const { x, layers } = input;
      await kit.gradients(
        (at) => stacked(student, kit, { ...input, ...at }),
        { x, layers },
        { what: 'the states of the top layer', places: 2 },
      );
    },
    memory(student, kit) {
      const input = inputOf(kit, { layers: 2, lengths: [3, 2], input: 3, hidden: 4 });
      kit.noLeak('A run through the layers', () => stacked(student, kit, input));
    },
  },
  piece: ({ lstmLayers }) => ({
    stack: stackOf((x, mask, layers) => lstmLayers?.(x, mask, layers, takeStep)),
  }),
};
