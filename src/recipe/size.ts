import { bertTable, keptByBert, textsInAPiece } from './bert-size.ts';
import type { ModelSpec, Recipe, RecurrentModelSpec, Seq2SeqModelSpec } from './recipe.ts';

/** One weight of a model, under its PyTorch name. */
export interface ParameterRow {
  /** For people, who count from 1: "embedding", "rnn layer 1", "rnn layer 1, backward", "head". */
  part: string;
  name: string;
  shape: number[];
  count: number;
  /** Several weights in one, equal shares of its rows: their names in files, in order. */
  parts?: string[];
}

/** The weights as files hold them: of one that is several, its parts. */
export function storedWeights(rows: readonly ParameterRow[]): { name: string; shape: number[] }[] {
  return rows.flatMap(({ name, shape, parts }) => {
    if (!parts) return [{ name, shape }];
    const [first = 0, ...rest] = shape;
    return parts.map((part) => ({ name: part, shape: [first / parts.length, ...rest] }));
  });
}

/** Gates of a cell, in PyTorch's order within the rows of its weights: LSTM i, f, g, o; GRU r, z, n. */
export const GATES = { rnn: 1, gru: 3, lstm: 4 } as const;

/** Width of a state: both directions side by side. */
export const stateWidth = (model: RecurrentModelSpec): number => model.hidden * (model.bidirectional ? 2 : 1);

/** Width of what the pooling hands to the head. */
export function pooledWidth(model: RecurrentModelSpec, maxLength: number): number {
  const states = stateWidth(model) * (model.attention === 'additive' ? 2 : 1);
  if (model.pooling === 'flatten') return states * maxLength;
  return model.pooling === 'max+mean+last' ? states * 3 : states;
}

/**
 * Every weight of a model with name and shape, in the order of PyTorch's state_dict, before anything is made:
 * nn.Embedding, nn.RNN / GRU / LSTM as `rnn`, and `head`, an nn.Sequential(Linear, Tanh, Dropout, Linear).
 * @param vocabularySize rows of the embedding, special tokens included
 * @param classes of a seq2seq model: the words of the target language
 * @param maxLength in tokens; matters for `flatten` only
 * @param task a BERT has other heads for pretraining than for labels
 */
export function parameterTable(
  model: ModelSpec,
  vocabularySize: number,
  classes: number,
  maxLength: number,
  task: Recipe['task'] = 'classify',
): ParameterRow[] {
  if (model.kind === 'bert') return bertTable(model, vocabularySize, classes, task);
  if (model.kind === 'seq2seq') return seq2seqTable(model, vocabularySize, classes);
  const rows: ParameterRow[] = [];
  const add = (part: string, name: string, ...shape: number[]) =>
    rows.push({ part, name, shape, count: shape.reduce((a, b) => a * b, 1) });

  add('embedding', 'embedding.weight', vocabularySize, model.embedding);
  const directions = model.bidirectional ? ['', '_reverse'] : [''];
  const gates = GATES[model.cell] * model.hidden;
  for (let layer = 0; layer < model.layers; layer++) {
    const input = layer === 0 ? model.embedding : model.hidden * directions.length;
    for (const direction of directions) {
      const part = `rnn layer ${layer + 1}${direction === '' ? '' : ', backward'}`;
      const suffix = `l${layer}${direction}`;
      add(part, `rnn.weight_ih_${suffix}`, gates, input);
      add(part, `rnn.weight_hh_${suffix}`, gates, model.hidden);
      add(part, `rnn.bias_ih_${suffix}`, gates);
      add(part, `rnn.bias_hh_${suffix}`, gates);
    }
  }
  if (model.attention === 'additive') {
    const states = stateWidth(model);
    add('attention', 'attention.query.weight', model.attentionSize, states);
    add('attention', 'attention.key.weight', model.attentionSize, states);
    add('attention', 'attention.key.bias', model.attentionSize);
    add('attention', 'attention.score.weight', 1, model.attentionSize);
  }
  add('head', 'head.0.weight', model.head.hidden, pooledWidth(model, maxLength));
  add('head', 'head.0.bias', model.head.hidden);
  add('head', 'head.3.weight', classes, model.head.hidden);
  add('head', 'head.3.bias', classes);
  return rows;
}

