import * as tf from '@tensorflow/tfjs-core';
import { CheckFailure } from './failure.ts';
import type { Kit } from './kit.ts';
import { indexOf } from './places.ts';
import { showShape } from './show.ts';

export interface GradientOptions {
  /** Of what: "the new state". */
  what: string;
  /** How many numbers of each input are moved. */
  places?: number;
  rtol?: number;
  atol?: number;
}

interface Named {
  /** What is looked at, of an input: "the new state after w.bias". */
  named: (input: string) => string;
}

/** A finite difference is taken over twice this. */
const STEP = 1e-2;
/** Beyond it float32 shows no change of that size: the difference would be 0, whatever the gradient is. */
const LARGEST = 1e5;

/** All floating tensors in a record, with where they stand: "x", "w.bias", "layers[0].bias". */
function tensorsIn(value: unknown, path = ''): [path: string, tensor: tf.Tensor][] {
  if (value instanceof tf.Tensor) return value.dtype === 'float32' ? [[path, value]] : [];
  if (Array.isArray(value)) return value.flatMap((inside, i) => tensorsIn(inside, `${path}[${i}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    tensorsIn(inside, path === '' ? key : `${path}.${key}`),
  );
}

/** The same record with another tensor in place of one. */
function withTensor<T>(value: T, old: tf.Tensor, by: tf.Tensor): T {
  if ((value as unknown) === old) return by as T;
  if (value === null || typeof value !== 'object' || value instanceof tf.Tensor) return value;
  if (Array.isArray(value)) return value.map((inside: unknown) => withTensor(inside, old, by)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [key, withTensor<unknown>(inside, old, by)]),
  ) as T;
}

/** Why differences say nothing about a gradient there, if so. Asked only where they differ, since it costs four values. */
async function unsteady(at: (by: number) => tf.Scalar, slope: number, whole: string): Promise<string | null> {
  const [one = 0, again = 0, up = 0, down = 0] = await tf
    .stack([at(0), at(0), at(STEP / 2), at(-STEP / 2)])
    .data();
  if (!(Math.abs(one - again) <= 1e-4 * Math.max(1, Math.abs(one))))
    return `With the same input ${whole} is another each time: draw only with what the exercise gives.`;
  const half = (up - down) / STEP;
  // Numbers that are too great for float32 beside others move in leaps.
  return Math.abs(half - slope) > 0.1 + 0.3 * Math.max(Math.abs(half), Math.abs(slope))
    ? `${whole.charAt(0).toUpperCase()}${whole.slice(1)} moves in leaps, not smoothly: no gradient can be compared there.`
    : null;
}

/**
 * Compares the gradients that the tape finds for sum(f(inputs) · c), c random, with finite differences at some places of
 * every tensor in the inputs. Fails where one of them gets none.
 *
 * @param f must be differentiable where it is asked
 */
export async function compareGradients<T>(
  kit: Kit,
  f: (inputs: T) => unknown,
  inputs: T,
  { places = 3, rtol = 3e-2, atol = 3e-3, named }: Omit<GradientOptions, 'what'> & Named,
): Promise<void> {
  const given = tensorsIn(inputs);
  const whole = named(given[0]?.[0] ?? '');
  const value = tf.tidy(() => kit.aTensor(f(inputs), whole).clone());
  // Then the values are wrong, which other checks may name.
  if (!(await value.data()).every((one) => Math.abs(one) < LARGEST))
    throw new CheckFailure(
      `There are numbers in ${whole} beyond all measure: no gradient can be compared there.`,
      [],
      false,
    );
  const direction = tf.tidy(() => kit.tensor(value.shape as never));
  const scalar = (at: T): tf.Scalar => tf.tidy(() => tf.sum(tf.mul(f(at) as tf.Tensor, direction)));
  // Not tf.grads: that says only that some input gets none, not which.
  const { grads } = kit.backward(whole, () =>
    tf.tidy(() =>
      tf.engine().gradients(
        () => scalar(inputs),
        given.map(([, tensor]) => tensor),
        undefined,
        true,
      ),
    ),
  ) as { grads: (tf.Tensor | null | undefined)[] };
  const movedBy = (input: tf.Tensor, values: Float32Array, place: number, by: number): tf.Scalar => {
    const moved = Float32Array.from(values);
    moved[place] = (moved[place] as number) + by;
    kit.alive();
    return scalar(withTensor(inputs, input, tf.tensor(moved, input.shape)));
  };
  const sums: tf.Scalar[] = [];
  const moves: { input: number; place: number }[] = [];
  for (const [k, [, input]] of given.entries()) {
    const values = Float32Array.from(await input.data());
    for (const place of kit.random.shuffle(values.map((_, i) => i)).slice(0, places)) {
      moves.push({ input: k, place });
      for (const by of [STEP, -STEP]) sums.push(movedBy(input, values, place, by));
    }
  }
  // Read at once: each reading waits for the device.
  const around = await tf.stack(sums).data();
  const slopes = moves.map(
    (_, k) => ((around[2 * k] as number) - (around[2 * k + 1] as number)) / (2 * STEP),
  );
  for (const [k, [name, input]] of given.entries()) {
    const found = await grads[k]?.data();
    const own = moves.flatMap((move, i) =>
      move.input === k ? [{ place: move.place, slope: slopes[i] as number }] : [],
    );
    if (!found)
      // Where the value does not change with the input either, the formula is wrong: other checks may name how.
      throw new CheckFailure(
        `No gradient flows through ${named(name)}: it has to be made from the input by operations of tf alone, not from copied numbers.`,
        [],
        own.some(({ slope }) => !(Math.abs(slope) <= atol)),
      );
    for (const { place, slope } of own) {
      const mine = found[place] as number;
      // Also where one of them is NaN.
      if (Math.abs(slope - mine) <= atol + rtol * Math.abs(slope)) continue;
      const values = Float32Array.from(await input.data());
      const why = await unsteady((by) => movedBy(input, values, place, by), slope, whole);
      // Then the values are wrong, which other checks may name.
      if (why) throw new CheckFailure(why, [], false);
      kit.fail(
        Number.isFinite(mine)
          ? `The gradient of ${named(name)} is not that of the formula.`
          : `The gradient of ${named(name)} is ${mine}: on the way back a number is divided by 0, even where the value is right.`,
        {
          place: showShape(indexOf(place, input.shape)),
          'gradient of your code': mine,
          'by finite differences': slope,
        },
      );
    }
  }
}
