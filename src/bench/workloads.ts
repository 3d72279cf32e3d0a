import { bertShapes } from './shapes.ts';

/**
 * What the bench runs: small training tasks of the sizes that a course works with. A workload is plain data that
 * crosses to workers and to other programs; `inputs.ts` makes the first weights and the batch of each.
 */

/** Embedding → recurrent layers → greatest value over time → Linear; cross-entropy; Adam. */
export interface ClassifierWork {
  kind: 'classifier';
  cell: 'lstm' | 'gru';
  vocabulary: number;
  embedding: number;
  hidden: number;
  layers: number;
  bidirectional: boolean;
  classes: number;
  rows: number;
  length: number;
  /** The steps' lengths go through the multiples of 4 up to `length` in a random order; SeqLab only. */
  mixed?: boolean;
}

/** A BERT that guesses masked words: cross-entropy at the masked places; Adam. Dropout is 0, that losses can be compared. */
export interface BertWork {
  kind: 'bert';
  vocabulary: number;
  hidden: number;
  layers: number;
  heads: number;
  rows: number;
  length: number;
  /** Masked places in the whole batch. */
  masked: number;
}

/**
 * Encoder and decoder LSTM of one layer, attention after the decoder (the score of Luong et al. 2015 with a matrix),
 * the whole target given; cross-entropy over all its words; Adam.
 */
export interface Seq2SeqWork {
  kind: 'seq2seq';
  /** Of both languages. */
  vocabulary: number;
  embedding: number;
  hidden: number;
  rows: number;
  /** Of source and target. */
  length: number;
}

/** Adam alone, with given gradients, on the weights of a small BERT. */
export interface OptimizerWork {
  kind: 'optimizer';
  vocabulary: number;
  hidden: number;
  layers: number;
  length: number;
}

/** softmax(QKᵀ/√d)·V of one batch, forward and backward, with plain gradient descent on Q, K and V. */
export interface AttentionWork {
  kind: 'attention';
  rows: number;
  heads: number;
  length: number;
  headWidth: number;
}

/** Text → words → ids. */
export interface EncodeWork {
  kind: 'encode';
  bytes: number;
  vocabulary: number;
}

export type Work = ClassifierWork | BertWork | Seq2SeqWork | OptimizerWork | AttentionWork | EncodeWork;

export interface Workload {
  /** As `--only` and the page know it. */
  name: string;
  title: string;
  /** What a person should know of it, in a sentence. */
  what: string;
  work: Work;
}

const L: ClassifierWork = {
  kind: 'classifier',
  cell: 'lstm',
  vocabulary: 5000,
  embedding: 128,
  hidden: 128,
  layers: 1,
  bidirectional: false,
  classes: 4,
  rows: 32,
  length: 40,
};

const COURSE = { ...L, embedding: 256, hidden: 256, length: 50 };

const BERT: BertWork = {
  kind: 'bert',
  vocabulary: 5000,
  hidden: 128,
  layers: 2,
  heads: 2,
  rows: 16,
  length: 64,
  masked: 160,
};

const attention = (length: number): Workload => ({
  name: `attention-${length}`,
  title: `Attention, length ${length}`,
  what: `Scaled dot-product attention alone, forward and backward: batch 4, 2 heads of width 64, ${length} tokens.`,
  work: { kind: 'attention', rows: 4, heads: 2, length, headWidth: 64 },
});

/** All there are, in the order they are run. */
export const WORKLOADS: readonly Workload[] = [
  {
    name: 'L',
    title: 'LSTM 128',
    what: 'A text classifier: embedding 5,000 × 128, LSTM of 128 units, 32 texts of 40 words a step.',
    work: L,
  },
  {
    name: 'gru',
    title: 'GRU 256',
    what: 'A text classifier: embedding 5,000 × 256, GRU of 256 units, 32 texts of 50 words a step.',
    work: { ...COURSE, cell: 'gru' },
  },
  {
    name: 'bilstm',
    title: 'Bidirectional LSTM 2 × 256',
    what: 'A text classifier: two layers of LSTMs of 256 units in both directions, 32 texts of 50 words a step.',
    work: { ...COURSE, layers: 2, bidirectional: true },
  },
  {
    name: 'B',
    title: 'BERT, 2 layers of 128',
    what: 'A small BERT learns masked words: 2 layers of width 128, 2 heads, 16 texts of 64 words a step, 160 of them masked, of 5,000.',
    work: BERT,
  },
  {
    name: 'mini',
    title: 'BERT mini, 4 layers of 256',
    what: 'BERT mini learns masked words: 4 layers of width 256, 4 heads, 8 texts of 64 words a step, 80 of them masked, of 5,000.',
    work: { ...BERT, hidden: 256, layers: 4, heads: 4, rows: 8, masked: 80 },
  },
  {
    name: 'seq2seq',
    title: 'Seq2Seq with attention',
    what: 'Translation: embeddings 5,000 × 256, LSTMs of 512 units, attention, 64 pairs of texts of 15 words a step.',
    work: { kind: 'seq2seq', vocabulary: 5000, embedding: 256, hidden: 512, rows: 64, length: 15 },
  },
  {
    name: 'optimizer',
    title: 'Adam, 41 variables',
    what: 'The update of the weights alone: Adam on the 41 variables of a BERT of 2 layers.',
    work: { kind: 'optimizer', vocabulary: 5000, hidden: 128, layers: 2, length: 64 },
  },
  ...[64, 128, 256, 512, 1024].map(attention),
  {
    name: 'encode',
    title: 'Encode 10 MB of text',
    what: 'Text to word numbers, in plain JavaScript: normalise, cut into words, look each one up.',
    work: { kind: 'encode', bytes: 10_000_000, vocabulary: 20_000 },
  },
];

/** Words that a step reads; for the others what comes nearest: weights updated, bytes of text. */
export function unitsOf(work: Work): { count: number; unit: 'tokens' | 'weights' | 'bytes' } {
  switch (work.kind) {
    case 'classifier':
    case 'bert':
    case 'attention':
      return { count: work.rows * work.length, unit: 'tokens' };
    case 'seq2seq':
      return { count: 2 * work.rows * work.length, unit: 'tokens' };
    case 'optimizer': {
      const sizes = bertShapes(work).map(({ shape }) => shape.reduce((product, n) => product * n, 1));
      return { count: sizes.reduce((sum, n) => sum + n, 0), unit: 'weights' };
    }
    case 'encode':
      return { count: work.bytes, unit: 'bytes' };
  }
}

/** What tells the result of a step, so that libraries can be compared: for people. */
export interface Result {
  /** Behind "The ... of step 3". */
  one: string;
  /** At the head of a column. */
  short: string;
  /** Where they agree. */
  all: string;
}

export function resultOf({ kind }: Work): Result {
  switch (kind) {
    case 'optimizer':
      return {
        one: 'sum of squared weights',
        short: 'Σ w²',
        all: 'All compute the same weights, by the sum of their squares.',
      };
    case 'encode':
      return {
        one: 'mean word number',
        short: 'mean id',
        all: 'All give the same word numbers, by their mean.',
      };
    default:
      return { one: 'loss', short: 'loss', all: 'All compute the same losses.' };
  }
}

/** Workloads whose name is, or begins with, one of these. `attention` means all its lengths; null: all workloads. */
export function chosenWorkloads(names: readonly string[] | null): Workload[] {
  if (names === null) return [...WORKLOADS];
  return WORKLOADS.filter(({ name }) =>
    names.some((wanted) => name === wanted || name.startsWith(`${wanted}-`)),
  );
}
