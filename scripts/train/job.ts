import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { LabError } from '../../src/base/errors.ts';
import { Job } from '../../src/data/job.ts';
import { joinFiles } from '../../src/data/read/aligned.ts';
import { builtInRecipes } from '../../src/lessons/recipes.ts';
import { nearestName } from '../../src/recipe/nearest.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { Recipe } from '../../src/recipe/recipe.ts';
import { changesInWords, LENGTH, withValues } from '../../src/recipe/published-values.ts';
import { parseSetting, setPath } from '../../src/recipe/set.ts';
import type { FeatureArguments, TrainArguments } from './arguments.ts';
import { beginningWith } from './init.ts';
import { splittingWith } from './tokenizer.ts';

/** What is to be trained on what: checked as far as it can be before a browser starts. Paths are absolute. */
export interface TrainJob {
  recipe: Recipe;
  data: string | null;
  test: string | null;
  /** The model to begin with: a zip, or a published one put together. */
  init: string | null;
  /** Files of the tokenizer to split texts with, as JSON by name. */
  tokenizer: string | null;
  out: string | null;
  /** Features and their logistic regression in the place of a run. */
  features: FeatureArguments | null;
  /** What was set beside what was asked for, in a sentence; null: nothing. */
  said: string | null;
}

const LIST = 'npm run --silent train -- --list lists the built-in recipes.';

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read or written by you';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a file is in the way';
  return error instanceof Error ? error.message : String(error);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function existingFile(option: string, name: string, from: string): string {
  const path = resolve(from, name);
  if (isFile(path)) return path;
  const found = statSync(path, { throwIfNoEntry: false });
  throw new LabError(
    'cli/file',
    found ? `${option} ${name} is not a file.` : `${option} ${name}: there is no such file.`,
    `Looked at ${path}.`,
  );
}

const isBuiltIn = (name: string): boolean => builtInRecipes.some(({ id }) => id === name);

