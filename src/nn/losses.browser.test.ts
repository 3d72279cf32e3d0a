import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import fixtures from './fixtures/losses.json';
import { toTensor, toVariable } from './fixtures.ts';
import { bceWithLogits, crossEntropy, type Reduction } from './losses.ts';
import { expectClose, forEachBackend } from './testing.ts';

forEachBackend('losses', () => {
  it('cross-entropy agrees with PyTorch: ignored labels, class weights, reductions', async () => {
    for (const reference of fixtures.crossEntropy) {
      const logits = toVariable<tf.Rank.R2>(reference.logits);
      const factor = toTensor(reference.factor);
      const weight = reference.weight && toTensor<tf.Rank.R1>(reference.weight);
      const options = { weight, reduction: reference.reduction as Reduction };
      const labels = Int32Array.from(reference.labels);
      for (const given of [labels, tf.tensor1d(labels, 'int32')]) {
        const { value, grads } = tf.variableGrads(
          () => tf.sum(tf.mul(crossEntropy(logits, given, options), factor)) as tf.Scalar,
        );
        const loss = crossEntropy(logits, given, options);
        await expectClose(loss, reference.loss.data, { what: 'loss' });
        await expectClose(grads[logits.name]!, reference.gradient.data, { what: 'gradient' });
        tf.dispose([value, grads, loss]);
        if (given instanceof tf.Tensor) given.dispose();
      }
      tf.dispose([logits, factor]);
      weight?.dispose();
    }
  });

  it('binary cross-entropy agrees with PyTorch: weights, positive weights, great logits', async () => {
    for (const reference of fixtures.bce) {
      const logits = toVariable<tf.Rank.R2>(reference.logits);
      const targets = toTensor<tf.Rank.R2>(reference.targets);
      const factor = toTensor(reference.factor);
      const posWeight = reference.posWeight && toTensor<tf.Rank.R1>(reference.posWeight);
      const weight = reference.weight && toTensor(reference.weight);
      const options = { posWeight, weight, reduction: reference.reduction as Reduction };
      const { value, grads } = tf.variableGrads(
        () => tf.sum(tf.mul(bceWithLogits(logits, targets, options), factor)) as tf.Scalar,
      );
      const loss = bceWithLogits(logits, targets, options);
      await expectClose(loss, reference.loss.data, { what: 'loss' });
      await expectClose(grads[logits.name]!, reference.gradient.data, { what: 'gradient' });
      tf.dispose([value, grads, loss, logits, targets, factor]);
      posWeight?.dispose();
      weight?.dispose();
    }
  });

  it('great logits neither overflow nor lose the loss; no labelled row gives NaN, as in PyTorch', async () => {
    const logits = tf.tensor2d([1000, -1000, 0, 0], [2, 2]);
    const loss = crossEntropy(logits, Int32Array.of(1, 0), { reduction: 'none' });
    await expectClose(loss, [2000, Math.log(2)]);
    const none = crossEntropy(logits, Int32Array.of(-100, -100));
    expect((await none.data())[0]).toBeNaN();
    tf.dispose([logits, loss, none]);
  });
});
