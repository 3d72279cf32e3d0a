import * as tf from '@tensorflow/tfjs-core';
import type { Kit } from '../../kit/kit.ts';

/** A model of two weights that says how it is used. */

export interface Batch {
  /** [N, 3]: nobody asks for anything where N is 0. */
  x: number[][];
  classes: number[];
}

export interface Score {
  loss: tf.Scalar;
  right: tf.Scalar;
  count: number;
}

/** In training the states are halved, so that its loss is not that of evaluation. */
const TRAINING_FACTOR = 0.5;
const CLASSES = 3;
const WIDTH = 3;

export function scoreOf(batch: Batch, weight: tf.Tensor, bias: tf.Tensor, training: boolean): Score {
  const count = batch.classes.length;
  return tf.tidy(() => {
    if (count === 0) return { loss: tf.scalar(0), right: tf.scalar(0), count };
    const x = tf.mul(tf.tensor2d(batch.x, [count, WIDTH]), training ? TRAINING_FACTOR : 1) as tf.Tensor2D;
    const logits = tf.add(tf.matMul(x, weight as tf.Tensor2D), bias);
    const truth = tf.tensor1d(batch.classes, 'int32');
    const own = tf.mul(tf.logSoftmax(logits), tf.oneHot(truth, CLASSES));
    const right = tf.equal(tf.argMax(logits, 1), truth);
    return {
      loss: tf.div(tf.neg(tf.sum(own)), count) as tf.Scalar,
      right: tf.sum(tf.cast(right, 'float32')) as tf.Scalar,
      count,
    };
  });
}

export class Model {
  readonly variables: [tf.Variable, tf.Variable];
  /** What happened: the mode of each score, and whether a gradient was asked of it. */
  readonly scored: { batch: Batch; training: boolean | null; gradient: boolean }[] = [];
  private training: boolean | null = null;

  constructor(weight: tf.Tensor, bias: tf.Tensor) {
    this.variables = [tf.variable(tf.mul(weight, 1)), tf.variable(tf.mul(bias, 1))];
  }

  train(on: boolean): void {
    this.training = on;
  }

  score(batch: Batch): Score {
    const [weight, bias] = this.variables;
    this.scored.push({ batch, training: this.training, gradient: tf.engine().state.gradientDepth > 0 });
    return scoreOf(batch, weight, bias, this.training === true);
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}

/** Goes down the gradient with a rate of its own, and counts its steps. */
export class Optimizer {
  steps = 0;
  private readonly model: Model;
  private readonly kit: Kit;

  constructor(kit: Kit, model: Model) {
    this.kit = kit;
    this.model = model;
  }

  step(gradients: Record<string, tf.Tensor>): void {
    this.steps++;
    for (const variable of this.model.variables) {
      const gradient = gradients?.[variable.name];
      this.kit.aTensor(gradient, `the gradient of ${variable.name} given to the optimizer`, variable.shape);
      tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(RATE, gradient as tf.Tensor))));
    }
  }
}

export const RATE = 0.7;

export function batchOf(kit: Kit, count: number, scale = 1): Batch {
  return {
    x: Array.from({ length: count }, () => kit.numbers(WIDTH, scale)),
    classes: Array.from({ length: count }, () => kit.integer(0, CLASSES - 1)),
  };
}

export interface Weights {
  weight: tf.Tensor2D;
  bias: tf.Tensor1D;
}

export const weightsOf = (kit: Kit): Weights => ({
  weight: kit.tensor<tf.Rank.R2>([WIDTH, CLASSES]),
  bias: kit.tensor<tf.Rank.R1>([CLASSES]),
});

/** Loss and gradients of a batch, by formulas of its own. */
export function lossAndGradients(
  batch: Batch,
  { weight, bias }: Weights,
  training = true,
): { loss: tf.Scalar; grads: [tf.Tensor, tf.Tensor] } {
  const { value, grads } = tf.valueAndGrads(
    (w: tf.Tensor, b: tf.Tensor) => scoreOf(batch, w, b, training).loss,
  )([weight, bias]);
  return { loss: value as tf.Scalar, grads: grads as [tf.Tensor, tf.Tensor] };
}

export const normOf = (grads: readonly tf.Tensor[]): tf.Scalar =>
  tf.sqrt(tf.addN(grads.map((grad) => tf.sum(tf.square(grad))))) as tf.Scalar;

/** With a model that is gone afterwards. */
export async function withModel(
  { weight, bias }: Weights,
  work: (model: Model) => Promise<void>,
): Promise<void> {
  const model = new Model(weight, bias);
  try {
    await work(model);
  } finally {
    model.dispose();
  }
}