function seq2seqTable(model: Seq2SeqModelSpec, sourceWords: number, targetWords: number): ParameterRow[] {
  const rows: ParameterRow[] = [];
  const { embedding, hidden, layers, attention } = model;
  const add = (part: string, name: string, ...shape: number[]) =>
    rows.push({ part, name, shape, count: shape.reduce((a, b) => a * b, 1) });
  for (const [side, words] of [
    ['encoder', sourceWords],
    ['decoder', targetWords],
  ] as const) {
    add(`${side} embedding`, `${side}.embedding.weight`, words, embedding);
    for (let layer = 0; layer < layers; layer++) {
      const both = side === 'encoder' && model.bidirectional;
      const size = both ? hidden / 2 : hidden;
      for (const direction of both ? ['', '_reverse'] : ['']) {
        const part = `${side} layer ${layer + 1}${direction === '' ? '' : ', backward'}`;
        const suffix = `l${layer}${direction}`;
        add(part, `${side}.rnn.weight_ih_${suffix}`, 4 * size, layer === 0 ? embedding : hidden);
        add(part, `${side}.rnn.weight_hh_${suffix}`, 4 * size, size);
        add(part, `${side}.rnn.bias_ih_${suffix}`, 4 * size);
        add(part, `${side}.rnn.bias_hh_${suffix}`, 4 * size);
      }
    }
  }
  if (attention === 'general') add('attention', 'decoder.attention.W.weight', hidden, hidden);
  if (attention === 'additive') {
    add('attention', 'decoder.attention.v', hidden);
    add('attention', 'decoder.attention.W1.weight', hidden, hidden);
    add('attention', 'decoder.attention.W2.weight', hidden, hidden);
  }
  add('output', 'decoder.fc_out.weight', targetWords, attention === 'none' ? hidden : 2 * hidden);
  add('output', 'decoder.fc_out.bias', targetWords);
  return rows;
}

/** As it is kept: float32, so that what begins with kept weights begins with exactly these. */
export const BYTES_OF_A_WEIGHT = 4;

/** Number of weights in all. */
export function parameterCount(rows: readonly ParameterRow[]): number {
  return rows.reduce((sum, row) => sum + row.count, 0);
}

/** Bytes held while training, by what holds them. */
export interface MemoryEstimate {
  parameters: number;
  gradients: number;
  /** What the optimizer keeps for each weight. */
  optimizer: number;
  /** What the forward pass keeps for the backward pass, for one batch of texts of full length. */
  activations: number;
  /** With a copy of the best weights. */
  total: number;
}

/**
 * Values that one step of a cell keeps for its backward pass, in multiples of the hidden size: gates before and
 * after their function, the products with the state, the states themselves.
 */
const KEPT_PER_STEP = { rnn: 4, gru: 14, lstm: 16 } as const;

/** Values that the forward pass of one text keeps. */
function keptByRecurrent(model: RecurrentModelSpec, classes: number, maxLength: number): number {
  const directions = model.bidirectional ? 2 : 1;
  const perToken =
    2 * model.embedding + model.layers * directions * model.hidden * (KEPT_PER_STEP[model.cell] + 2);
  const perText =
    maxLength * perToken + 2 * pooledWidth(model, maxLength) + 3 * model.head.hidden + 3 * classes;
  const attention =
    model.attention === 'additive'
      ? maxLength * (3 * maxLength + 4 * model.attentionSize + 3 * stateWidth(model))
      : 0;
  return perText + attention;
}

/** The same for a pair of texts, both of full length: states of both sides, scores, and the words' logits. */
function keptBySeq2Seq(model: Seq2SeqModelSpec, words: number, maxLength: number): number {
  const { embedding, hidden, layers, attention } = model;
  const side = 2 * embedding + layers * hidden * (KEPT_PER_STEP.lstm + 2);
  const looking = attention === 'none' ? 0 : 3 * maxLength + 6 * hidden;
  return maxLength * (2 * side + looking + 2 * words);
}

/**
 * An estimate, on the high side, of the memory that training takes (f32, so 4 bytes a value). It is there to warn
 * before anything is allocated, not to predict to the byte.
 */
export function estimateMemory(
  recipe: Recipe,
  vocabularySize: number,
  classes: number,
  maxLength: number,
): MemoryEstimate {
  const { model, training } = recipe;
  const weights = parameterCount(parameterTable(model, vocabularySize, classes, maxLength, recipe.task));
  const { optimizer } = training;
  const slots = optimizer.kind !== 'sgd' ? 2 : optimizer.momentum > 0 ? 1 : 0;
  const kept =
    model.kind === 'seq2seq'
      ? keptBySeq2Seq(model, classes, maxLength)
      : model.kind === 'bert'
        ? keptByBert(recipe, model, vocabularySize, maxLength)
        : keptByRecurrent(model, classes, maxLength);
  const { batchSize } = training;
  const piece =
    model.kind === 'bert'
      ? Math.min(batchSize, textsInAPiece(recipe, model, { vocabularySize, tokens: maxLength }))
      : batchSize;
  const bytes = {
    parameters: 4 * weights,
    // added up in a second buffer, over batches or over the pieces of a large one
    gradients: 4 * weights * (training.accumulate > 1 || piece < batchSize ? 2 : 1),
    optimizer: 4 * weights * slots,
    activations: 4 * piece * kept,
  };
  const total = 2 * bytes.parameters + bytes.gradients + bytes.optimizer + bytes.activations;
  return { ...bytes, total };
}
