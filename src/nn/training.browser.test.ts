import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { updateKernels } from '../engine/updates.ts';
import { Embedding } from './embedding.ts';
import { Linear } from './linear.ts';
import { crossEntropy } from './losses.ts';
import { maxOverTime } from './pooling.ts';
import { LSTM } from './recurrent.ts';
import { forEachBackend } from './testing.ts';
import { weight } from './weight.ts';

forEachBackend('training', (device) => {
  // The software adapter of WebGPU is slow: three steps show as much as twenty.
  const steps = device === 'wasm' ? 20 : 3;

  it('lowers the loss', async () => {
    const random = new Random(1);
    const embedding = new Embedding({ numEmbeddings: 11, embeddingDim: 6, paddingIdx: 0, random });
    const lstm = new LSTM({ inputSize: 6, hiddenSize: 5, random, bidirectional: true });
    const head = new Linear({ inFeatures: 10, outFeatures: 3, random });
    const batch = {
      ids: Int32Array.of(1, 2, 3, 4, 5, 0, 2, 2, 0),
      rows: 3,
      length: 3,
      lengths: Int32Array.of(3, 2, 2),
    };
    const labels = Int32Array.of(0, 1, 2);
    const params = [embedding, lstm, head].flatMap((m) => m.namedParameters());
    const zeros = (like: tf.Tensor) => weight(tf.zeros(like.shape));
    const moments = params.map(({ variable }) => [zeros(variable), zeros(variable)] as const);
    const losses: number[] = [];
    let tensors = 0;
    for (let step = 1; step <= steps; step++) {
      const { value, grads } = tf.variableGrads(
        () =>
          crossEntropy(
            head.forward(
              maxOverTime(lstm.forward(embedding.forward(batch), batch.lengths).output, batch.lengths),
            ),
            labels,
          ),
        params.map((p) => p.variable),
      );
      updateKernels().adam(
        params.map((p, i) => ({
          param: p.variable,
          grad: grads[p.variable.name]!,
          m: moments[i]![0],
          v: moments[i]![1],
        })),
        {
          lr: 0.05,
          beta1: 0.9,
          beta2: 0.999,
          eps: 1e-8,
          weightDecay: 0,
          decoupled: false,
          step,
          gradScale: null,
        },
      );
      losses.push((await value.data())[0]!);
      tf.dispose([value, grads]);
      if (step === 2) tensors = tf.memory().numTensors;
    }
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * (device === 'wasm' ? 0.25 : 1));
    expect(tf.memory().numTensors).toBe(tensors);
    moments.forEach((pair) => tf.dispose([...pair]));
    [embedding, lstm, head].forEach((m) => m.dispose());
  });
});
