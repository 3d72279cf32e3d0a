import type { BertModelSpec, Freeze, Recipe } from './recipe.ts';
import type { ParameterRow } from './size.ts';

export const innerWidth = ({
  intermediate,
  hidden,
}: Pick<BertModelSpec, 'intermediate' | 'hidden'>): number => intermediate ?? 4 * hidden;

const dense = (name: string, out: number, from: number): [string, number[]][] => [
  [`${name}.weight`, [out, from]],
  [`${name}.bias`, [out]],
];
const norm = (name: string, hidden: number): [string, number[]][] => [
  [`${name}.weight`, [hidden]],
  [`${name}.bias`, [hidden]],
];

/** Every weight of a DistilBertForSequenceClassification. */
function distilTable(model: BertModelSpec, vocabularySize: number, classes: number): ParameterRow[] {
  const { hidden, layers, positions } = model;
  const inner = innerWidth(model);
  const rows: ParameterRow[] = [];
  const add = (part: string, weights: [string, number[]][], parts?: string[]) => {
    for (const [name, shape] of weights)
      rows.push({ part, name, shape, count: shape.reduce((a, b) => a * b, 1), ...(parts && { parts }) });
  };
  const embeddings = 'distilbert.embeddings';
  add('embedding', [[`${embeddings}.word_embeddings.weight`, [vocabularySize, hidden]]]);
  add('positions', [[`${embeddings}.position_embeddings.weight`, [positions, hidden]]]);
  add('embedding', norm(`${embeddings}.LayerNorm`, hidden));
  for (let layer = 0; layer < layers; layer++) {
    const at = `distilbert.transformer.layer.${layer}`;
    const [attention, feedForward] = [`layer ${layer + 1}, attention`, `layer ${layer + 1}, feed-forward`];
    for (const [name, shape] of dense(`${at}.attention.qkv`, 3 * hidden, hidden))
      add(
        attention,
        [[name, shape]],
        ['q_lin', 'k_lin', 'v_lin'].map((part) => name.replace('qkv', part)),
      );
    add(attention, dense(`${at}.attention.out_lin`, hidden, hidden));
    add(attention, norm(`${at}.sa_layer_norm`, hidden));
    add(feedForward, dense(`${at}.ffn.lin1`, inner, hidden));
    add(feedForward, dense(`${at}.ffn.lin2`, hidden, inner));
    add(feedForward, norm(`${at}.output_layer_norm`, hidden));
  }
  add('head', dense('pre_classifier', hidden, hidden));
  add('head', dense('classifier', classes, hidden));
  return rows;
}

/**
 * Every weight of a BERT under Hugging Face's names: BertForPreTraining, or BertForSequenceClassification; of a DistilBERT
 * those of its classifier.
 */
export function bertTable(
  model: BertModelSpec,
  vocabularySize: number,
  classes: number,
  task: Recipe['task'],
): ParameterRow[] {
  if (model.architecture === 'distilbert') return distilTable(model, vocabularySize, classes);
  const { hidden, layers, positions } = model;
  const inner = innerWidth(model);
  const rows: ParameterRow[] = [];
  const add = (part: string, name: string, shape: number[], parts?: string[]) =>
    rows.push({ part, name, shape, count: shape.reduce((a, b) => a * b, 1), ...(parts && { parts }) });
  const addDense = (part: string, name: string, out: number, from: number) => {
    for (const [weight, shape] of dense(name, out, from)) add(part, weight, shape);
  };
  const addNorm = (part: string, name: string) => {
    for (const [weight, shape] of norm(`${name}.LayerNorm`, hidden)) add(part, weight, shape);
  };
  const embeddings = 'bert.embeddings';
  add('embedding', `${embeddings}.word_embeddings.weight`, [vocabularySize, hidden]);
  add('positions', `${embeddings}.position_embeddings.weight`, [positions, hidden]);
  add('segments', `${embeddings}.token_type_embeddings.weight`, [model.segments, hidden]);
  addNorm('embedding', embeddings);
  for (let layer = 0; layer < layers; layer++) {
    const at = `bert.encoder.layer.${layer}`;
    const [attention, feedForward] = [`layer ${layer + 1}, attention`, `layer ${layer + 1}, feed-forward`];
    const own = `${at}.attention.self`;
    for (const [kind, shape] of [
      ['weight', [3 * hidden, hidden]],
      ['bias', [3 * hidden]],
    ] as const) {
      const parts = ['query', 'key', 'value'].map((name) => `${own}.${name}.${kind}`);
      add(attention, `${own}.qkv.${kind}`, [...shape], parts);
    }
    addDense(attention, `${at}.attention.output.dense`, hidden, hidden);
    addNorm(attention, `${at}.attention.output`);
    addDense(feedForward, `${at}.intermediate.dense`, inner, hidden);
    addDense(feedForward, `${at}.output.dense`, hidden, inner);
    addNorm(feedForward, `${at}.output`);
  }
  addDense('pooler', 'bert.pooler.dense', hidden, hidden);
  if (task === 'pretrain') {
    // The output over the words is the word embedding once more: no weight of its own but the bias.
    add('word head', 'cls.predictions.bias', [vocabularySize]);
    addDense('word head', 'cls.predictions.transform.dense', hidden, hidden);
    addNorm('word head', 'cls.predictions.transform');
    addDense('order head', 'cls.seq_relationship', 2, hidden);
  } else addDense('head', 'classifier', classes, hidden);
  return rows;
}

