import { z } from 'zod';
import { LabError, toErrorData } from '../base/errors.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { parameterCount, parameterTable, storedWeights } from '../recipe/size.ts';
import type { RunHistory, RunResult } from '../runs/types.ts';
import { lemmas } from '../text/lemmas.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { bertConfigJson, tokenizerFiles } from './bert-files.ts';
import {
  gradientsFromCsv,
  gradientsToCsv,
  historyFromCsv,
  historyToCsv,
  measuresFromCsv,
  measuresToCsv,
  timeGradientsFromCsv,
  timeGradientsToCsv,
} from './history-csv.ts';
import { pytorchFillScript } from './pytorch-fill.ts';
import { pytorchScript, type ScriptContent } from './pytorch-script.ts';
import { pytorchTranslateScript } from './pytorch-translate.ts';
import { testedOf, type TestRows } from './tested.ts';
import { bundleReadme } from './readme.ts';
import { resultSchema } from './result-schema.ts';
import { readSafetensors } from './safetensors.ts';
import { historyToEvents } from './tfevents.ts';
import { invalidZip, listZip, unpack, writeZip, type ZipEntry } from './zip.ts';

/** All that a run leaves behind, as the zip to take home carries it. */
export interface BundleContent {
  recipe: Recipe;
  /** Words by id, special tokens first. */
  vocabulary: string[];
  labels: string[];
  /** The maximum length that the recipe came to, in tokens. */
  maxLength: number;
  /** safetensors of the model's state_dict: the best epoch. */
  weights: Uint8Array;
  history: RunHistory;
  result: RunResult | null;
  /** When the run began, in milliseconds since 1970; what is not known counts from there. */
  startedAt?: number;
  /** The rows of the test part, where the data are at hand. A zip that is opened again gives none. */
  testRows?: TestRows | null;
}

const MB = 1e6;
/** What each file may have unpacked, in bytes; that of the weights follows from the recipe. */
const LIMITS = {
  'recipe.json': 1 * MB,
  'vocabulary.json': 100 * MB,
  'labels.json': 10 * MB,
  'history.csv': 500 * MB,
  'measures.csv': 500 * MB,
  'gradients.csv': 500 * MB,
  'time_gradients.csv': 100 * MB,
  'metrics.json': 100 * MB,
} as const;
const WEIGHTS = 'model.safetensors';
/** The files of a pretraining that `readBundle` reads; the others are for people and for Python. */
export const bundleNames = [
  WEIGHTS,
  'recipe.json',
  'vocabulary.json',
  'labels.json',
  'history.csv',
  'measures.csv',
  'gradients.csv',
  'metrics.json',
] as const;
/** Room for the header of model.safetensors. */
const HEADER_BYTES = 1 * MB;

const vocabularySchema = z.object({
  maxLength: z.int().min(1).max(4096),
  words: z.array(z.string()).min(2),
});
const labelsSchema = z.array(z.string()).min(1);

const weightNames = (content: Pick<BundleContent, 'recipe' | 'vocabulary' | 'labels' | 'maxLength'>) =>
  parameterTable(
    content.recipe.model,
    content.vocabulary.length,
    content.labels.length,
    content.maxLength,
    content.recipe.task,
  );

/** Tasks whose evaluations count no classes. */
const withoutClasses = (task: Recipe['task']): boolean => task === 'translate' || task === 'pretrain';

/** The files of the zip by name; the command line writes them into a folder one by one. */
export function bundleFiles(content: BundleContent): Record<string, Uint8Array | string> {
  const { recipe, vocabulary, labels, maxLength, weights, history, result } = content;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const names = weightNames(content).map(({ name }) => name);
  const tested = testedOf(content);
  const size = { recipe, vocabularySize: vocabulary.length, classes: labels.length, maxLength, tested };
  return {
    [WEIGHTS]: weights,
    'recipe.json': json(recipe),
    'vocabulary.json': json({ maxLength, words: vocabulary }),
    'labels.json': json(labels),
    ...(recipe.text.normalise.lemmas === 'english' && { 'lemmas.txt': lemmas().lines }),
    ...(recipe.task === 'multilabel' && {
      'thresholds.json': json(result?.validation.thresholds ?? labels.map(() => 0.5)),
    }),
    'history.csv': historyToCsv(history),
    ...(history.measures && { 'measures.csv': measuresToCsv(history) }),
    'gradients.csv': gradientsToCsv(history.gradients, names),
    ...(history.timeGradients && { 'time_gradients.csv': timeGradientsToCsv(history.timeGradients) }),
    'metrics.json': json(result),
    'events.out.tfevents.0.seqlab': historyToEvents(
      history,
      result?.secondsPerStep,
      (content.startedAt ?? 0) / 1000,
    ),
    ...(recipe.model.kind === 'bert' && {
      'config.json': bertConfigJson(recipe.model, content),
      ...tokenizerFiles(content),
    }),
    ...scriptFor(recipe, size),
    ...(tested.csv !== null && { 'test.csv': tested.csv }),
    'README.md': bundleReadme(content, tested),
  };
}

