import { z } from 'zod';
import { count, fraction, positive } from './numbers.ts';
import { tokenizerSchema } from './tokenizer-schema.ts';
import { trainingSchema } from './training-schema.ts';

export * from './training-schema.ts';

/**
 * The Recipe: a plain JSON value that says all there is to say about one training run. The panels edit it, the
 * worker executes it, the run keeps it, the export carries it, the command line takes it as a file.
 *
 * Every field has a default, so a file that names only what differs is a whole recipe.
 */

const webAddress = z.url({ protocol: /^https?$/ });

/** A column by its name, or by its 0-based number where the file has no header. */
export const columnSchema = z.union([z.string().min(1), z.int().min(0)]);

export const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('builtin'), id: z.string().min(1) }),
  z.strictObject({ kind: z.literal('catalogue'), id: z.string().min(1) }),
  z.strictObject({ kind: z.literal('url'), url: webAddress, testUrl: webAddress.nullable().default(null) }),
  /** A file of the person's own. `name` is what it was called; where it is kept is no matter of the recipe. */
  z.strictObject({
    kind: z.literal('file'),
    name: z.string().min(1),
    testName: z.string().min(1).nullable().default(null),
  }),
]);

export const dataSchema = z.strictObject({
  source: sourceSchema.default({ kind: 'builtin', id: 'wordnet-topics' }),
  /** `auto`: found from header and content; refused with a sentence where that leaves a doubt. */
  columns: z
    .strictObject({
      /** Several columns are joined by a space. */
      text: z.union([z.literal('auto'), columnSchema, z.array(columnSchema).min(1)]).default('auto'),
      label: z.union([z.literal('auto'), columnSchema]).default('auto'),
      /**
       * Task `multilabel`: several label columns. Where all of them hold 0 and 1 (or true and false), each is a label
       * named by its header; else each cell holds labels of the text. Null: all labels stand in the column `label`.
       */
      labels: z.array(columnSchema).min(1).nullable().default(null),
      /** Task `translate`: the columns of the two languages. `auto`: found by their names, else the first two. */
      source: z.union([z.literal('auto'), columnSchema]).default('auto'),
      target: z.union([z.literal('auto'), columnSchema]).default('auto'),
      /** Task `translate`: gold links of words, as `0-0 1p2` (sure, possible). `auto`: a column named alignment; null: none. */
      alignment: z
        .union([z.literal('auto'), columnSchema])
        .nullable()
        .default('auto'),
      /** Task `multilabel`: what stands between the labels of one cell; `any`: each of the marks. */
      separator: z.enum(['auto', ',', '|', ';', 'any']).default('auto'),
      /** A column that says train / validation / test; null: none. */
      split: z
        .union([z.literal('auto'), columnSchema])
        .nullable()
        .default(null),
    })
    .prefault({}),
  split: z
    .strictObject({
      /** Shares of the rows; what a test file, a test URL or a split column provides is not drawn again. */
      validation: fraction.max(0.9).default(0.1),
      test: fraction.max(0.9).default(0.1),
      /** Keep the class shares equal in every part. */
      stratify: z.boolean().default(true),
      /** Draws which row goes where; null: the recipe's own seed. Fixed, runs of several seeds have the same test. */
      seed: z.int().min(0).max(4294967295).nullable().default(null),
      /** Texts that stand in train as well as in validation or test: keep both, or keep them in train only. */
      duplicates: z.enum(['keep', 'train-only']).default('keep'),
    })
    .refine(({ validation, test }) => validation + test <= 0.9, {
      message: 'leaves too little to train on: validation and test together may be 0.9 at most',
    })
    .prefault({}),
  /** Task `translate`: from the second language into the first. */
  swap: z.boolean().default(false),
  /** Task `translate`: the source is read from its end (Sutskever et al. 2014). */
  reverseSource: z.boolean().default(false),
  /** Spellings of labels that are one: groups of names, the first of which stands for all. */
  mergeLabels: z.array(z.array(z.string().min(1)).min(2)).default([]),
  /** Use at most so many rows (before the split); null: all. */
  limit: count.nullable().default(null),
  /** Of train keep so many rows, after the split. Null: all. */
  trainLimit: count.nullable().default(null),
  /** … and of validation and test so many each. Null: all. */
  evaluationLimit: count.nullable().default(null),
  /** Which rows a limit leaves: drawn with the seed, or the first of the file. */
  pick: z.enum(['drawn', 'first']).default('drawn'),
});

