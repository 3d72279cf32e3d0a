import * as tf from '@tensorflow/tfjs-core';
import type { Kit } from './kit.ts';
import { indexOf } from './places.ts';
import { showShape } from './show.ts';

/** The inputs of a function, by name. */
export type Inputs = Readonly<Record<string, tf.Tensor>>;

export interface GradientOptions {
  /** Of what: "the new state". */
  what: string;
  /** How many numbers of each input are moved. */
  places?: number;
  rtol?: number;
  atol?: number;
}

/** A finite difference is taken over twice this. */
const STEP = 1e-2;

/**
 * Compares the gradients that the tape finds for sum(f(inputs) · c), c random, with finite differences at some places of
 * every input. Fails where one of the inputs gets none.
 *
 * @param f must be differentiable where it is asked
 * @param named what is looked at, of an input: "the new state after x"
 */
export async function compareGradients(
  kit: Kit,
  f: (inputs: Inputs) => unknown,
  inputs: Inputs,
  { places = 3, rtol = 3e-2, atol = 3e-3, named }: Omit<GradientOptions, 'what'> & Named,
): Promise<void> {
  const names = Object.keys(inputs);
  const whole = named(names[0] as string);
  const direction = tf.tidy(() => kit.tensor(kit.aTensor(f(inputs), whole).shape as never));
  const scalar = (at: Inputs): tf.Scalar => tf.tidy(() => tf.sum(tf.mul(f(at) as tf.Tensor, direction)));
  const given = Object.values(inputs);
  // Not tf.grads: that says only that some input gets none, not which.
  const { grads } = kit.backward(whole, () =>
    tf.tidy(() => tf.engine().gradients(() => scalar(inputs), given, undefined, true)),
  );
  const sums: tf.Scalar[] = [];
  const moves: { name: string; place: number; found: tf.Tensor }[] = [];
  for (const [k, name] of names.entries()) {
    const input = given[k] as tf.Tensor;
    const found = grads[k] as tf.Tensor | null | undefined;
    if (!found)
      kit.fail(
        `No gradient flows through ${named(name)}: it has to be made from the input by operations of tf alone, not from copied numbers.`,
      );
    const values = Float32Array.from(await input.data());
    for (const place of kit.random.shuffle(values.map((_, i) => i)).slice(0, places)) {
      moves.push({ name, place, found });
      for (const by of [STEP, -STEP]) {
        const moved = Float32Array.from(values);
        moved[place] = (moved[place] as number) + by;
        sums.push(scalar({ ...inputs, [name]: tf.tensor(moved, input.shape) }));
        kit.alive();
      }
    }
  }
  // Read at once: each reading waits for the device.
  const around = await tf.stack(sums).data();
  const slopes = new Map(await Promise.all(grads.map(async (found) => [found, await found.data()] as const)));
  for (const [k, { name, place, found }] of moves.entries()) {
    const slope = ((around[2 * k] as number) - (around[2 * k + 1] as number)) / (2 * STEP);
    const mine = slopes.get(found)?.[place] as number;
    // Also where one of them is NaN.
    if (Math.abs(slope - mine) <= atol + rtol * Math.abs(slope)) continue;
    kit.fail(
      Number.isFinite(mine)
        ? `The gradient of ${named(name)} is not that of the formula.`
        : `The gradient of ${named(name)} is ${mine}: on the way back a number is divided by 0, even where the value is right.`,
      {
        place: showShape(indexOf(place, found.shape)),
        'gradient of your code': mine,
        'by finite differences': slope,
      },
    );
  }
}

interface Named {
  named: (input: string) => string;
}
