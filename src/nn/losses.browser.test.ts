import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { composedSoftmaxLoss, softmaxLoss } from '../engine/softmax-loss.ts';
import fixtures from './fixtures/losses.json';
import { toTensor, toVariable } from './fixtures.ts';
import { bceWithLogits, crossEntropy, type Reduction } from './losses.ts';
import { expectClose, forEachBackend } from './testing.ts';

forEachBackend('losses', (device) => {
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

  it('labels that are no class are refused before anything is written', async () => {
    const logits = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const short = tf.tensor1d([1, 2]);
    for (const label of [3, -1, 1000, -101]) {
      const labels = Int32Array.of(0, label);
      expect(() => crossEntropy(logits, labels)).toThrow(`Label ${label} of row 1 is out of bounds`);
      const given = tf.tensor1d(labels, 'int32');
      if (device === 'webgpu') {
        // Known to the GPU only: no error, but no loss that could be taken for one.
        const loss = crossEntropy(logits, given);
        expect((await loss.data())[0]).toBeNaN();
        loss.dispose();
      } else expect(() => crossEntropy(logits, given)).toThrow('out of bounds');
      given.dispose();
    }
    expect(() => crossEntropy(logits, Int32Array.of(0))).toThrow('1 labels for 2 rows');
    expect(() => crossEntropy(logits, Int32Array.of(0, 1), { weight: short })).toThrow('2 weights for 3');
    tf.dispose([logits, short]);
  });

  it("what is no number is PyTorch's, in the kernel and in the composition", async () => {
    const { NaN: none, Infinity: all } = globalThis;
    const third = Math.log(3);
    const p = 1 / 3;
    const log2 = Math.log(2);
    const cases: [string, number[][], number[], number[], number[]][] = [
      ['one class', [[4], [-1]], [0, 0], [0, 0], [0, 0]],
      [
        'an ignored row',
        [
          [none, 1, 2],
          [0, 0, 0],
        ],
        [-100, 1],
        [0, third],
        [0, 0, 0, p, p - 1, p],
      ],
      ['no probability', [[-all, 0, 0]], [1], [log2], [0, -0.5, 0.5]],
      [
        'NaN beside the label',
        [
          [0, none, 0],
          [0, 0, 0],
        ],
        [0, 0],
        [none, third],
        [none, none, none, p - 1, p, p],
      ],
      ['NaN at the label', [[none, 0, 0]], [0], [none], [none, none, none]],
    ];
    for (const [what, rows, labels, losses, gradient] of cases)
      // TensorFlow.js' own operations hide NaN on a software GPU.
      for (const loss of device === 'webgpu' ? [softmaxLoss] : [softmaxLoss, composedSoftmaxLoss]) {
        const logits = tf.tensor2d(rows);
        const dy = tf.ones([rows.length]);
        const input = { labels: Int32Array.from(labels), ignoreIndex: -100, weight: null };
        const { value, grad } = tf.valueAndGrad((x) =>
          loss({ ...input, logits: x as tf.Tensor2D, reduction: 'none' }),
        )(logits, dy);
        await expectClose(value, losses, { what: `${what}: loss` });
        await expectClose(grad, gradient, { what: `${what}: gradient` });
        tf.dispose([logits, dy, value, grad]);
      }
  });

  it('a mean over no row has a gradient of zeros, as in PyTorch', async () => {
    for (const loss of [softmaxLoss, composedSoftmaxLoss]) {
      const input = { labels: Int32Array.of(-100, -100), ignoreIndex: -100, weight: null };
      const logits = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      const gradient = tf.grad((x) => loss({ ...input, logits: x as tf.Tensor2D, reduction: 'mean' }))(
        logits,
      );
      await expectClose(gradient, [0, 0, 0, 0]);
      tf.dispose([logits, gradient]);
    }
  });
});
