import { reshape, type Scalar, tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { Random } from '../../base/random.ts';
import { BertForPreTraining } from '../../models/bert/bert.ts';
import { bertConfig } from '../../models/bert/config.ts';
import { Seq2Seq } from '../../models/seq2seq/seq2seq.ts';
import type { TokenBatch } from '../../nn/batch.ts';
import { crossEntropy } from '../../nn/losses.ts';
import { bertBatch, seq2seqBatch, weightsOf } from '../inputs.ts';
import type { Subject } from '../subject.ts';
import type { BertWork, Seq2SeqWork } from '../workloads.ts';
import { trainer } from './seqlab-step.ts';

/** The lab's own models as they are, in training mode; dropout is 0. */

const randoms = () => ({ random: new Random(1), dropoutRandom: new Random(2) });

const batchOf = (ids: Int32Array, { rows, length }: { rows: number; length: number }): TokenBatch => ({
  ids,
  rows,
  length,
  lengths: new Int32Array(rows).fill(length),
});

/** The loss is that of masked words alone; what tells the order of segments is not reached and not trained. */
export async function bertSubject(work: BertWork): Promise<Subject> {
  const config = bertConfig({
    vocabSize: work.vocabulary,
    hiddenSize: work.hidden,
    numHiddenLayers: work.layers,
    numAttentionHeads: work.heads,
    maxPositionEmbeddings: work.length,
    hiddenDropoutProb: 0,
    attentionProbsDropoutProb: 0,
  });
  const model = new BertForPreTraining(config, randoms());
  const given = weightsOf(work);
  const names = new Set(given.map(({ name }) => name));
  const others = (await model.stateDict()).filter(({ name }) => !names.has(name));
  model.loadStateDict([...given, ...others], ({ data, shape }) => tensor(data, shape));
  const parameters = model.namedParameters();
  for (const parameter of parameters)
    parameter.requiresGrad = (parameter.parts ?? [parameter.name]).every((name) => names.has(name));
  const { ids, places, labels } = bertBatch(work);
  const batch = batchOf(ids, work);
  const step = trainer(parameters);
  const loss = (): Scalar =>
    tidy(() => crossEntropy(model.wordLogits(model.bert.forward(batch), places), labels));
  return { step: () => step({ loss, tokens: ids.length }) };
}

export function seq2seqSubject(work: Seq2SeqWork): Subject {
  const { vocabulary, embedding, hidden } = work;
  const model = new Seq2Seq({
    sourceVocabulary: vocabulary,
    targetVocabulary: vocabulary,
    embedding,
    hidden,
    layers: 1,
    dropout: 0,
    attention: 'general',
    ...randoms(),
  });
  model.loadStateDict(weightsOf(work), ({ data, shape }) => tensor(data, shape));
  const parameters = model.namedParameters();
  for (const parameter of parameters) parameter.requiresGrad = !parameter.name.includes('bias_hh');
  const { source, target, labels } = seq2seqBatch(work);
  const [from, to] = [batchOf(source, work), batchOf(target, work)];
  const step = trainer(parameters);
  const loss = (): Scalar =>
    tidy(() => {
      const logits = reshape(model.forward(from, to), [-1, vocabulary]) as Tensor2D;
      return crossEntropy(logits, labels);
    });
  return { step: () => step({ loss, tokens: source.length + target.length }) };
}
