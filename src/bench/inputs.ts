import { Random } from '../base/random.ts';
import { bertShapes, type NamedShape, seq2seqShapes } from './shapes.ts';
import type {
  AttentionWork,
  BertWork,
  ClassifierWork,
  EncodeWork,
  OptimizerWork,
  Seq2SeqWork,
  Work,
} from './workloads.ts';

/**
 * First weights and the batch of a workload, drawn from a seed: every library starts from the same numbers, so that
 * their losses can be compared. Names, shapes and gate order are PyTorch's.
 */
export interface NamedValues {
  name: string;
  shape: number[];
  data: Float32Array;
}

const SEED = 20;

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

function uniform(name: string, shape: number[], bound: number): NamedValues {
  const random = new Random(SEED, name);
  return {
    name,
    shape,
    data: Float32Array.from({ length: size(shape) }, () => (2 * random.uniform() - 1) * bound),
  };
}

const filled = (name: string, shape: number[], value: number): NamedValues => ({
  name,
  shape,
  data: new Float32Array(size(shape)).fill(value),
});

function integers(name: string, count: number, from: number, below: number): Int32Array {
  const random = new Random(SEED, name);
  return Int32Array.from({ length: count }, () => from + random.below(below - from));
}

/** Blocks of hidden units in the weights of a cell. */
export const GATE_COUNT = { lstm: 4, gru: 3 } as const;

/**
 * `embedding.weight`, `rnn.weight_ih_l0`, …, `head.weight`, `head.bias`. The second bias of each gate (`bias_hh`) is
 * zero and stays so: of the libraries compared only some have it.
 */
function classifierWeights(work: ClassifierWork): NamedValues[] {
  const { cell, vocabulary, embedding, hidden, layers, bidirectional, classes } = work;
  const directions = bidirectional ? 2 : 1;
  const rows = GATE_COUNT[cell] * hidden;
  const bound = 1 / Math.sqrt(hidden);
  const recurrent = Array.from({ length: layers }, (_, layer) =>
    ['', '_reverse'].slice(0, directions).flatMap((suffix) => {
      const at = (name: string): string => `rnn.${name}_l${layer}${suffix}`;
      const width = layer === 0 ? embedding : directions * hidden;
      return [
        uniform(at('weight_ih'), [rows, width], bound),
        uniform(at('weight_hh'), [rows, hidden], bound),
        uniform(at('bias_ih'), [rows], bound),
        filled(at('bias_hh'), [rows], 0),
      ];
    }),
  ).flat();
  return [
    uniform('embedding.weight', [vocabulary, embedding], 1),
    ...recurrent,
    uniform('head.weight', [classes, directions * hidden], bound),
    uniform('head.bias', [classes], bound),
  ];
}

/** First values of BERT: small, norms 1 and 0. */
function bertValues({ name, shape }: NamedShape): NamedValues {
  if (name.endsWith('LayerNorm.weight')) return filled(name, shape, 1);
  return name.endsWith('bias') ? filled(name, shape, 0) : uniform(name, shape, 0.035);
}

/** The segments' embedding is there as well: all texts are of the first one. */
const bertWeights = (work: BertWork): NamedValues[] =>
  [
    ...bertShapes(work),
    { name: 'bert.embeddings.token_type_embeddings.weight', shape: [2, work.hidden] },
  ].map(bertValues);

/** As in the classifier, the second bias of each gate is zero and stays so. */
const seq2seqWeights = (work: Seq2SeqWork): NamedValues[] =>
  seq2seqShapes(work).map(({ name, shape }) =>
    name.includes('bias_hh') ? filled(name, shape, 0) : uniform(name, shape, 1 / Math.sqrt(work.hidden)),
  );

const attentionWeights = ({ rows, heads, length, headWidth }: AttentionWork): NamedValues[] =>
  ['query', 'key', 'value'].map((name) => uniform(name, [rows, length, heads * headWidth], 1));

export function weightsOf(work: Work): NamedValues[] {
  switch (work.kind) {
    case 'classifier':
      return classifierWeights(work);
    case 'bert':
      return bertWeights(work);
    case 'seq2seq':
      return seq2seqWeights(work);
    case 'optimizer':
      return bertShapes(work).map(bertValues);
    case 'attention':
      return attentionWeights(work);
    case 'encode':
      return [];
  }
}

/** ids [rows, length], labels [rows]. Ids begin at 2, so that none is padding. */
export function classifierBatch({ rows, length, vocabulary, classes }: ClassifierWork) {
  return {
    ids: integers('ids', rows * length, 2, vocabulary),
    labels: integers('labels', rows, 0, classes),
  };
}

/** ids [rows, length]; places [masked], each b · length + t, no two the same; labels [masked], the words there. */
export function bertBatch({ rows, length, vocabulary, masked }: BertWork) {
  const random = new Random(SEED, 'places');
  const places = Int32Array.from({ length: rows * length }, (_, i) => i);
  for (let i = 0; i < masked; i++) {
    const other = i + random.below(places.length - i);
    [places[i], places[other]] = [places[other] as number, places[i] as number];
  }
  return {
    ids: integers('ids', rows * length, 2, vocabulary),
    places: places.slice(0, masked).sort(),
    labels: integers('labels', masked, 2, vocabulary),
  };
}

/** Each [rows, length]: the source, the target, and the word that follows each word of the target. */
export function seq2seqBatch({ rows, length, vocabulary }: Seq2SeqWork) {
  const of = (name: string): Int32Array => integers(name, rows * length, 2, vocabulary);
  return { source: of('source'), target: of('target'), labels: of('labels') };
}

/** The gradients that Adam is given. */
export const optimizerGradients = (work: OptimizerWork): NamedValues[] =>
  bertShapes(work).map(({ name, shape }) => uniform(`gradient of ${name}`, shape, 0.01));

/** The loss of attention alone is the sum of its result times this, divided by its rows. */
export function attentionTarget({ rows, heads, length, headWidth }: AttentionWork): NamedValues {
  return uniform('target', [rows, length, heads * headWidth], 1);
}

/** ASCII sentences with capitals and marks; the words' frequencies fall as in real text (Zipf). */
export function encodeTexts({ bytes, vocabulary }: EncodeWork): string[] {
  const random = new Random(SEED, 'texts');
  const letters = 'etaoinshrdlucmfwypvbgkqjxz';
  const words = Array.from({ length: 2 * vocabulary }, () =>
    Array.from({ length: 2 + random.below(9) }, () => letters[Math.floor(26 * random.uniform() ** 2)]).join(
      '',
    ),
  );
  const texts: string[] = [];
  for (let total = 0; total < bytes;) {
    const text = Array.from({ length: 8 + random.below(40) }, (_, i) => {
      const word = words[Math.floor(words.length ** random.uniform()) - 1] ?? 'the';
      const shown = i === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
      return random.below(9) === 0 ? `${shown},` : shown;
    }).join(' ');
    texts.push(`${text}.`);
    total += text.length + 1;
  }
  return texts;
}
