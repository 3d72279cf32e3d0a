import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../base/random.ts';
import { attention } from '../../engine/attention.ts';
import { chooseTunedDevice, submitWork } from '../../engine/device.ts';
import { Embedding } from '../../nn/embedding.ts';
import { Linear } from '../../nn/linear.ts';
import { crossEntropy } from '../../nn/losses.ts';
import { Module, type Parameter } from '../../nn/module.ts';
import { maxOverTime } from '../../nn/pooling.ts';
import { Recurrent } from '../../nn/recurrent.ts';
import { optimizerSchema } from '../../recipe/recipe.ts';
import { Optimizer } from '../../train/optimizers.ts';
import { attentionTarget, classifierBatch, optimizerGradients, weightsOf } from '../inputs.ts';
import type { MakeSubject, Subject } from '../subject.ts';
import type { AttentionWork, ClassifierWork, OptimizerWork } from '../workloads.ts';
import { bertSubject, seq2seqSubject } from './seqlab-networks.ts';
import { ADAM, trainer } from './seqlab-step.ts';
import { countTensorBytes, deviceDone, sumOfSquares } from './tfjs.ts';

/** The lab's own way: its layers, losses and optimizers on its own kernels. */

class Classifier extends Module {
  private readonly embedding: Embedding;
  private readonly rnn: Recurrent;
  private readonly head: Linear;

  constructor({ cell, vocabulary, embedding, hidden, layers, bidirectional, classes }: ClassifierWork) {
    super();
    const random = new Random(0);
    this.embedding = this.child(
      'embedding',
      new Embedding({ numEmbeddings: vocabulary, embeddingDim: embedding, random }),
    );
    this.rnn = this.child(
      'rnn',
      new Recurrent({
        cell,
        inputSize: embedding,
        hiddenSize: hidden,
        numLayers: layers,
        bidirectional,
        random,
      }),
    );
    const inFeatures = hidden * (bidirectional ? 2 : 1);
    this.head = this.child('head', new Linear({ inFeatures, outFeatures: classes, random }));
  }

  forward(ids: Int32Array, rows: number, length: number): tf.Tensor2D {
    const lengths = new Int32Array(rows).fill(length);
    const { output } = this.rnn.forward(this.embedding.forward({ ids, rows, length, lengths }), null);
    return this.head.forward(maxOverTime(output, null));
  }
}

/** Training steps of the classifier; `length` may be shorter than the workload's. */
export function classifierTrainer(work: ClassifierWork): (length: number) => Promise<number> {
  const { ids, labels } = classifierBatch(work);
  const model = new Classifier(work);
  model.loadStateDict(weightsOf(work), ({ data, shape }) => tf.tensor(data, shape));
  const parameters = model.namedParameters();
  // One bias a gate, as the libraries it is compared with.
  for (const parameter of parameters) parameter.requiresGrad = !parameter.name.includes('bias_hh');
  const step = trainer(parameters);
  return async (length) => {
    const read = ids.subarray(0, work.rows * length);
    const micro = {
      loss: () => tf.tidy(() => crossEntropy(model.forward(read, work.rows, length), labels)),
      tokens: read.length,
    };
    return step(micro);
  };
}

function optimizerSubject(work: OptimizerWork): Subject {
  const parameters: Parameter[] = weightsOf(work).map(({ name, shape, data }) => ({
    name,
    variable: tf.variable(tf.tensor(data, shape)),
    requiresGrad: true,
  }));
  const gradients = new Map(
    optimizerGradients(work).map(({ name, shape, data }, i) => [
      parameters[i]?.name ?? name,
      tf.tensor(data, shape),
    ]),
  );
  const optimizer = new Optimizer(parameters, ADAM);
  return {
    async step() {
      optimizer.step(gradients, ADAM.lr, null);
      submitWork();
      await deviceDone();
      return NaN;
    },
    probe: () => sumOfSquares(parameters.map(({ variable }) => variable)),
  };
}

function attentionSubject(work: AttentionWork): Subject {
  const tensorPeak = countTensorBytes();
  const parameters: Parameter[] = weightsOf(work).map(({ name, shape, data }) => ({
    name,
    variable: tf.variable(tf.tensor(data, shape)),
    requiresGrad: true,
  }));
  const [q, k, v] = parameters.map(({ variable }) => variable as tf.Tensor) as [
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  const { data, shape } = attentionTarget(work);
  const target = tf.tensor(data, shape);
  const step = trainer(parameters, optimizerSchema.parse({ kind: 'sgd', lr: 0.1, momentum: 0 }));
  const loss = () =>
    tf.tidy(
      () => tf.div(tf.sum(tf.mul(attention(q, k, v, { heads: work.heads }), target)), work.rows) as tf.Scalar,
    );
  return { tensorPeak, step: () => step({ loss, tokens: work.rows * work.length }) };
}

export const seqlab: MakeSubject = async (work, device) => {
  if (work.kind === 'encode') return (await import('./encode.ts')).encodeSubject(work, true);
  if (device !== 'webgpu' && device !== 'wasm') return null;
  await chooseTunedDevice(device);
  switch (work.kind) {
    case 'classifier': {
      const step = classifierTrainer(work);
      const random = new Random(1, 'lengths');
      const mixed = () => 4 * (1 + random.below(work.length / 4));
      return { step: () => step(work.mixed ? mixed() : work.length) };
    }
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
