import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import type { ScoreKind } from '../nn/attention-scores.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { load, type Values } from '../nn/fixtures.ts';
import { crossEntropy } from '../nn/losses.ts';
import type { Module } from '../nn/module.ts';
import { expectClose, forEachBackend } from '../nn/testing.ts';
import { type BertBatch, BertForPreTraining } from './bert/bert.ts';
import { bertConfig } from './bert/config.ts';
import bert from './fixtures/bert.json';
import seq2seq from './fixtures/seq2seq.json';
import { Seq2Seq } from './seq2seq/seq2seq.ts';

const batchOf = (ids: number[][], lengths?: number[]): TokenBatch => ({
  ids: Int32Array.from(ids.flat()),
  rows: ids.length,
  length: ids[0]!.length,
  lengths: Int32Array.from(lengths ?? ids.map((row) => row.length)),
});

/** Gradients of all weights against PyTorch's, fused ones part by part. */
async function expectGradients(
  net: Module,
  grads: tf.NamedTensorMap,
  wanted: Record<string, Values>,
): Promise<void> {
  const seen: string[] = [];
  for (const { name, variable, parts = [name] } of net.namedParameters()) {
    seen.push(...parts);
    const whole = parts.flatMap((part) => wanted[part]!.data);
    await expectClose(grads[variable.name]!, whole, { what: name, rtol: 1e-4, atol: 2e-6 });
  }
  expect(seen.sort()).toEqual(Object.keys(wanted).sort());
}

const weightsOf = (reference: { weights: unknown }) => reference.weights as Record<string, Values>;
const gradientsOf = (reference: { gradients: unknown }) => reference.gradients as Record<string, Values>;
const randoms = () => ({ random: new Random(1), dropoutRandom: new Random(2) });

forEachBackend('networks', () => {
  it('BERT for pretraining is PyTorch’s: logits, attention, loss, all gradients, padding unseen', async () => {
    const { vocabSize, hiddenSize, layers, heads, places: maxPositionEmbeddings } = bert.config;
    const sizes = { numHiddenLayers: layers, numAttentionHeads: heads, maxPositionEmbeddings };
    const net = new BertForPreTraining(bertConfig({ vocabSize, hiddenSize, ...sizes }), randoms()).eval();
    load(net, weightsOf(bert));
    const batch: BertBatch = {
      ...batchOf(bert.ids, bert.lengths),
      segments: Int32Array.from(bert.segments.flat()),
    };
    const places = Int32Array.from(bert.places);
    const outputs = () => {
      const hidden = net.bert.forward(batch);
      return { words: net.wordLogits(hidden, places), relation: net.orderLogits(hidden) };
    };
    const { value, grads } = tf.variableGrads(() => {
      const { words, relation } = outputs();
      return tf.add(
        crossEntropy(words, Int32Array.from(bert.labels)),
        crossEntropy(relation, Int32Array.from(bert.order)),
      ) as tf.Scalar;
    });
    const { words, relation } = tf.tidy(outputs);
    const maps = net.bert.attentions(batch);
    await expectClose(words, bert.words.data, { what: 'words' });
    await expectClose(relation, bert.relation.data, { what: 'relation' });
    await expectClose(value, [bert.loss], { what: 'loss' });
    for (const [i, map] of maps.entries()) await expectClose(map, bert.maps[i]!.data, { what: `map ${i}` });
    await expectGradients(net, grads, gradientsOf(bert));
    const names = (await net.stateDict()).map(({ name, shape }) => `${name} ${shape.join('×')}`).sort();
    expect(names).toEqual(
      Object.entries(weightsOf(bert))
        .map(([name, { shape }]) => `${name} ${shape.join('×')}`)
        .sort(),
    );
    tf.dispose([value, grads, words, relation, maps]);
    net.dispose();
  });

  it('BERT starts within two deviations of 0.02, its dropout is drawn anew each time', async () => {
    const config = bertConfig({ vocabSize: 50, hiddenSize: 8, numHiddenLayers: 1, numAttentionHeads: 2 });
    const net = new BertForPreTraining(config, randoms());
    for (const { name, data } of await net.stateDict()) {
      const bound = name.includes('LayerNorm.weight') ? 1 : 0.04;
      expect(Math.max(...data.map(Math.abs)), name).toBeLessThanOrEqual(bound + 1e-7);
    }
    const batch = batchOf([[2, 4, 5, 3]]);
    const [one, two] = [net.bert.forward(batch), net.bert.forward(batch)];
    expect([...(await one.data())]).not.toEqual([...(await two.data())]);
    tf.dispose([one, two]);
    net.dispose();
  });

  for (const reference of seq2seq) {
    it(`Seq2Seq is PyTorch’s, attention ${reference.score}: logits, alignment, loss, all gradients`, async () => {
      const net = new Seq2Seq({
        ...{ sourceVocabulary: 7, targetVocabulary: 9, embedding: 5, hidden: 4, layers: 2, dropout: 0 },
        ...{ attention: reference.score as ScoreKind | null, ...randoms() },
      });
      load(net, weightsOf(reference));
      const source = batchOf(reference.source, reference.lengths);
      const target = batchOf(reference.target);
      const labels = Int32Array.from(reference.labels.flat());
      const { value, grads } = tf.variableGrads(() =>
        crossEntropy(tf.reshape(net.forward(source, target), [-1, 9]) as tf.Tensor2D, labels),
      );
      const logits = net.forward(source, target);
      const alignment = net.alignment(source, target);
      await expectClose(logits, reference.logits.data, { what: 'logits' });
      await expectClose(value, [reference.loss], { what: 'loss' });
      if (reference.alignment) await expectClose(alignment!, reference.alignment.data, { what: 'alignment' });
      else expect(alignment).toBeNull();
      await expectGradients(net, grads, gradientsOf(reference));

      // Word by word it says the same.
      const memory = net.encode(source);
      let { state } = memory;
      const steps: tf.Tensor[] = [];
      const used = [memory.outputs, ...state.hidden, ...state.cell];
      for (let t = 0; t < target.length; t++) {
        const words = batchOf(reference.target.map((row) => [row[t]!]));
        const step = net.decode(words, memory, state);
        state = step.state;
        steps.push(step.logits);
        used.push(...state.hidden, ...state.cell);
      }
      const whole = tf.tidy(() => tf.concat(steps, 1));
      await expectClose(whole, reference.logits.data, { what: 'word by word' });
      tf.dispose([value, grads, logits, steps, used, whole]);
      alignment?.dispose();
      net.dispose();
    });
  }

  it('Seq2Seq of the lecture has as many parameters as there', () => {
    const sizes = { sourceVocabulary: 7892, targetVocabulary: 5903, embedding: 256, hidden: 512, layers: 2 };
    const net = new Seq2Seq({ ...sizes, dropout: 0.5, attention: null, ...randoms() });
    expect(net.parameterCount()).toBe(13_916_175);
    net.dispose();
  });
});
