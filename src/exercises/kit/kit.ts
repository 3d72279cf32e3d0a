import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../base/random.ts';
import type { Evidence } from '../types.ts';
import { tensorsIn } from './copies.ts';
import { firstDifference, firstPath, isList, kindOf, kindWords, never } from './differ.ts';
import { CheckFailure } from './failure.ts';
import { compareGradients, type GradientOptions } from './gradients.ts';
import { indexOf } from './places.ts';
import { show, showNumber, showShape } from './show.ts';

/**
 * What a check is given: random values that are the same each time, and comparisons that fail with a reason and the
 * smallest evidence. Checks run inside of `tf.tidy`-like scopes of their own: what they leave behind is freed.
 */

export interface CloseOptions {
  /** What is compared: "the new state". */
  what: string;
  /** The input that shows it. */
  input?: Record<string, unknown>;
  rtol?: number;
  atol?: number;
  /**
   * Typical mistakes: the sentence to say, and what such code gives. The first that fits is named. As a function it is
   * computed only where the code is wrong.
   */
  mistakes?: Record<string, unknown> | (() => Record<string, unknown>);
  /** What to say where no mistake fits, if it is known what it means that they differ. */
  otherwise?: string;
}

export interface EqualOptions {
  what: string;
  input?: Record<string, unknown>;
  /** Numbers may differ by so much. */
  tolerance?: number;
  mistakes?: CloseOptions['mistakes'];
  otherwise?: string;
}

export class Kit {
  readonly tf = tf;
  readonly random: Random;
  private readonly beat: () => void;

  /** @param beat tells the page that the check is alive: call `alive()` in long loops of your own */
  constructor(stream: string, beat: () => void) {
    this.random = new Random(20, stream);
    this.beat = beat;
  }

  alive(): void {
    this.beat();
  }

  fail(reason: string, evidence: Record<string, unknown> = {}): never {
    throw new CheckFailure(reason, evidenceOf(evidence));
  }

  /** Where all that can be said is that the values differ. */
  private failUnnamed(what: string, evidence: Record<string, unknown>): never {
    throw new CheckFailure(`Something is not right: ${what}.`, evidenceOf(evidence), false);
  }

  /** What else the promise comes to is of no interest, nor that it fails. */
  private failPromise(got: Promise<unknown>, what: string, input: Record<string, unknown>): never {
    got.catch(() => undefined);
    this.fail(
      `${capital(what)}: that is a promise. Write the function without async, its value is wanted at once (and there is no network to wait for).`,
      input,
    );
  }

  /** An integer from low to high, both included. */
  integer(low: number, high: number): number {
    return low + this.random.below(high - low + 1);
  }

  /** N(0, scale²) numbers. */
  numbers(count: number, scale = 1): number[] {
    return Array.from({ length: count }, () => scale * this.random.normal());
  }

  /** A tensor of N(0, scale²) numbers. */
  tensor<R extends tf.Rank>(shape: tf.ShapeMap[R], scale = 1): tf.Tensor<R> {
    const size = (shape as number[]).reduce((a, b) => a * b, 1);
    return tf.tensor(this.numbers(size, scale), shape, 'float32');
  }

  /** Fails unless `got` is a tensor of the shape and close to `wanted`: |a − b| ≤ atol + rtol · max|wanted|. */
  async close(got: unknown, wanted: tf.Tensor, options: CloseOptions): Promise<void> {
    const { what, input = {}, rtol = 1e-4, atol = 1e-5, mistakes = {}, otherwise } = options;
    this.alive();
    const tensor = this.aTensor(got, what, wanted.shape, input);
    const [a, b] = await Promise.all([tensor.data(), wanted.data()]);
    this.alive();
    const at = firstDifference(a, b, rtol, atol);
    if (at === null) return;
    const evidence = {
      ...input,
      ...(wanted.rank > 0 && {
        [`${what}, first difference`]: `at index ${showShape(indexOf(at, wanted.shape))}`,
      }),
      'your value': a[at],
      'right value': b[at],
    };
    for (const [sentence, value] of Object.entries(typeof mistakes === 'function' ? mistakes() : mistakes)) {
      const wrong = value instanceof tf.Tensor ? await value.data() : (value as ArrayLike<number>);
      // NaN has many causes: it is the mark of no mistake.
      if (wrong.length === a.length && firstDifference(a, wrong, rtol, atol, never) === null)
        this.fail(sentence, evidence);
    }
    const bad = a[at] as number;
    if (!Number.isFinite(bad) && Number.isFinite(b[at] as number))
      this.fail(
        `There is ${bad} in ${what}: somewhere a number is divided by 0 or grows without end.`,
        evidence,
      );
    if (otherwise !== undefined) this.fail(otherwise, evidence);
    this.failUnnamed(what, evidence);
  }

  /** Whether two tensors of one shape hold the same numbers; NaN is the same as NaN. */
  async isClose(a: tf.Tensor, b: tf.Tensor, rtol = 1e-4, atol = 1e-5): Promise<boolean> {
    const [left, right] = await Promise.all([a.data(), b.data()]);
    this.alive();
    return a.shape.join() === b.shape.join() && firstDifference(left, right, rtol, atol) === null;
  }

  /** Fails unless it is a tensor, of this shape where one is given. */
  aTensor(
    got: unknown,
    what: string,
    shape?: readonly number[],
    input: Record<string, unknown> = {},
  ): tf.Tensor {
    if (got instanceof Promise) this.failPromise(got, what, input);
    if (!(got instanceof tf.Tensor))
      this.fail(
        `A tensor is wanted for ${what}, not ${got === undefined ? 'undefined: is there a return?' : `${show(got)}.`}`,
        input,
      );
    if (got.isDisposed) this.fail(`The tensor returned for ${what} was disposed already.`, input);
    if (shape && got.shape.join() !== shape.join())
      this.fail(`The shape of ${what} is ${showShape(got.shape)} instead of ${showShape(shape)}.`, {
        ...input,
        'shape you return': showShape(got.shape),
        'right shape': showShape(shape),
      });
    return got;
  }