export const textSchema = z.strictObject({
  normalise: z
    .strictObject({
      lowercase: z.boolean().default(true),
      /** `separate`: each mark is a token of its own; `remove`: marks count as spaces. */
      punctuation: z.enum(['separate', 'remove', 'keep']).default('separate'),
      digits: z.enum(['keep', 'zero', 'remove']).default('keep'),
      stopWords: z.enum(['none', 'english', 'german', 'russian']).default('none'),
      /** Each word by its base form: geese → goose, running → run. After the stop words are out. */
      lemmas: z.enum(['none', 'english']).default('none'),
    })
    .prefault({}),
  /** How a word becomes tokens. Subword tokenizers learn their pieces from train: `vocabulary` below is for words. */
  tokenizer: tokenizerSchema.default({ kind: 'word' }),
  vocabulary: z
    .strictObject({
      /** A word must occur so often in train. */
      minCount: count.default(2),
      /** … in so many texts of train. */
      minDocumentFrequency: count.default(1),
      /** … and in no more than this share of them. */
      maxDocumentFrequency: positive.max(1).default(1),
      /** The most frequent so many words, special tokens not counted; null: all. */
      maxSize: count.nullable().default(null),
    })
    .prefault({}),
  /** Longer texts are cut at the end. A percentile is taken over the lengths of train. */
  maxLength: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fixed'), value: count.max(4096).default(50) }),
      z.strictObject({ kind: z.literal('percentile'), value: z.number().min(1).max(100).default(99) }),
    ])
    .default({ kind: 'fixed', value: 50 }),
});

export const recurrentModelSchema = z.strictObject({
  // Optional inside of its default: a model without a kind is this one.
  kind: z.literal('recurrent').optional().default('recurrent'),
  cell: z.enum(['rnn', 'gru', 'lstm']).default('rnn'),
  layers: count.max(4).default(1),
  bidirectional: z.boolean().default(false),
  embedding: count.max(2048).default(128),
  hidden: count.max(2048).default(256),
  /** Dropout between the layers (PyTorch's `dropout` of nn.RNN): no effect with one layer. */
  dropout: fraction.max(0.95).default(0),
  /** How the states over time become one vector. */
  pooling: z.enum(['max', 'mean', 'last', 'max+mean+last', 'flatten']).default('max'),
  /** Switch off to see what happens when padding is read as text. */
  maskPadding: z.boolean().default(true),
  /** `additive`: each state is joined by a weighted mean of the earlier ones (Bahdanau's attention over them). */
  attention: z.enum(['none', 'additive']).default('none'),
  /** Width in which states are compared by the attention. */
  attentionSize: count.max(1024).default(64),
  head: z
    .strictObject({
      /** Linear → Tanh → Dropout → Linear. */
      hidden: count.max(4096).default(256),
      dropout: fraction.max(0.95).default(0.1),
    })
    .prefault({}),
});

/** Encoder and decoder LSTM for task `translate`; the sizes are the lecture's. */
export const seq2seqModelSchema = z
  .strictObject({
    kind: z.literal('seq2seq'),
    layers: count.max(4).default(2),
    embedding: count.max(2048).default(256),
    /** Of the decoder. */
    hidden: count.max(2048).default(512),
    /** The encoder reads from both ends, with half of `hidden` each: a state then knows what stands on either side. */
    bidirectional: z.boolean().default(false),
    /** On embeddings and between layers. */
    dropout: fraction.max(0.95).default(0.5),
    /** How the decoder scores the source's states: s·h, s·W·h or v·tanh(W₁h + W₂s). `none`: it knows their last only. */
    attention: z.enum(['none', 'dot', 'general', 'additive']).default('none'),
  })
  .refine(({ bidirectional, hidden }) => !bidirectional || hidden % 2 === 0, {
    path: ['hidden'],
    message: 'must be even while the encoder reads in both directions, as each of them has half of it',
  });

/**
 * What of the encoder stays as it was: nothing, all of it, or its embeddings and so many layers above them (0: the
 * embeddings alone). What is frozen has no gradient and drops nothing. `true` and `false` are older words for all and none.
 */
const freeze = z
  .union([
    z.enum(['none', 'all']),
    z.int().min(0).max(48),
    z.boolean().transform((all): 'none' | 'all' => (all ? 'all' : 'none')),
  ])
  .default('none');
/** `vocabulary`: the weights are drawn anew, so that runs differ in their weights alone. */
const take = z.enum(['all', 'vocabulary']).default('all');

