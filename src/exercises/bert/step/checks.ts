import * as tf from '@tensorflow/tfjs-core';
import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import {
  type Batch,
  batchOf,
  lossAndGradients,
  type Model,
  normOf,
  Optimizer,
  RATE,
  scoreOf,
  type Weights,
  weightsOf,
  withModel,
} from './model.ts';

const read = async (of: tf.Tensor): Promise<number> => (await of.data())[0] as number;

async function step(
  { trainStep }: Student,
  kit: Kit,
  model: Model,
  batch: Batch,
  maxNorm: number,
): Promise<{ loss: unknown; norm: unknown; optimizer: Optimizer }> {
  const optimizer = new Optimizer(kit, model);
  const got = (await trainStep?.(model, batch, optimizer, maxNorm)) as Record<string, unknown> | undefined;
  if (got === null || typeof got !== 'object')
    kit.fail('trainStep should return { loss, norm }.', { 'you return': got });
  for (const name of ['loss', 'norm'])
    if (got[name] instanceof tf.Tensor)
      kit.fail(`${name} is a tensor: read its number, or memory grows with every step.`);
  return { loss: got['loss'], norm: got['norm'], optimizer };
}

/** Both weights after a step, were the gradients these. */
const moved = (
  { weight, bias }: Weights,
  grads: readonly tf.Tensor[],
  scale: number | tf.Tensor = 1,
): tf.Tensor[] =>
  [weight, bias].map((one, k) => tf.sub(one, tf.mul(RATE, tf.mul(grads[k] as tf.Tensor, scale))));

const shortened = (grads: readonly tf.Tensor[], maxNorm: number): tf.Tensor =>
  tf.minimum(1, tf.div(maxNorm, normOf(grads)));

async function compareStep(
  student: Student,
  kit: Kit,
  count: number,
  scale: number,
  maxNorm: number,
): Promise<void> {
  const weights = weightsOf(kit);
  const batch = batchOf(kit, count, scale);
  const { loss, grads } = lossAndGradients(batch, weights);
  const right = moved(weights, grads, shortened(grads, maxNorm));
  const norm = await read(normOf(grads));
  const still = lossAndGradients(batch, weights, false);
  const each = grads.map((grad) => tf.mul(grad, shortened([grad], maxNorm)));
  const cut = grads.map((grad) => tf.clipByValue(grad, -maxNorm, maxNorm));
  const squares = tf.addN(grads.map((grad) => tf.sum(tf.square(grad))));
  await withModel(weights, async (model) => {
    const got = await step(student, kit, model, batch, maxNorm);
    const evidence = { 'norm of the gradient': norm, maxNorm };
    if (got.optimizer.steps !== 1)
      kit.fail(`The optimizer makes ${got.optimizer.steps} steps; it has to be one.`, evidence);
    for (const [k, name] of (['weight', 'bias'] as const).entries())
      await kit.close(model.variables[k], right[k] as tf.Tensor, {
        what: `the ${name} after the step`,
        input: evidence,
        mistakes: () => ({
          'The model is not in training mode: the step is that of evaluation.': moved(
            weights,
            still.grads,
            shortened(still.grads, maxNorm),
          )[k],
          'The gradients are not shortened.': moved(weights, grads)[k],
          'Each gradient is shortened by its own norm: they have to keep their direction together.': moved(
            weights,
            each,
          )[k],
          'Every number is cut off by itself: the gradients have to keep their direction.': moved(
            weights,
            cut,
          )[k],
          'The gradients are always made as long as maxNorm: short ones have to stay as they are.': moved(
            weights,
            grads,
            tf.div(maxNorm, normOf(grads)),
          )[k],
          'The norm lacks its root.': moved(weights, grads, tf.minimum(1, tf.div(maxNorm, squares)))[k],
          'The norm is the sum of the norms; it has to be the root of the sum of the squares.': moved(
            weights,
            grads,
            tf.minimum(1, tf.div(maxNorm, tf.addN(grads.map((grad) => normOf([grad]))))),
          )[k],
          'The gradient goes up the loss.': moved(weights, grads, tf.neg(shortened(grads, maxNorm)))[k],
        }),
      });
    const after = await read(scoreOf(batch, right[0] as tf.Tensor, right[1] as tf.Tensor, true).loss);
    kit.equal(got.loss, await read(loss), {
      what: 'loss',
      input: evidence,
      tolerance: 1e-4,
      mistakes: {
        'loss is 0: nothing is computed yet.': 0,
        'The loss is computed once more after the step: it has to be that which the gradients are of.': after,
        'loss is that of evaluation mode.': await read(still.loss),
      },
    });
    kit.equal(got.norm, norm, {
      what: 'norm',
      input: evidence,
      tolerance: 1e-4 * Math.max(1, norm),
      mistakes: {
        'norm is that of the shortened gradients; it has to be that from before.': Math.min(norm, maxNorm),
        'norm lacks its root.': norm ** 2,
      },
    });
    if (model.scored.length !== 1)
      kit.fail(`The batch goes through the model ${model.scored.length} times; once is enough.`, evidence);
  });
}

