import { innerWidth } from '../../recipe/bert-size.ts';
import type { PublishedConfig } from './config.ts';
import { elements, isFloat, type TensorEntry } from '../tensor-file.ts';
import { byLayer, listed, refused, type TensorProblem } from './refusals.ts';

/** Which tensor of a published file is which weight of the lab's model. */

export interface PlannedWeight {
  /** As the lab, and Hugging Face's classes with a head, call it. */
  name: string;
  /** As the file calls it. */
  source: string;
  shape: number[];
  /** Its rows belong to the pieces of the vocabulary. */
  byPiece: boolean;
}

export interface WeightPlan {
  weights: PlannedWeight[];
  pooler: boolean;
  /** Heads it brings: for words and the order of segments, for words alone, none. */
  head: 'pretraining' | 'words' | 'none';
  /** Pairs that should be one and the same: the output over words is the word embedding once more. */
  tied: { head: string; embedding: string } | null;
  /** Heads that are left out, by their first name. */
  leftOut: string[];
}

type Named = [name: string, shape: number[], byPiece?: boolean];

const dense = (name: string, out: number, from: number): Named[] => [
  [`${name}.weight`, [out, from]],
  [`${name}.bias`, [out]],
];
const norm = (name: string, hidden: number): Named[] => [
  [`${name}.weight`, [hidden]],
  [`${name}.bias`, [hidden]],
];

function encoder({ sizes, vocabularySize }: PublishedConfig): Named[] {
  const { architecture, hidden, layers, positions, segments } = sizes;
  const inner = innerWidth(sizes);
  const bert = architecture === 'bert';
  const found: Named[] = [
    ['embeddings.word_embeddings.weight', [vocabularySize, hidden], true],
    ['embeddings.position_embeddings.weight', [positions, hidden]],
    ...(bert ? [['embeddings.token_type_embeddings.weight', [segments, hidden]] as Named] : []),
    ...norm('embeddings.LayerNorm', hidden),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const at = `${bert ? 'encoder' : 'transformer'}.layer.${layer}`;
    const attention = bert ? `${at}.attention.self` : `${at}.attention`;
    for (const part of bert ? ['query', 'key', 'value'] : ['q_lin', 'k_lin', 'v_lin'])
      found.push(...dense(`${attention}.${part}`, hidden, hidden));
    found.push(
      ...dense(bert ? `${at}.attention.output.dense` : `${at}.attention.out_lin`, hidden, hidden),
      ...norm(bert ? `${at}.attention.output.LayerNorm` : `${at}.sa_layer_norm`, hidden),
      ...dense(bert ? `${at}.intermediate.dense` : `${at}.ffn.lin1`, inner, hidden),
      ...dense(bert ? `${at}.output.dense` : `${at}.ffn.lin2`, hidden, inner),
      ...norm(bert ? `${at}.output.LayerNorm` : `${at}.output_layer_norm`, hidden),
    );
  }
  return found;
}

function wordHead({ sizes, vocabularySize }: PublishedConfig): Named[] {
  const { hidden, architecture } = sizes;
  if (architecture === 'distilbert')
    return [
      ['vocab_projector.bias', [vocabularySize], true],
      ...dense('vocab_transform', hidden, hidden),
      ...norm('vocab_layer_norm', hidden),
    ];
  return [
    ['cls.predictions.bias', [vocabularySize], true],
    ...dense('cls.predictions.transform.dense', hidden, hidden),
    ...norm('cls.predictions.transform.LayerNorm', hidden),
  ];
}

/** Heads of other classes; they are left out. `position_ids` is a list of numbers that some versions kept as a weight. */
const KNOWN =
  /^(classifier|pre_classifier|cls\.seq_relationship|qa_outputs|logits_proj|sequence_summary)\.|(^|\.)position_ids$/;

/** TensorFlow's names, in files of the first years. */
const modern = (name: string): string =>
  name.replace(/LayerNorm\.gamma$/, 'LayerNorm.weight').replace(/LayerNorm\.beta$/, 'LayerNorm.bias');