/** Where the first weights come from. All but `scratch` bring their vocabulary along, and must be of the same sizes. */
export const initSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scratch') }),
  /** A model that ships with the lab. */
  z.strictObject({ kind: z.literal('builtin'), id: z.string().regex(/^[a-z0-9-]+$/), freeze, take }),
  /** A run of this browser; `epoch`: as it was after so many epochs, which it must have kept. Null: its best weights. */
  z.strictObject({
    kind: z.literal('run'),
    id: z.string().min(1),
    epoch: count.max(1000).nullable().default(null),
    freeze,
    take,
  }),
  /** A published model that this browser keeps: the name it has on the Hugging Face hub, or that of its folder. */
  z.strictObject({ kind: z.literal('published'), id: z.string().min(1).max(200), freeze, take }),
  /** A zip that a run was taken home as, or a folder of a published model. */
  z.strictObject({ kind: z.literal('file'), name: z.string().min(1), freeze, take }),
]);

/** BERT (Devlin et al. 2019) or DistilBERT (Sanh et al. 2019); the sizes are those of a tiny one. Needs tokenizer `wordpiece`. */
export const bertModelSchema = z.strictObject({
  kind: z.literal('bert'),
  /** `distilbert`: no segments and no pooler, and a classifier has a layer of its own in the place of one. */
  architecture: z.enum(['bert', 'distilbert']).default('bert'),
  layers: count.max(48).default(2),
  /** Width of every state; a multiple of `heads`. */
  hidden: count.max(4096).default(128),
  heads: count.max(64).default(2),
  /** Width inside of the feed-forward part; null: four times `hidden`. */
  intermediate: count.max(16_384).nullable().default(null),
  activation: z.enum(['gelu', 'relu']).default('gelu'),
  /** On embeddings and on what each part adds. */
  dropout: fraction.max(0.95).default(0.1),
  /** On the attention's probabilities. */
  attentionDropout: fraction.max(0.95).default(0.1),
  /** Tokens of the longest text it can read, marks included. */
  positions: count.min(8).max(4096).default(128),
  /** Segments a token can be of (type_vocab_size); DistilBERT has none. */
  segments: count.max(16).default(2),
  /** Added to the variance in LayerNorm. */
  eps: positive.max(1e-3).default(1e-12),
  /**
   * Deviation of the first weights. BERT's 0.02 suits its width of 768, where it is near 1 / √width; a narrow model that
   * begins with it looks everywhere alike for a long time.
   */
  initializerRange: positive.max(1).default(0.02),
  /** What a classifier reads of a text: `[CLS]` through the pooler (of DistilBERT: as it is), or the mean over its tokens, marks included. */
  pooling: z.enum(['pooler', 'mean']).default('pooler'),
  init: initSchema.default({ kind: 'scratch' }),
});

export const modelSchema = z.discriminatedUnion('kind', [
  recurrentModelSchema,
  seq2seqModelSchema,
  bertModelSchema,
]);

export const recipeSchema = z.strictObject({
  version: z.literal(1).default(1),
  name: z.string().min(1).max(200).default('untitled'),
  seed: z.int().min(0).max(4294967295).default(0),
  task: z.enum(['classify', 'multilabel', 'translate', 'pretrain']).default('classify'),
  data: dataSchema.prefault({}),
  text: textSchema.prefault({}),
  model: modelSchema.prefault({ kind: 'recurrent' }),
  training: trainingSchema.prefault({}),
});

export type Recipe = z.output<typeof recipeSchema>;
/** What a person may write: every field optional. */
export type RecipeInput = z.input<typeof recipeSchema>;
export type DataSpec = Recipe['data'];
export type Source = DataSpec['source'];
export type Column = z.output<typeof columnSchema>;
export type TextSpec = Recipe['text'];
export type ModelSpec = Recipe['model'];
export type RecurrentModelSpec = z.output<typeof recurrentModelSchema>;
export type Seq2SeqModelSpec = z.output<typeof seq2seqModelSchema>;
export type BertModelSpec = z.output<typeof bertModelSchema>;
export type InitSpec = BertModelSpec['init'];
export type Freeze = Exclude<InitSpec, { kind: 'scratch' }>['freeze'];
export type TeacherForcing = Recipe['training']['teacherForcing'];
export type TrainingSpec = Recipe['training'];
export type OptimizerSpec = TrainingSpec['optimizer'];
export type ScheduleSpec = TrainingSpec['schedule'];
export type Monitor = TrainingSpec['monitor'];
