import * as tf from '@tensorflow/tfjs-core';
import { bertBatch, seq2seqBatch, weightsOf } from '../inputs.ts';
import type { Subject } from '../subject.ts';
import type { BertWork, Seq2SeqWork, Work } from '../workloads.ts';
import { lstm } from './stock-cells.ts';
import { adam, train } from './stock-step.ts';

/** BERT and Seq2Seq in TensorFlow.js' own operations, an operation for each part of the formula. */

const tensorsOf = (work: Work): Map<string, tf.Tensor> =>
  new Map(weightsOf(work).map(({ name, shape, data }) => [name, tf.tensor(data, shape)]));

type Layer = (x: tf.Tensor) => tf.Tensor;

/** x [N, in] → [N, out]; the weight is held as [in, out]. */
function dense(named: Map<string, tf.Tensor>, name: string): Layer {
  const weight = tf.variable(tf.transpose(named.get(`${name}.weight`) as tf.Tensor2D)) as tf.Tensor2D;
  const bias = tf.variable(named.get(`${name}.bias`) as tf.Tensor1D);
  return (x) => tf.add(tf.matMul(x as tf.Tensor2D, weight), bias);
}

function norm(named: Map<string, tf.Tensor>, name: string): Layer {
  const weight = tf.variable(named.get(`${name}.weight`) as tf.Tensor);
  const bias = tf.variable(named.get(`${name}.bias`) as tf.Tensor);
  return (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-12)));
    return tf.add(tf.mul(normal, weight), bias);
  };
}

const gelu: Layer = (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

function bertLayer(named: Map<string, tf.Tensor>, at: string, work: BertWork): Layer {
  const { hidden, heads, rows, length } = work;
  const [query, key, value] = ['query', 'key', 'value'].map((part) =>
    dense(named, `${at}.attention.self.${part}`),
  ) as [Layer, Layer, Layer];
  const attended = dense(named, `${at}.attention.output.dense`);
  const first = norm(named, `${at}.attention.output.LayerNorm`);
  const inner = dense(named, `${at}.intermediate.dense`);
  const outer = dense(named, `${at}.output.dense`);
  const second = norm(named, `${at}.output.LayerNorm`);
  const width = hidden / heads;
  const apart = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [rows, length, heads, width]), [0, 2, 1, 3]);
  return (x) => {
    const scores = tf.div(tf.matMul(apart(query(x)), apart(key(x)), false, true), Math.sqrt(width));
    const context = tf.matMul(tf.softmax(scores), apart(value(x)));
    const together = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [rows * length, hidden]);
    const middle = first(tf.add(x, attended(together)));
    return second(tf.add(middle, outer(gelu(inner(middle)))));
  };
}

export function bertSubject(work: BertWork): Subject {
  const { vocabulary, hidden, layers, rows, length } = work;
  const named = tensorsOf(work);
  const at = 'bert.embeddings';
  const variable = (name: string) => tf.variable(named.get(name) as tf.Tensor) as tf.Tensor;
  const words = variable(`${at}.word_embeddings.weight`) as tf.Tensor2D;
  const positions = variable(`${at}.position_embeddings.weight`);
  const segments = variable(`${at}.token_type_embeddings.weight`);
  const embedded = norm(named, `${at}.LayerNorm`);
  const encoder = Array.from({ length: layers }, (_, i) => bertLayer(named, `bert.encoder.layer.${i}`, work));
  const head = 'cls.predictions';
  const transform = dense(named, `${head}.transform.dense`);
  const transformed = norm(named, `${head}.transform.LayerNorm`);
  const bias = variable(`${head}.bias`);
  const batch = bertBatch(work);
  const ids = tf.tensor2d(batch.ids, [rows, length], 'int32');
  const places = tf.tensor1d(batch.places, 'int32');
  const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), vocabulary);
  const optimizer = adam();
  const loss = () => {
    const summed = tf.add(tf.add(tf.gather(words, ids), positions), tf.slice(segments, [0, 0], [1, hidden]));
    let x = tf.reshape(embedded(summed), [rows * length, hidden]);
    for (const layer of encoder) x = layer(x);
    const masked = transformed(gelu(transform(tf.gather(x, places)))) as tf.Tensor2D;
    const logits = tf.add(tf.matMul(masked, words, false, true), bias);
    return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
  };
  return { step: () => train(optimizer, loss) };
}

export function seq2seqSubject(work: Seq2SeqWork): Subject {
  const { vocabulary, hidden, rows, length } = work;
  const named = tensorsOf(work);
  const table = (name: string) => tf.variable(named.get(`${name}.embedding.weight`) as tf.Tensor2D);
  const [sourceTable, targetTable] = [table('encoder'), table('decoder')];
  const encoder = lstm(named, 'encoder.rnn', 'l0', hidden);
  const decoder = lstm(named, 'decoder.rnn', 'l0', hidden);
  const matrix = tf.variable(tf.transpose(named.get('decoder.attention.W.weight') as tf.Tensor2D));
  const output = dense(named, 'decoder.fc_out');
  const batch = seq2seqBatch(work);
  const source = tf.tensor2d(batch.source, [rows, length], 'int32');
  const target = tf.tensor2d(batch.target, [rows, length], 'int32');
  const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), vocabulary);
  const optimizer = adam();
  const loss = () => {
    const read = tf.unstack(tf.gather(sourceTable, source), 1) as tf.Tensor2D[];
    const { states, last } = encoder(read);
    const memory = tf.stack(states, 1) as tf.Tensor3D;
    const given = tf.unstack(tf.gather(targetTable, target), 1) as tf.Tensor2D[];
    const decoded = tf.stack(decoder(given, last).states, 1) as tf.Tensor3D;
    const flat = tf.reshape(decoded, [rows * length, hidden]) as tf.Tensor2D;
    const queries = tf.reshape(tf.matMul(flat, matrix), [rows, length, hidden]) as tf.Tensor3D;
    const weights = tf.softmax(tf.matMul(queries, memory, false, true));
    const context = tf.matMul(weights, memory);
    const both = tf.reshape(tf.concat([decoded, context], 2), [rows * length, 2 * hidden]);
    return tf.losses.softmaxCrossEntropy(labels, output(both)) as tf.Scalar;
  };
  return { step: () => train(optimizer, loss) };
}
