import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { type BertBatch, BertForPreTraining } from '../models/bert/bert.ts';
import { bertConfig } from '../models/bert/config.ts';
import reference from '../models/fixtures/bert.json';
import { load, type Values } from '../nn/fixtures.ts';
import { crossEntropy } from '../nn/losses.ts';
import { expectClose, forEachBackend } from '../nn/testing.ts';
import { optimizerSchema, scheduleSchema } from '../recipe/recipe.ts';
import { Optimizer } from './optimizers.ts';
import { scheduleFactor } from './schedules.ts';

const STEPS = 20;
const spec = optimizerSchema.parse({
  ...{ kind: 'adamw', lr: 5e-3, betas: [0.9, 0.98], eps: 1e-6 },
  ...{ weightDecay: 0.1, noDecay: 'biases-and-norms' },
});
const triangle = scheduleSchema.parse({ kind: 'linear', warmup: 0.25 });

forEachBackend('training BERT', () => {
  it('gives the losses and weights of PyTorch over 20 steps: AdamW in two groups, a triangle, clipping', async () => {
    const { vocabSize, hiddenSize, layers, heads, places } = reference.config;
    const sizes = { numHiddenLayers: layers, numAttentionHeads: heads, maxPositionEmbeddings: places };
    const randoms = { random: new Random(1), dropoutRandom: new Random(2) };
    const net = new BertForPreTraining(bertConfig({ vocabSize, hiddenSize, ...sizes }), randoms).eval();
    load(net, reference.weights as unknown as Record<string, Values>);
    const batch: BertBatch = {
      ids: Int32Array.from(reference.ids.flat()),
      segments: Int32Array.from(reference.segments.flat()),
      ...{ rows: 2, length: 6, lengths: Int32Array.from(reference.lengths) },
    };
    const [at, labels, order] = [reference.places, reference.labels, reference.order].map((values) =>
      Int32Array.from(values),
    ) as [Int32Array, Int32Array, Int32Array];
    const loss = () =>
      tf.tidy(() => {
        const hidden = net.bert.forward(batch);
        const words = crossEntropy(net.wordLogits(hidden, at), labels);
        return tf.add(words, crossEntropy(net.orderLogits(hidden), order)) as tf.Scalar;
      });
    const parameters = net.namedParameters();
    const optimizer = new Optimizer(parameters, spec);
    const losses: tf.Tensor[] = [];
    for (let step = 0; step < STEPS; step++) {
      const { value, grads } = tf.variableGrads(loss);
      losses.push(value);
      const gradients = new Map(parameters.map(({ name, variable }) => [name, grads[variable.name]!]));
      const lr = spec.lr * scheduleFactor(triangle, { step, totalSteps: STEPS, epoch: 0 });
      optimizer.clippedStep(gradients, lr, 1).dispose();
      tf.dispose(grads);
    }
    const told = await Promise.all(losses.map(async (value) => (await value.data())[0]!));
    await expectClose(Float32Array.from(told), reference.training.losses, { what: 'losses', rtol: 1e-3 });
    expect(told[STEPS - 1]!).toBeLessThan(told[0]! - 1);
    const wanted = reference.training.weights as unknown as Record<string, Values>;
    for (const { name, data } of await net.stateDict())
      await expectClose(Float32Array.from(data), wanted[name]!.data, { what: name, rtol: 1e-3 });
    tf.dispose(losses);
    optimizer.dispose();
    net.dispose();
  });
});