/**
 * Finds every weight of the model among the tensors of a file.
 * @throws LabError `published/unfit` with all that is missing, of another shape, or has no place
 */
export function planWeights(config: PublishedConfig, entries: readonly TensorEntry[]): WeightPlan {
  const { architecture } = config.sizes;
  const left = new Map<string, TensorEntry>();
  for (const entry of entries) {
    const name = modern(entry.name);
    if (left.has(name)) throw refused(`The file has the weight ${name} under two names.`, HINT);
    left.set(name, entry);
  }
  const prefix = [`${architecture}.`, ''].find((start) =>
    left.has(`${start}embeddings.word_embeddings.weight`),
  );
  if (prefix === undefined)
    throw refused(
      `These are no weights of a ${architecture === 'bert' ? 'BERT' : 'DistilBERT'}: there are no word embeddings among them, but ${listed([...left.keys()])}.`,
      HINT,
    );
  const problems: TensorProblem[] = [];
  const weights: PlannedWeight[] = [];
  const take = (name: string, from: string, shape: number[], byPiece = false): void => {
    const entry = left.get(from);
    left.delete(from);
    if (!entry) problems.push({ name: from, says: 'is missing' });
    else if (entry.shape.join() !== shape.join())
      problems.push({
        name: from,
        says: `is ${entry.shape.join('×')} and config.json asks for ${shape.join('×')}`,
      });
    else if (!isFloat(entry.dtype)) problems.push({ name: from, says: `has values of type ${entry.dtype}` });
    else weights.push({ name, source: entry.name, shape, byPiece });
  };
  for (const [name, shape, byPiece] of encoder(config))
    take(`${architecture}.${name}`, prefix + name, shape, byPiece);
  const { hidden } = config.sizes;
  const pooler = architecture === 'bert' && left.has(`${prefix}pooler.dense.weight`);
  if (pooler)
    for (const [name, shape] of dense('pooler.dense', hidden, hidden))
      take(`bert.${name}`, prefix + name, shape);

  const outer = architecture === 'bert' ? 'cls.predictions.decoder' : 'vocab_projector';
  const projection = left.get(`${outer}.weight`);
  left.delete(`${outer}.weight`);
  // The same bias under the name of the layer it is added to.
  if (architecture === 'bert') {
    const twin = left.get('cls.predictions.decoder.bias');
    left.delete('cls.predictions.decoder.bias');
    if (twin && !left.has('cls.predictions.bias')) left.set('cls.predictions.bias', twin);
  }
  const words = wordHead(config);
  const speaks = words.some(([name]) => left.has(name));
  if (speaks) for (const [name, shape, byPiece] of words) take(name, name, shape, byPiece);
  const orders = speaks && pooler && left.has('cls.seq_relationship.weight');
  if (orders) for (const [name, shape] of dense('cls.seq_relationship', 2, hidden)) take(name, name, shape);

  const leftOut = [...left.keys()].filter((name) => KNOWN.test(name));
  for (const name of leftOut) left.delete(name);
  for (const name of left.keys()) problems.push({ name, says: 'has no place in the model' });
  if (problems.length > 0)
    throw refused(
      `The weights do not fit the model of config.json: ${listed(byLayer(problems))}.`,
      'Take config.json and the weights of the same model.',
      problems.map(({ name, says }) => `${name} ${says}`),
    );
  return {
    weights,
    pooler,
    head: !speaks ? 'none' : orders ? 'pretraining' : 'words',
    tied: projection ? { head: projection.name, embedding: weights[0]?.source as string } : null,
    leftOut: [
      ...new Set(
        leftOut.filter((name) => !name.endsWith('position_ids')).map((name) => name.split('.')[0] as string),
      ),
    ],
  };
}

const HINT = 'Take the weights of a BERT or DistilBERT, as they were published.';

/** Numbers in all. */
export const countOf = ({ weights }: WeightPlan): number =>
  weights.reduce((sum, { shape }) => sum + elements(shape), 0);
