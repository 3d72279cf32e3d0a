import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { composedGlobalNorm, composedUpdates, globalNorm, updateKernels } from '../engine/updates.ts';
import cases from './fixtures/updates.json';
import { toTensor, toVariable } from './fixtures.ts';
import { constant } from './init.ts';
import { expectClose, forEachBackend } from './testing.ts';
import { weight } from './weight.ts';

const zeros = (like: tf.Tensor) => weight(constant(like.shape, 0));

forEachBackend('updates', () => {
  const options = (reference: (typeof cases)[number]) => ({
    weight_decay: 0,
    momentum: 0,
    dampening: 0,
    nesterov: false,
    betas: [0.9, 0.999],
    eps: 1e-8,
    ...reference.options,
  });

  for (const reference of cases) {
    const { lr, weight_decay: weightDecay, ...hyper } = options(reference);
    it(`are those of PyTorch over 20 steps: ${reference.optimizer} ${JSON.stringify(reference.options)}`, async () => {
      for (const kernels of [updateKernels(), composedUpdates]) {
        const params = reference.start.map((values) => toVariable(values));
        const slots = params.map((param) => [zeros(param), zeros(param)] as const);
        for (const [i, values] of reference.grads.entries()) {
          const step = i + 1;
          const grads = values.map((value) => toTensor(value));
          const common = { lr, weightDecay, step, gradScale: null };
          if (reference.optimizer === 'sgd') {
            const { momentum, dampening, nesterov } = hyper;
            kernels.sgd(
              params.map((param, p) => ({
                param,
                grad: grads[p]!,
                buffer: momentum === 0 ? null : slots[p]![0],
              })),
              { ...common, momentum, dampening, nesterov },
            );
          } else {
            kernels.adam(
              params.map((param, p) => ({ param, grad: grads[p]!, m: slots[p]![0], v: slots[p]![1] })),
              {
                ...common,
                beta1: hyper.betas[0]!,
                beta2: hyper.betas[1]!,
                eps: hyper.eps,
                decoupled: reference.optimizer === 'adamw',
              },
            );
          }
          tf.dispose(grads);
        }
        for (const [p, param] of params.entries())
          await expectClose(param, reference.end[p]!.data, { what: `weight ${p}` });
        tf.dispose([params, slots.flat()]);
      }
    });
  }

  it('scale the gradient first, by a number or by a tensor on the device', async () => {
    for (const gradScale of [0.25, tf.scalar(0.25)]) {
      const param = weight(constant([5], 1));
      const grad = tf.fill([5], 2);
      updateKernels().sgd([{ param, grad, buffer: null }], {
        ...{ lr: 1, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, step: 1 },
        gradScale,
      });
      expect([...(await param.data())]).toEqual(Array(5).fill(0.5));
      tf.dispose([param, grad]);
      if (gradScale instanceof tf.Tensor) gradScale.dispose();
    }
  });

  it('the norm over all gradients', async () => {
    const grads = [tf.tensor1d([3, 0, 0]), tf.tensor2d([[4]]), tf.zeros([5000])];
    for (const norm of [globalNorm, composedGlobalNorm]) {
      const value = norm(grads);
      await expectClose(value, [5]);
      value.dispose();
    }
    tf.dispose(grads);
  });
});