/** The script that rebuilds the model. */
function scriptFor(recipe: Recipe, size: ScriptContent): Record<string, string> {
  const { model, task } = recipe;
  const script = (): string => {
    if (model.kind === 'seq2seq') return pytorchTranslateScript(size, model);
    return model.kind === 'bert' && task === 'pretrain'
      ? pytorchFillScript(size, model)
      : pytorchScript(size);
  };
  return { 'load_in_pytorch.py': script() };
}

/** The zip to take home. */
export function writeBundle(content: BundleContent): Uint8Array<ArrayBuffer> {
  return writeZip(bundleFiles(content), [WEIGHTS]);
}

/** The entries by file name: also where the zip was packed again with a folder around. */
function entriesByName(bytes: Uint8Array): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of listZip(bytes)) {
    // macOS adds a shadow of every file
    if (entry.name.startsWith('__MACOSX/')) continue;
    const name = entry.name.slice(entry.name.lastIndexOf('/') + 1);
    if (entries.has(name)) throw invalidZip(`it holds ${name} twice`);
    entries.set(name, entry);
  }
  return entries;
}

/** Whatever is wrong inside a file is told with the name of the file. */
function inside<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LabError && error.code === 'bundle/invalid') throw error;
    throw invalidZip(`${name} is not what it should be (${toErrorData(error).message})`);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
}

/**
 * Opens a zip that `writeBundle` made. Nothing in it is trusted: sizes are bounded before unpacking, checksums
 * verified, recipe and numbers validated, and the weights must be exactly those of the recipe's model.
 * @throws LabError `bundle/invalid` that names the file and what is wrong with it.
 */
export function readBundle(bytes: Uint8Array): BundleContent {
  const entries = entriesByName(bytes);
  const open = (name: string, limit: number): Uint8Array => {
    const entry = entries.get(name);
    if (!entry) throw invalidZip(`${name} is missing in it`);
    return unpack(bytes, entry, limit);
  };
  const text = (name: keyof typeof LIMITS) =>
    new TextDecoder('utf-8', { fatal: true }).decode(open(name, LIMITS[name]));
  const read = <T>(name: keyof typeof LIMITS, from: (text: string) => T): T =>
    inside(name, () => from(text(name)));
  const json = (source: string): unknown => JSON.parse(source);

  const recipe = read('recipe.json', (source) => parseRecipe(json(source)));
  const { words: vocabulary, maxLength } = read('vocabulary.json', (source) => {
    const value = checked(vocabularySchema, json(source));
    Vocabulary.fromWords(value.words);
    return value;
  });
  const labels = read('labels.json', (source) => checked(labelsSchema, json(source)));
  const table = weightNames({ recipe, vocabulary, labels, maxLength });
  const names = table.map(({ name }) => name);

  const weights = open(WEIGHTS, 4 * parameterCount(table) + HEADER_BYTES);
  inside(WEIGHTS, () => {
    const found = readSafetensors(weights).tensors.map(
      ({ name, shape, data }) =>
        `${name} ${data instanceof Float32Array ? '' : 'of integers '}${shape.join('×')}`,
    );
    const expected = storedWeights(table).map(({ name, shape }) => `${name} ${shape.join('×')}`);
    const missing = expected.find((weight) => !found.includes(weight));
    const surplus = found.find((weight) => !expected.includes(weight));
    if (missing !== undefined) throw new Error(`the recipe asks for ${missing}, which is not there`);
    if (surplus !== undefined) throw new Error(`${surplus} has no place in the model of the recipe`);
  });
  const curves = read('history.csv', historyFromCsv);
  const measures = entries.has('measures.csv')
    ? { measures: read('measures.csv', (source) => measuresFromCsv(source, curves.step)) }
    : {};
  const gradients = read('gradients.csv', (source) => gradientsFromCsv(source, names));
  const timeGradients = entries.has('time_gradients.csv')
    ? { timeGradients: read('time_gradients.csv', timeGradientsFromCsv) }
    : {};
  const result = read('metrics.json', (source) =>
    checked(resultSchema(withoutClasses(recipe.task) ? 0 : labels.length), json(source)),
  );
  return {
    recipe,
    vocabulary,
    labels,
    maxLength,
    weights,
    history: { ...curves, ...measures, gradients, ...timeGradients },
    result,
  };
}
