import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { unsortedSegmentSum } from '../../engine/wasm/segment-sum.ts';
import { attentionTarget, classifierBatch, optimizerGradients, weightsOf } from '../inputs.ts';
import type { Device, MakeSubject, Subject } from '../subject.ts';
import { DEVICE_NAMES } from '../variants.ts';
import type { AttentionWork, ClassifierWork, OptimizerWork } from '../workloads.ts';
import { type Cell, gru, lstm } from './stock-cells.ts';
import { bertSubject, seq2seqSubject } from './stock-networks.ts';
import { adam, train } from './stock-step.ts';
import { countTensorBytes, deviceDone, sumOfSquares } from './tfjs.ts';

/**
 * TensorFlow.js as it comes, used as its documentation does: an operation for each part of the formula, its own
 * losses and optimizers. The one thing added is the kernel without which an embedding cannot be trained on WASM.
 */
export async function startStock(device: Device): Promise<void> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  });
  if (!tf.getKernel('UnsortedSegmentSum', 'wasm'))
    tf.registerKernel({
      kernelName: 'UnsortedSegmentSum',
      backendName: 'wasm',
      kernelFunc: unsortedSegmentSum as unknown as tf.KernelFunc,
    });
  if (!(await tf.setBackend(device)))
    throw new Error(
      `TensorFlow.js did not start on ${DEVICE_NAMES[device]}${device === 'wasm' ? '; its module may not have been loaded' : ''}.`,
    );
  await tf.ready();
}

function classifierSubject(work: ClassifierWork): Subject {
  const { rows, length, hidden, layers, bidirectional, classes } = work;
  const named = new Map(weightsOf(work).map(({ name, shape, data }) => [name, tf.tensor(data, shape)]));
  const embedding = tf.variable(named.get('embedding.weight') as tf.Tensor2D);
  const weights = tf.variable(tf.transpose(named.get('head.weight') as tf.Tensor2D));
  const bias = tf.variable(named.get('head.bias') as tf.Tensor1D);
  const cell = work.cell === 'lstm' ? lstm : gru;
  const made = Array.from({ length: layers }, (_, layer) =>
    ['', '_reverse']
      .slice(0, bidirectional ? 2 : 1)
      .map((direction) => cell(named, 'rnn', `l${layer}${direction}`, hidden)),
  );
  const batch = classifierBatch(work);
  const ids = tf.tensor2d(batch.ids, [rows, length], 'int32');
  const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), classes);
  const optimizer = adam();
  const loss = () => {
    const found = tf.gather(embedding, ids);
    let states = tf.unstack(found, 1) as tf.Tensor2D[];
    for (const [forward, backward] of made) {
      const ahead = (forward as Cell)(states).states;
      const back = backward ? backward([...states].reverse()).states.reverse() : null;
      states = back ? ahead.map((h, t) => tf.concat([h, back[t] as tf.Tensor2D], 1)) : ahead;
    }
    const greatest = tf.max(tf.stack(states, 1), 1) as tf.Tensor2D;
    const logits = tf.add(tf.matMul(greatest, weights), bias);
    return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
  };
  return { step: () => train(optimizer, loss) };
}

function optimizerSubject(work: OptimizerWork): Subject {
  const gradients = optimizerGradients(work);
  const variables = weightsOf(work).map(({ shape, data }) => tf.variable(tf.tensor(data, shape)));
  const named = Object.fromEntries(
    variables.map(({ name }, i) => [
      name,
      tf.tensor(gradients[i]?.data ?? new Float32Array(), gradients[i]?.shape ?? []),
    ]),
  );
  const optimizer = adam();
  return {
    async step() {
      optimizer.applyGradients(named as tf.NamedTensorMap as never);
      await deviceDone();
      return NaN;
    },
    probe: () => sumOfSquares(variables),
  };
}

function attentionSubject(work: AttentionWork): Subject {
  const tensorPeak = countTensorBytes();
  const { rows, heads, length, headWidth } = work;
  const [q, k, v] = weightsOf(work).map(({ shape, data }) => tf.variable(tf.tensor(data, shape))) as [
    tf.Variable,
    tf.Variable,
    tf.Variable,
  ];
  const { data, shape } = attentionTarget(work);
  const target = tf.tensor(data, shape);
  const apart = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [rows, length, heads, headWidth]), [0, 2, 1, 3]);
  const optimizer = tf.train.sgd(0.1);
  const loss = () => {
    const scores = tf.div(tf.matMul(apart(q), apart(k), false, true), Math.sqrt(headWidth));
    const context = tf.matMul(tf.softmax(scores), apart(v));
    const together = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), shape);
    return tf.div(tf.sum(tf.mul(together, target)), rows) as tf.Scalar;
  };
  return { tensorPeak, step: () => train(optimizer, loss) };
}

export const stock: MakeSubject = async (work, device) => {
  if (work.kind === 'encode') return null;
  await startStock(device);
  switch (work.kind) {
    case 'classifier':
      return classifierSubject(work);
    case 'bert':
      return bertSubject(work);
    case 'seq2seq':
      return seq2seqSubject(work);
    case 'optimizer':
      return optimizerSubject(work);
    case 'attention':
      return attentionSubject(work);
  }
};