async function evaluation(
  { evaluate }: Student,
  kit: Kit,
  model: Model,
  batches: Batch[],
): Promise<{ loss: unknown; accuracy: unknown }> {
  const got = (await evaluate?.(model, batches)) as Record<string, unknown> | undefined;
  if (got === null || typeof got !== 'object')
    kit.fail('evaluate should return { loss, accuracy }.', { 'you return': got });
  return { loss: got['loss'], accuracy: got['accuracy'] };
}

export const checks: ExerciseChecks = {
  id: 'bert/step',
  checks: {
    async step(student, kit) {
      // Far below the bound: nothing is shortened.
      for (const count of [4, 1]) await compareStep(student, kit, count, 1, 1000);
    },
    async clip(student, kit) {
      await compareStep(student, kit, 3, 6, 0.3);
      await compareStep(student, kit, 5, 1, 0.05);
      await compareStep(student, kit, 2, 1, 1000);
    },
    async evaluation(student, kit) {
      for (const counts of [[4, 1], [1, 6, 0, 2], [3], []]) {
        const weights = weightsOf(kit);
        const batches = counts.map((count) => batchOf(kit, count, 2));
        const scores = await Promise.all(
          batches.map(async (batch) => {
            const { loss, right } = scoreOf(batch, weights.weight, weights.bias, false);
            return { loss: await read(loss), right: await read(right), count: batch.classes.length };
          }),
        );
        const total = Math.max(
          1,
          counts.reduce((a, b) => a + b, 0),
        );
        const sum = (of: (score: (typeof scores)[number]) => number): number =>
          scores.reduce((all, score) => all + of(score), 0);
        const loss = sum((score) => score.count * score.loss) / total;
        const accuracy = sum((score) => score.right) / total;
        await withModel(weights, async (model) => {
          // Left in training by a step before.
          model.train(true);
          const got = await evaluation(student, kit, model, batches);
          const input = { 'tokens asked for in each batch': counts };
          const inTraining = await Promise.all(
            batches.map((batch) => read(scoreOf(batch, weights.weight, weights.bias, true).loss)),
          );
          kit.equal(got.loss, loss, {
            what: 'loss',
            input,
            tolerance: 1e-4,
            mistakes: {
              'loss is 0: nothing is computed yet.': 0,
              'It is NaN: something is divided by 0.': NaN,
              'This is the mean over the batches: a batch with few tokens counts too much.':
                sum((score) => score.loss) / Math.max(1, counts.length),
              'The losses are added and not divided.': sum((score) => score.loss),
              'The sum over all tokens is not divided by their number.': loss * total,
              'The model is still in training mode.':
                inTraining.reduce((all, one, i) => all + one * (counts[i] as number), 0) / total,
            },
          });
          kit.equal(got.accuracy, accuracy, {
            what: 'accuracy',
            input,
            tolerance: 1e-4,
            mistakes: {
              'It is NaN: something is divided by 0.': NaN,
              'This is the mean over the batches: a batch with few tokens counts too much.':
                sum((score) => score.right / Math.max(1, score.count)) / Math.max(1, counts.length),
              'This is how many were told rightly; it has to be their share.': accuracy * total,
            },
          });
        });
      }
    },
    async mode(student, kit) {
      const weights = weightsOf(kit);
      const batches = [batchOf(kit, 3), batchOf(kit, 2)];
      await withModel(weights, async (model) => {
        await evaluation(student, kit, model, batches);
        for (const { training, gradient } of model.scored) {
          if (training === null) kit.fail('The mode is never set: model.train(false) comes first.');
          if (training) kit.fail('A batch is scored in training mode: dropout would be on.');
          if (gradient)
            kit.fail('Gradients are computed in evaluation: they cost time and memory for nothing.');
        }
        if (model.scored.length !== batches.length)
          kit.fail(`${batches.length} batches go through the model ${model.scored.length} times.`);
        await kit.close(model.variables[0], weights.weight, { what: 'the weight after an evaluation' });
        const before = tf.memory().numTensors;
        await evaluation(student, kit, model, batches);
        const kept = tf.memory().numTensors - before;
        if (kept > 0) kit.fail(`evaluate leaves ${kept} tensors behind at each call.`);
      });
    },
    async memory(student, kit) {
      const [weights, batch] = [weightsOf(kit), batchOf(kit, 3)];
      await withModel(weights, async (model) => {
        await step(student, kit, model, batch, 1);
        const before = tf.memory().numTensors;
        await step(student, kit, model, batch, 1);
        const kept = tf.memory().numTensors - before;
        if (kept > 0)
          kit.fail(
            `trainStep leaves ${kept} tensors behind at each call: dispose of the loss and the gradients.`,
            {
              'tensors before': before,
              'tensors after': before + kept,
            },
          );
      });
    },
  },
};
