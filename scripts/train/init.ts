import {
  existsSync,
  mkdtempSync,
  openAsBlob,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { LabError } from '../../src/base/errors.ts';
import { readBundle } from '../../src/formats/bundle.ts';
import { CONFIG, TOKENIZER_FILES } from '../../src/formats/published/files.ts';
import { openModel } from '../../src/formats/published/open.ts';
import { describePacked, packModel } from '../../src/formats/published/pack.ts';
import type { Recipe } from '../../src/recipe/recipe.ts';

/** The model that a run begins with: a zip or folder of an earlier run, or a published transformer. */

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const inTemporaryFolder = (name: string): string => join(mkdtempSync(join(tmpdir(), 'seqlab-')), name);

/** A zip of the run in a folder that `--out` left; a zip as it is. */
function zipOf(path: string): Uint8Array {
  if (isFile(path)) return new Uint8Array(readFileSync(path));
  const files = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile());
  return zipSync(Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(path, name))])), {
    level: 0,
  });
}

/** The folder of a published model, where this is one or its weights; a run of the lab leaves its recipe there as well. */
function publishedFolder(path: string): string | null {
  const folder = isFile(path) ? dirname(path) : path;
  if (isFile(path) && !/\.(safetensors|bin)$/.test(path)) return null;
  if (isFile(path)) return folder;
  return existsSync(join(folder, CONFIG)) && !existsSync(join(folder, 'recipe.json')) ? folder : null;
}

/** The files of a published model; of a folder all, of a file of weights that one and what describes it. */
async function filesOf(path: string, folder: string): Promise<Map<string, Blob>> {
  const names = isFile(path)
    ? [basename(path), CONFIG, ...TOKENIZER_FILES].filter((name) => existsSync(join(folder, name)))
    : readdirSync(folder, { withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map(({ name }) => name);
  // Of the hub's cache: links to files elsewhere.
  const files = names.filter((name) => isFile(join(folder, name)));
  return new Map(
    await Promise.all(
      files.map(async (name): Promise<[string, Blob]> => [name, await openAsBlob(join(folder, name))]),
    ),
  );
}

/** Puts a published model together and writes it weight by weight. */
async function packed(path: string, folder: string): Promise<[Recipe, string]> {
  const blob = await packModel(basename(resolve(folder)), await openModel(await filesOf(path, folder)));
  const target = inTemporaryFolder('init.safetensors');
  const file = await open(target, 'w');
  try {
    for await (const part of blob.stream()) await file.write(part as Uint8Array);
  } finally {
    await file.close();
  }
  return [(await describePacked(blob)).recipe, target];
}

async function trainedModel(path: string): Promise<[Recipe, string]> {
  const folder = publishedFolder(path);
  if (folder !== null) return packed(path, folder);
  const zip = zipOf(path);
  const { recipe } = readBundle(zip);
  const kept = inTemporaryFolder('init.zip');
  writeFileSync(kept, zip);
  return [recipe, kept];
}

/**
 * The recipe with the sizes and text settings of the model that it begins with, the file of that model, and whether it is a
 * published one.
 * @throws LabError where it is not there, is no BERT, or does not hold together
 */
export async function beginningWith(
  recipe: Recipe,
  name: string | null,
  from: string,
): Promise<[recipe: Recipe, file: string | null, published: boolean]> {
  const { model } = recipe;
  if (name === null) {
    if (model.kind === 'bert' && model.init.kind === 'published')
      throw new LabError(
        'cli/arguments',
        `The recipe begins with the published model ${model.init.id}.`,
        'Name its folder, with config.json, the tokenizer and the weights: --init FOLDER',
      );
    if (model.kind !== 'bert' || model.init.kind !== 'file') return [recipe, null, false];
    throw new LabError(
      'cli/arguments',
      `The recipe begins with a model called ${model.init.name}.`,
      `Name it: --init ${model.init.name}`,
    );
  }
  if (model.kind !== 'bert')
    throw new LabError(
      'cli/arguments',
      `--init goes with models of kind bert, and model.kind is ${model.kind}.`,
    );
  const path = resolve(from, name);
  if (!existsSync(path))
    throw new LabError('cli/file', `--init ${name}: there is no such file.`, `Looked at ${path}.`);
  const [trained, kept] = await trainedModel(path);
  if (trained.model.kind !== 'bert')
    throw new LabError('cli/file', `--init ${name} holds a model of kind ${trained.model.kind}, not a bert.`);
  const { architecture, layers, hidden, heads, intermediate, activation, positions, segments, eps } =
    trained.model;
  const { freeze, take } =
    model.init.kind === 'scratch' ? { freeze: 'none' as const, take: 'all' as const } : model.init;
  const init = { kind: 'file' as const, name: basename(path), freeze, take };
  const sizes = { architecture, layers, hidden, heads, intermediate, activation, positions, segments, eps };
  // A published model without a pooler is read by the mean of its tokens.
  const pooling = trained.model.init.kind === 'published' ? trained.model.pooling : model.pooling;
  const { normalise, tokenizer } = trained.text;
  return [
    {
      ...recipe,
      model: { ...model, ...sizes, pooling, init },
      text: { ...recipe.text, normalise, tokenizer },
    },
    kept,
    trained.model.init.kind === 'published',
  ];
}
