import { nn, numpy as np, tree } from '@jax-js/jax';
import { bertBatch, seq2seqBatch, weightsOf } from '../../src/bench/inputs.ts';
import type { Subject } from '../../src/bench/subject.ts';
import type { BertWork, Seq2SeqWork } from '../../src/bench/workloads.ts';
import { integers, lstm, stepsOf, trained, type Weights } from './jax-parts.ts';

/** BERT and Seq2Seq in jax-js. Every function uses its arguments up. */

/** logits [N, V], labels [N] → the mean. */
function crossEntropy(logits: np.Array, labels: np.Array): np.Array {
  const [rows, vocabulary] = logits.shape as [number, number];
  return np.sum(nn.logSoftmax(logits, -1).mul(nn.oneHot(labels, vocabulary))).mul(-1 / rows);
}

export function bertSubject(work: BertWork): Subject {
  const { hidden, layers, heads, rows, length, masked } = work;
  const width = hidden / heads;
  const apart = (x: np.Array) => x.reshape([rows, length, heads, width]).transpose([0, 2, 1, 3]);
  const table = 'bert.embeddings.word_embeddings.weight';

  const loss = (weights: Weights, found: Weights, given: Weights): np.Array => {
    const get = (name: string): np.Array => weights[name] as np.Array;
    const dense = (x: np.Array, name: string) =>
      np.matmul(x, get(`${name}.weight`).transpose()).add(get(`${name}.bias`));
    const norm = (x: np.Array, name: string) =>
      nn
        .standardize(x, -1, { epsilon: 1e-12 })
        .mul(get(`${name}.weight`))
        .add(get(`${name}.bias`));
    const gelu = (x: np.Array) => nn.gelu(x, { approximate: false });
    const layer = (x: np.Array, at: string): np.Array => {
      const part = (name: string) => apart(dense(x.ref, `${at}.attention.self.${name}`));
      const keys = part('key').transpose([0, 1, 3, 2]);
      const scores = np.matmul(part('query'), keys).mul(1 / Math.sqrt(width));
      const context = np.matmul(nn.softmax(scores, -1), part('value'));
      const together = context.transpose([0, 2, 1, 3]).reshape([rows * length, hidden]);
      const attended = x.add(dense(together, `${at}.attention.output.dense`));
      const middle = norm(attended, `${at}.attention.output.LayerNorm`);
      const inner = gelu(dense(middle.ref, `${at}.intermediate.dense`));
      return norm(middle.add(dense(inner, `${at}.output.dense`)), `${at}.output.LayerNorm`);
    };
    const at = 'bert.embeddings';
    const [segment, other] = np.split(get(`${at}.token_type_embeddings.weight`), 2, 0) as [
      np.Array,
      np.Array,
    ];
    other.dispose();
    const rest = get(`${at}.position_embeddings.weight`).add(segment);
    let x = norm((found[table] as np.Array).add(rest), `${at}.LayerNorm`).reshape([rows * length, hidden]);
    for (let i = 0; i < layers; i++) x = layer(x, `bert.encoder.layer.${i}`);
    // A product with ones and zeros picks the masked places: the gradient of a lookup cannot be compiled.
    const picked = np.matmul(nn.oneHot(given['places'] as np.Array, rows * length), x);
    const head = 'cls.predictions.transform';
    const words = norm(gelu(dense(picked, `${head}.dense`)), `${head}.LayerNorm`);
    const logits = np.matmul(words, get(table).transpose()).add(get('cls.predictions.bias'));
    return crossEntropy(logits, given['labels'] as np.Array);
  };
  const { ids, places, labels } = bertBatch(work);
  return trained({
    weights: weightsOf(work),
    tables: { [table]: { ids: integers(ids, [rows, length]), tied: true } },
    given: { places: integers(places, [masked]), labels: integers(labels, [masked]) },
    loss,
  });
}

export function seq2seqSubject(work: Seq2SeqWork): Subject {
  const { hidden, rows, length } = work;
  const loss = (weights: Weights, found: Weights, given: Weights): np.Array => {
    const get = (name: string): np.Array => weights[name] as np.Array;
    const side = (name: string, from?: Parameters<typeof lstm>[3]) => {
      const inputs = found[`${name}.embedding.weight`] as np.Array;
      const steps = stepsOf(inputs, get(`${name}.rnn.weight_ih_l0`), get(`${name}.rnn.bias_ih_l0`));
      const { states, last } = lstm(steps, get(`${name}.rnn.weight_hh_l0`).transpose(), hidden, from);
      return { states: np.stack(states, 1), last };
    };
    const encoder = side('encoder');
    const decoder = side('decoder', encoder.last);
    tree.dispose(decoder.last);
    const queries = np.matmul(decoder.states.ref, get('decoder.attention.W.weight').transpose());
    const scores = np.matmul(queries, encoder.states.ref.transpose([0, 2, 1]));
    const context = np.matmul(nn.softmax(scores, -1), encoder.states);
    const both = np.concatenate([decoder.states, context], 2).reshape([rows * length, 2 * hidden]);
    const logits = np.matmul(both, get('decoder.fc_out.weight').transpose());
    return crossEntropy(logits.add(get('decoder.fc_out.bias')), given['labels'] as np.Array);
  };
  const { source, target, labels } = seq2seqBatch(work);
  const table = (ids: Int32Array) => ({ ids: integers(ids, [rows, length]), tied: false });
  return trained({
    weights: weightsOf(work),
    tables: { 'encoder.embedding.weight': table(source), 'decoder.embedding.weight': table(target) },
    given: { labels: integers(labels, [rows * length]) },
    loss,
  });
}