  /**
   * The object that a function should return; fails where there is none, and where a name is asked for that it lacks.
   * @param names all that it should hold
   */
  record<N extends string>(got: unknown, work: string, names: readonly N[]): Record<N, unknown> {
    const whole = `{ ${names.join(', ')} }`;
    if (got === undefined)
      this.fail(`${work} returns nothing: is there a return? It should return ${whole}.`);
    if (got instanceof Promise) this.failPromise(got, `what ${work} returns`, {});
    if (got === null || typeof got !== 'object' || isList(got) || got instanceof tf.Tensor)
      this.fail(`${work} should return ${whole}.`, { 'you return': got });
    const record = { ...got } as Record<N, unknown>;
    for (const name of names)
      if (record[name] === undefined)
        Object.defineProperty(record, name, {
          get: () =>
            this.fail(`${work} should return ${whole}: there is no ${name} in what it returns.`, {
              'you return': got,
            }),
        });
    return record;
  }

  /** Fails unless both are the same plain value (numbers within the tolerance): names the first place that differs. */
  equal(got: unknown, wanted: unknown, options: EqualOptions): void {
    const { what, input = {}, tolerance = 0, mistakes = {}, otherwise } = options;
    this.alive();
    const difference = firstPath(got, wanted, tolerance);
    if (!difference) return;
    // Numbers that differ further behind than is shown.
    const alike =
      typeof got === 'number' && typeof wanted === 'number' && showNumber(got) === showNumber(wanted);
    const evidence = {
      ...input,
      [`${what}, you return`]: alike ? String(got) : got,
      [`${what}, right`]: alike ? String(wanted) : wanted,
      ...(difference.path === '' ? {} : { 'first difference': `${difference.path}: ${difference.words}` }),
    };
    if (got instanceof Promise) this.failPromise(got, what, input);
    if (got === undefined)
      this.fail(`Nothing is returned where ${what} should be: is there a return?`, input);
    for (const [sentence, value] of Object.entries(typeof mistakes === 'function' ? mistakes() : mistakes))
      if (!firstPath(got, value, Math.max(tolerance, 1e-9))) this.fail(sentence, evidence);
    const [kind, right] = [kindOf(got), kindOf(wanted)];
    if (kind !== right)
      this.fail(`${capital(right)} is wanted for ${what}, not ${kindWords(got, kind)}.`, evidence);
    if (otherwise !== undefined) this.fail(otherwise, evidence);
    this.failUnnamed(what, evidence);
  }

  /** Takes gradients, by tf.grad or tf.grads; where there is none, says so. */
  backward<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof CheckFailure) throw error;
      const words = error instanceof Error ? error.message : String(error);
      // What tfjs says where the tape does not lead from y to x.
      if (/Cannot compute gradient of y=f\(x\)/.test(words))
        this.fail(
          `No gradient flows through ${what}: it has to be made from the input by operations of tf alone, not from copied numbers.`,
        );
      this.fail(`No gradient flows through ${what}: ${words}`);
    }
  }

  /**
   * Compares the gradient that the tape finds for sum(f(x) · c), c random, with finite differences at some places.
   * @param f must be differentiable where it is asked
   */
  async gradient(f: (x: tf.Tensor) => unknown, x: tf.Tensor, options: GradientOptions): Promise<void> {
    const { what, places = 6 } = options;
    await compareGradients(this, f, x, { ...options, places, named: () => what });
  }

  /**
   * The same for all tensors in the inputs at once, so that none of them is forgotten; said by where they stand: "the new
   * state after w.bias". What holds no float numbers goes to `f` as it is.
   */
  async gradients<T>(f: (inputs: T) => unknown, inputs: T, options: GradientOptions): Promise<void> {
    const named = (input: string): string => `${options.what} after ${input}`;
    await compareGradients(this, f, inputs, { ...options, named });
  }

  /** Fails where the code keeps tensors: as many after it as before, but for what it returns. */
  noLeak(what: string, work: () => unknown): void {
    const before = tf.memory().numTensors;
    const made = work();
    const kept = tf.memory().numTensors - before;
    const returned = [...new Set(tensorsIn(made))];
    tf.dispose(returned);
    if (kept > returned.length)
      this.fail(
        `${what} leaves ${kept - returned.length} tensors behind at each call: wrap the work in tf.tidy(() => …).`,
        { 'tensors before': before, 'tensors after': before + kept, 'of which returned': returned.length },
      );
  }

  /** Milliseconds that synchronous work took. */
  time(work: () => unknown): number {
    const start = performance.now();
    work();
    return performance.now() - start;
  }

  /** The most bytes of tensors alive at once while synchronous work runs, above what was there before. */
  peakBytes(work: () => void): number {
    // Not tf.profile: that waits for the device after every kernel.
    const engine = tf.engine();
    const { state, trackTensor } = engine;
    const before = state.numBytes;
    let most = before;
    engine.trackTensor = (...given) => {
      trackTensor.apply(engine, given);
      most = Math.max(most, state.numBytes);
    };
    try {
      work();
    } finally {
      engine.trackTensor = trackTensor;
    }
    return most - before;
  }
}

function evidenceOf(values: Record<string, unknown>): Evidence[] {
  return Object.entries(values).map(([what, value]) => ({
    what,
    value: typeof value === 'string' ? value : typeof value === 'number' ? showNumber(value) : show(value),
  }));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
