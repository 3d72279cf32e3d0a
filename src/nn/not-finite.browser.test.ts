import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { activate, composedActivate } from '../engine/activation.ts';
import { additiveScores } from '../engine/additive-scores.ts';
import { attention, composedAttention } from '../engine/attention.ts';
import { normal } from './init.ts';
import { expectClose, forEachBackend, onWasm } from './testing.ts';

/** NaN must reach the loss, where training stops at it; and values near the end of what a float holds. */

forEachBackend('what is not finite, or hardly', (device) => {
  it('NaN comes through activations and scores, and slopes are right for great arguments', async () => {
    const dy = tf.ones([4]);
    const values = { gelu: [1e4, 0, 3e38], relu: [1e4, 0, 3e38], tanh: [1, -1, 1] };
    const slopes = { gelu: [1, 0, 1], relu: [1, 0, 1], tanh: [0, 0, 0] };
    for (const kind of ['gelu', 'relu', 'tanh'] as const)
      // TensorFlow.js' own operations hide NaN on a software GPU.
      for (const act of device === 'webgpu' ? [activate] : [activate, composedActivate]) {
        const x = tf.tensor1d([NaN, 1e4, -1e4, 3e38]);
        const { value, grad } = tf.valueAndGrad((x) => act(x, kind))(x, dy);
        const [y, dx] = await Promise.all([value.data(), grad.data()]);
        // Each by itself: beside 3e38 all others would be near enough.
        for (const [i, wanted] of [NaN, ...values[kind]].entries())
          await expectClose([y[i]!], [wanted], { what: `${kind} ${i}` });
        // PyTorch's ReLU passes the gradient on where its argument is NaN.
        await expectClose(dx, [kind === 'relu' ? 1 : NaN, ...slopes[kind]], { what: `slope of ${kind}` });
        tf.dispose([x, value, grad]);
      }
    const [q, k, v] = [tf.tensor3d([[[NaN, 1]]]), tf.ones([1, 2, 2]) as tf.Tensor3D, tf.tensor1d([1, 1])];
    const scores = additiveScores(q, k, v);
    expect([...(await scores.data())]).toEqual([NaN, NaN]);
    tf.dispose([dy, q, k, v, scores]);
  });

  it('attention that may not see a key does not see its NaN', async () => {
    const options = { heads: 1, keyMask: Uint8Array.of(1, 0, 1) };
    const k = tf.tensor3d([[[1], [NaN], [2]]]);
    const [q, v] = [tf.tensor3d([[[0]]]), tf.tensor3d([[[4], [5], [8]]])];
    for (const attend of [attention, composedAttention]) {
      const out = attend(q, k, v, options);
      await expectClose(out, [6]);
      out.dispose();
    }
    tf.dispose([q, k, v]);
  });

  it('attention of huge scores has probabilities on the way back, too', async () => {
    // Gradients of the values only: those of the scores are differences times what is huge.
    const run = async (attend: typeof attention) => {
      const results = tf.tidy(() => {
        const random = new Random(8);
        const [q, k, v] = [3, 5, 5].map((steps) => normal([1, steps, 66], random) as tf.Tensor3D);
        const huge = tf.mul(q!, 1e8) as tf.Tensor3D;
        const { value, grad } = tf.valueAndGrad((v) => attend(huge, k!, v as tf.Tensor3D, { heads: 1 }))(
          v!,
          tf.ones(q!.shape),
        );
        return [value, grad];
      });
      const values = await Promise.all(results.map((result) => result.data()));
      tf.dispose(results);
      return values;
    };
    const wanted = await onWasm(() => run(composedAttention));
    const got = await run(attention);
    for (const [i, values] of wanted.entries()) await expectClose(got[i]!, values, { what: `tensor ${i}` });
  });
});
