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

export type Work = ClassifierWork | OptimizerWork | AttentionWork | EncodeWork;

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
    case 'attention':
      return { count: work.rows * work.length, unit: 'tokens' };
    case 'optimizer': {
      const sizes = bertShapes(work).map(({ shape }) => shape.reduce((product, n) => product * n, 1));
      return { count: sizes.reduce((sum, n) => sum + n, 0), unit: 'weights' };
    }
    case 'encode':
      return { count: work.bytes, unit: 'bytes' };
  }
}

/** The weights of a BERT with a head for masked words, output tied to the embedding: 9 + 16 a layer. */
export function bertShapes({
  vocabulary,
  hidden,
  layers,
  length,
}: Omit<OptimizerWork, 'kind'>): { name: string; shape: number[] }[] {
  const norm = (name: string) => [
    { name: `${name}.weight`, shape: [hidden] },
    { name: `${name}.bias`, shape: [hidden] },
  ];
  const linear = (name: string, from: number, to: number) => [
    { name: `${name}.weight`, shape: [to, from] },
    { name: `${name}.bias`, shape: [to] },
  ];
  const layer = (i: number) => {
    const at = `bert.encoder.layer.${i}`;
    return [
      ...['query', 'key', 'value'].flatMap((part) => linear(`${at}.attention.self.${part}`, hidden, hidden)),
      ...linear(`${at}.attention.output.dense`, hidden, hidden),
      ...norm(`${at}.attention.output.LayerNorm`),
      ...linear(`${at}.intermediate.dense`, hidden, 4 * hidden),
      ...linear(`${at}.output.dense`, 4 * hidden, hidden),
      ...norm(`${at}.output.LayerNorm`),
    ];
  };
  return [
    { name: 'bert.embeddings.word_embeddings.weight', shape: [vocabulary, hidden] },
    { name: 'bert.embeddings.position_embeddings.weight', shape: [length, hidden] },
    ...norm('bert.embeddings.LayerNorm'),
    ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
    ...linear('cls.predictions.transform.dense', hidden, hidden),
    ...norm('cls.predictions.transform.LayerNorm'),
    { name: 'cls.predictions.bias', shape: [vocabulary] },
  ];
}

/** Workloads whose name is, or begins with, one of these. `attention` means all its lengths. */
export function chosenWorkloads(names: readonly string[]): Workload[] {
  if (names.length === 0) return [...WORKLOADS];
  return WORKLOADS.filter(({ name }) =>
    names.some((wanted) => name === wanted || name.startsWith(`${wanted}-`)),
  );
}
