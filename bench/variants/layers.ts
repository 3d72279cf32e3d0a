import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import * as tfl from '@tensorflow/tfjs-layers';
import { classifierBatch, weightsOf } from '../../src/bench/inputs.ts';
import type { MakeSubject } from '../../src/bench/subject.ts';
import { startStock } from '../../src/bench/variants/stock.ts';
import type { ClassifierWork } from '../../src/bench/workloads.ts';

/** Keras' layers on TensorFlow.js as it comes, trained with `trainOnBatch`. */

/** Of a direction: kernel, recurrent kernel, bias. Keras' order of the LSTM's gates is PyTorch's. */
function cellWeights(named: Map<string, tf.Tensor>, suffix: string, cell: string): tf.Tensor[] {
  const get = (name: string): tf.Tensor => named.get(`rnn.${name}_${suffix}`) as tf.Tensor;
  // Keras' GRU has its update gate first.
  const ordered = (x: tf.Tensor): tf.Tensor => {
    if (cell === 'lstm') return x;
    const [r, z, n] = tf.split(x, 3, -1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    return tf.concat([z, r, n], -1);
  };
  return [
    ordered(tf.transpose(get('weight_ih'))),
    ordered(tf.transpose(get('weight_hh'))),
    ordered(get('bias_ih')),
  ];
}

export const layers: MakeSubject = async (work, device) => {
  if (work.kind !== 'classifier') return null;
  await startStock(device);
  const model = build(work);
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-8);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const batch = classifierBatch(work);
  const x = tf.tensor2d(batch.ids, [work.rows, work.length], 'float32');
  const y = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), work.classes);
  return {
    step: async () => (await model.trainOnBatch(x, y)) as number,
    recordsLater: true,
    ...(work.cell === 'gru' && {
      differs: 'the GRU of tf.layers applies the reset gate before the product: another cell',
    }),
  };
};

function build(work: ClassifierWork): tfl.Sequential {
  const { vocabulary, embedding, hidden, layers: count, bidirectional, length } = work;
  const model = tfl.sequential();
  model.add(tfl.layers.embedding({ inputDim: vocabulary, outputDim: embedding, inputLength: length }));
  for (let i = 0; i < count; i++) {
    const cell = tfl.layers[work.cell]({
      units: hidden,
      returnSequences: true,
      recurrentActivation: 'sigmoid',
      ...(work.cell === 'lstm' && { unitForgetBias: false }),
    });
    model.add(bidirectional ? tfl.layers.bidirectional({ layer: cell, mergeMode: 'concat' }) : cell);
  }
  model.add(tfl.layers.globalMaxPooling1d());
  model.add(tfl.layers.dense({ units: work.classes, activation: 'softmax' }));
  tf.tidy(() => {
    const named = new Map(weightsOf(work).map(({ name, shape, data }) => [name, tf.tensor(data, shape)]));
    const get = (name: string): tf.Tensor => named.get(name) as tf.Tensor;
    model.setWeights([
      get('embedding.weight'),
      ...Array.from({ length: count }, (_, layer) =>
        ['', '_reverse']
          .slice(0, bidirectional ? 2 : 1)
          .flatMap((direction) => cellWeights(named, `l${layer}${direction}`, work.cell)),
      ).flat(),
      tf.transpose(get('head.weight')),
      get('head.bias'),
    ]);
  });
  return model;
}
