import { type Recipe, recipeSchema } from '../../recipe/recipe.ts';
import { DTYPE_BYTES, type Dtype, elements, type TensorFile } from '../tensor-file.ts';
import { type PublishedConfig, readConfig } from './config.ts';
import { CONFIG, type ModelFiles, openWeights, textOf } from './files.ts';
import { refused } from './refusals.ts';
import { type PublishedTokenizer, readTokenizer } from './tokenizer.ts';
import { countOf, planWeights, type WeightPlan } from './weights.ts';

/** Opening a published transformer: what is known of it before a single weight is read. */

/** Texts of the lecture have 128 tokens at most. */
const LONGEST_TEXT = 128;
/** Marks around a text that pretraining cuts in two. */
const MOST_MARKS = 3;

export interface OpenedModel {
  config: PublishedConfig;
  tokenizer: PublishedTokenizer;
  plan: WeightPlan;
  source: TensorFile;
  parameters: number;
  /** Of the values that are kept. */
  bytes: number;
  /** Rows of the embedding that no piece of the vocabulary has: a model made larger for a round size, or a vocabulary that was cut. */
  spareRows: number;
}

/** Embeddings are made larger than the vocabulary up to a multiple of 8, 64 or 128: by less than that. More is another model's vocabulary, or a part of this one's. */
const MOST_SPARE_ROWS = 127;

/** config.json and the tokenizer, which tell all but the weights. @throws LabError */
export async function readDescription(
  files: ModelFiles,
): Promise<Pick<OpenedModel, 'config' | 'tokenizer' | 'spareRows'>> {
  const text = await textOf(files, CONFIG);
  if (text === null)
    throw refused(
      'There is no config.json, which tells the sizes of the model.',
      'Choose the whole folder: config.json, vocab.txt or tokenizer.json, and model.safetensors or pytorch_model.bin.',
    );
  const config = readConfig(text);
  const tokenizer = readTokenizer({
    vocabTxt: await textOf(files, 'vocab.txt'),
    tokenizerJson: await textOf(files, 'tokenizer.json'),
    tokenizerConfig: await textOf(files, 'tokenizer_config.json'),
  });
  const spare = config.vocabularySize - tokenizer.words.length;
  if (spare < 0 || spare > MOST_SPARE_ROWS)
    throw refused(
      `The vocabulary has ${tokenizer.words.length} pieces, and config.json tells of ${config.vocabularySize}.`,
      spare > 0
        ? 'The vocabulary is that of another model, or was cut on its way: take the tokenizer and config.json of the same model, as they were published.'
        : 'Take the tokenizer and config.json of the same model.',
    );
  return { config, tokenizer: withSpareRows(tokenizer, spare), spareRows: spare };
}

/** Rows of the embedding that no text reaches get names that no text gives, so that they are kept and written again. */
function withSpareRows(tokenizer: PublishedTokenizer, spare: number): PublishedTokenizer {
  if (spare === 0) return tokenizer;
  const { words, order } = tokenizer;
  const ids = Array.from({ length: spare }, (_, i) => words.length + i);
  const taken = new Set(words);
  const named = ids.map((id) => {
    let name = `[unused row ${id}]`;
    while (taken.has(name)) name = `[${name}]`;
    return name;
  });
  return { ...tokenizer, words: [...words, ...named], order: order && Uint32Array.from([...order, ...ids]) };
}

/**
 * Opens the files of a model. Weights are found and measured, not read.
 * @throws LabError `published/unfit` and what the readers of the files throw
 */
export async function openModel(files: ModelFiles): Promise<OpenedModel> {
  const { config, tokenizer, spareRows } = await readDescription(files);
  const source = await openWeights(files);
  const plan = planWeights(config, source.entries);
  const types = new Map(source.entries.map(({ name, dtype }) => [name, dtype]));
  const bytes = plan.weights.reduce(
    (sum, { source: name, shape }) => sum + elements(shape) * DTYPE_BYTES[types.get(name) as Dtype],
    0,
  );
  return { config, tokenizer, plan, source, parameters: countOf(plan), bytes, spareRows };
}

/**
 * The recipe that a published model stands for: sizes, and what is done to a text. All else is as in a new recipe.
 * @param id under which this browser keeps it
 */
export function recipeOf(
  id: string,
  { config, tokenizer }: Pick<OpenedModel, 'config' | 'tokenizer'>,
  pooler: boolean,
): Recipe {
  const { sizes } = config;
  return recipeSchema.parse({
    name: id,
    task: 'pretrain',
    text: {
      // BERT's own rules separate the marks.
      normalise: { lowercase: tokenizer.text.lowercase, punctuation: 'keep' },
      tokenizer: {
        kind: 'wordpiece',
        vocabularySize: tokenizer.words.length,
        cleanText: tokenizer.text.cleanText,
        handleChineseChars: tokenizer.text.chineseChars,
        stripAccents: tokenizer.text.stripAccents,
      },
      maxLength: { kind: 'fixed', value: Math.min(LONGEST_TEXT, sizes.positions - MOST_MARKS) },
    },
    model: {
      kind: 'bert',
      ...sizes,
      // Without a pooler one would be drawn at random: the mean of the tokens needs none.
      pooling: pooler || sizes.architecture === 'distilbert' ? 'pooler' : 'mean',
      init: { kind: 'published', id },
    },
  });
}