/** Weights of each part, in the order of the model. */
export function countByPart(rows: readonly ParameterRow[]): { part: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { part, count } of rows) counts.set(part, (counts.get(part) ?? 0) + count);
  return [...counts].map(([part, count]) => ({ part, count }));
}

/** Where a part stands, whatever its layer: a name for all of one kind. */
const KINDS: Readonly<Record<string, string>> = {
  embedding: 'embeddings',
  positions: 'embeddings',
  segments: 'embeddings',
  pooler: 'heads',
  'word head': 'heads',
  'order head': 'heads',
  head: 'heads',
};

/** Weights of each kind of part, all layers together: embeddings, attention, feed-forward, heads (the pooler among them). */
export function countByKind(rows: readonly ParameterRow[]): { part: string; count: number }[] {
  return countByPart(
    rows.map((row) => {
      const bare = row.part.replace(/^layer \d+, /, '');
      return { ...row, part: KINDS[bare] ?? bare };
    }),
  );
}

/**
 * Values that the forward pass of one text keeps for the backward pass. The fused attention keeps no probabilities, so
 * nothing grows with the square of the length; the word head keeps logits of the masked tokens only.
 */
export function keptByBert(
  { task, training }: Recipe,
  model: BertModelSpec,
  vocabularySize: number,
  maxLength: number,
): number {
  const { hidden, layers } = model;
  const perToken = 5 * hidden + layers * (11 * hidden + 2 * innerWidth(model));
  const words = task === 'pretrain' ? training.pretraining.maskShare * (2 * vocabularySize + 4 * hidden) : 0;
  return maxLength * (perToken + words);
}

/** What a recipe freezes of its encoder. */
export const freezeOf = ({ init }: Pick<BertModelSpec, 'init'>): Freeze =>
  init.kind === 'scratch' ? 'none' : init.freeze;

/** What frozen layers make of the texts is kept, and computed once, as far as it takes no more bytes than this. */
export const MOST_FROZEN_BYTES = 512e6;

/** The share of the layers that learn. */
export function learningShare(model: BertModelSpec): number {
  const freeze = freezeOf(model);
  if (freeze === 'none') return 1;
  return freeze === 'all' ? 0 : 1 - freeze / model.layers;
}

/** Operations (multiplications and additions) of one text of so many tokens on its way through the encoder and, in pretraining, the words' head. */
export function forwardOperations(
  { task, training }: Pick<Recipe, 'task' | 'training'>,
  model: BertModelSpec,
  { vocabularySize, tokens }: { vocabularySize: number; tokens: number },
): number {
  const { hidden, layers } = model;
  const perLayer = 4 * hidden ** 2 + 2 * hidden * innerWidth(model) + 2 * tokens * hidden;
  const asked = task === 'pretrain' ? training.pretraining.maskShare : 0;
  return 2 * tokens * (layers * perLayer + asked * (hidden ** 2 + hidden * vocabularySize));
}

/** The way back takes twice the way there; what is frozen has none. */
const withWayBack = (model: BertModelSpec): number => 1 + 2 * learningShare(model);

/**
 * Operations of one epoch of training: each weight of the encoder once a token, the attention twice its length a token,
 * the words' logits at the tokens asked for.
 * @param tokens of a text on average, marks included
 */
export function bertOperations(
  recipe: Recipe,
  model: BertModelSpec,
  { vocabularySize, texts, tokens }: { vocabularySize: number; texts: number; tokens: number },
): number {
  return texts * forwardOperations(recipe, model, { vocabularySize, tokens }) * withWayBack(model);
}

/**
 * A piece of a training step of more operations would keep the worker silent for long where there is no graphics card:
 * about ten seconds on one thread of WASM. Of a small model no batch comes near.
 */
let mostInAPiece = 100e9;

/** For tests, whose models are tiny. @returns what it was */
export function setPieceOperations(operations: number): number {
  const before = mostInAPiece;
  mostInAPiece = operations;
  return before;
}

/**
 * Texts that go forward and backward at a time in training. A larger batch is cut into such pieces, whose gradients add
 * up to those of the whole. It follows from the recipe and the texts alone, so that a run is the same on every machine.
 * @param tokens of the longest of them, marks included
 */
export function textsInAPiece(
  recipe: Pick<Recipe, 'task' | 'training'>,
  model: BertModelSpec,
  sizes: { vocabularySize: number; tokens: number },
): number {
  const perText = forwardOperations(recipe, model, sizes) * withWayBack(model);
  return Math.max(1, Math.floor(mostInAPiece / perText));
}