function readRecipeFile(name: string, path: string): Recipe {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new LabError('cli/file', `The recipe ${name} could not be read: ${reason(error)}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LabError('recipe/invalid', `The recipe ${name} is not JSON: ${reason(error)}.`);
  }
  return parseRecipe(value);
}

/**
 * @throws LabError `recipe/unknown` where it is neither a built-in id nor a file; `recipe/invalid` where the file
 *   holds no recipe.
 */
export function findRecipe(name: string, from: string): Recipe {
  const builtIn = builtInRecipes.find(({ id }) => id === name);
  if (builtIn) return builtIn.recipe;
  const path = resolve(from, name);
  if (isFile(path)) return readRecipeFile(name, path);
  const near = nearestName(
    name,
    builtInRecipes.map(({ id }) => id),
  );
  throw new LabError(
    'recipe/unknown',
    `There is no recipe ${name}, neither built-in nor as a file${near ? `; the nearest is ${near}` : ''}.`,
    LIST,
  );
}

/** Columns are called otherwise in other data: found anew. What a split column says is the lab's own convention and stays. */
const ANEW = {
  text: 'auto',
  label: 'auto',
  labels: null,
  separator: 'auto',
  source: 'auto',
  target: 'auto',
  alignment: 'auto',
} as const;

/** @param builtIn a recipe of the lab names the columns of its own data; one of the person's own those it is to read */
function withFiles(recipe: Recipe, data: string | null, test: string | null, builtIn: boolean): Recipe {
  if (data !== null) {
    const source = { kind: 'file' as const, name: basename(data), testName: test && basename(test) };
    const { split } = recipe.data.columns;
    const columns = builtIn
      ? { ...ANEW, split: split === null ? null : ('auto' as const) }
      : recipe.data.columns;
    return { ...recipe, data: { ...recipe.data, source, columns, ...(builtIn && { mergeLabels: [] }) } };
  }
  const { source } = recipe.data;
  if (source.kind !== 'file') return recipe;
  throw new LabError(
    'cli/arguments',
    `The recipe reads a file called ${source.name}.`,
    `Name it: --data ${source.name}${source.testName ? ` --test ${source.testName}` : ''}`,
  );
}

/** Folder by folder: Node's own `recursive` never ends where a file system lets none be made, such as /proc. */
function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent);
  mkdirSync(path);
}

function madeFolder(name: string, from: string): string {
  const path = resolve(from, name);
  try {
    makeFolders(path);
  } catch (error) {
    throw new LabError('cli/file', `--out ${name} cannot be made: ${reason(error)}.`, `Looked at ${path}.`);
  }
  return path;
}

/** One file of pairs from two of lines, in the system's folder for such; the file itself where there is but one. */
async function together(source: string | null, target: string | null): Promise<string | null> {
  if (source === null || target === null) return source;
  const path = join(mkdtempSync(join(tmpdir(), 'seqlab-')), `${basename(source)}+${basename(target)}.jsonl`);
  const names: [string, string] = [basename(source), basename(target)];
  const blob = (file: string) => new Blob([readFileSync(file)]);
  const parts = [{ source: blob(source), target: blob(target), names, split: null }];
  const { file } = await joinFiles(parts, new Job());
  writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
  return path;
}

/** The lab's recipes have rates for its own small model: a published one gets others. A recipe of one's own is as it is. */
function suited(
  begun: Recipe,
  found: Recipe,
  { recipe: name, init, features }: TrainArguments,
): [Recipe, string | null] {
  if (!isBuiltIn(name)) return [begun, null];
  const [recipe, all] = withValues(begun, found);
  // Nothing is trained where features are asked for: rates and batches are of no interest.
  const changes = features ? all.filter(({ what }) => what === LENGTH) : all;
  if (changes.length === 0) return [recipe, null];
  return [recipe, `for a published model (${init}): ${changesInWords(changes)}; --set sets others`];
}

/** Features are of a trained model, and of texts that have one label each. @throws LabError `cli/arguments` */
function checkFeatures({ task, model }: Recipe): void {
  const cannot = (why: string, hint: string): never => {
    throw new LabError('cli/arguments', `--features: ${why}`, hint);
  };
  if (task !== 'classify')
    cannot(
      `texts need one label each, and the task of the recipe is ${task}.`,
      'Take a recipe such as transfer/frozen.',
    );
  if (model.kind !== 'bert')
    cannot(
      `they are read from a BERT, and model.kind of the recipe is ${model.kind}.`,
      'Take a recipe such as transfer/frozen.',
    );
  else if (model.init.kind === 'scratch' || model.init.take !== 'all')
    cannot(
      'the recipe begins with no trained model, and one drawn at random has learnt nothing.',
      'Name one: --init FOLDER, or take a recipe such as transfer/frozen.',
    );
}

/**
 * The job that the arguments describe; paths are read from the folder `from`.
 * @throws LabError for a recipe, setting, file or folder that will not do.
 */
export async function resolveJob(args: TrainArguments, from: string): Promise<TrainJob> {
  const file = (option: string, name: string | null) => name && existingFile(option, name, from);
  const data = await together(file('--data', args.data), file('--target', args.target));
  const test = await together(file('--test', args.test), file('--test-target', args.testTarget));
  const found = withFiles(findRecipe(args.recipe, from), data, test, isBuiltIn(args.recipe));
  const [begun, init, published] = await beginningWith(found, args.init, from);
  const [given, said] = published ? suited(begun, found, args) : [begun, null];
  const [split, tokenizer] = splittingWith(given, args.tokenizer, from);
  const recipe = args.settings.reduce((before, setting) => {
    const { path, value } = parseSetting(setting);
    return setPath(before, path, value);
  }, split);
  const { features } = args;
  if (features) checkFeatures(recipe);
  return {
    recipe,
    data,
    test,
    init,
    tokenizer,
    said,
    features,
    out: args.out === null ? null : madeFolder(args.out, from),
  };
}
