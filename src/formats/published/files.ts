import { openSafetensors } from '../safetensors.ts';
import { quoted, type TensorEntry, type TensorFile } from '../tensor-file.ts';
import { openTorch } from '../torch-file.ts';
import { refusePointer } from './lfs.ts';
import { listed, refused } from './refusals.ts';

/** The files that a model is published as, by their names without folders. */
export type ModelFiles = ReadonlyMap<string, Blob>;

export const CONFIG = 'config.json';
export const TOKENIZER_FILES = ['vocab.txt', 'tokenizer.json', 'tokenizer_config.json'] as const;
/** Where weights may be, the best first. */
export const WEIGHT_FILES = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
] as const;

const MB = 1e6;
/** A text of a published model: the longest, tokenizer.json of a hundred languages, has 20 MB. */
const MOST_TEXT = 50 * MB;
const MOST_SHARDS = 200;

const HINT =
  'Choose the whole folder: config.json, vocab.txt or tokenizer.json, and model.safetensors or pytorch_model.bin.';

/** A file as text. @throws LabError `published/unfit` where it is too large or no text */
export async function textOf(files: ModelFiles, name: string): Promise<string | null> {
  const blob = files.get(name);
  if (!blob) return null;
  if (blob.size > MOST_TEXT)
    throw refused(`${name} has ${Math.round(blob.size / MB)} MB.`, 'Take it as it was published.');
  await refusePointer(name, blob);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await blob.arrayBuffer());
  } catch {
    throw refused(`${name} cannot be read as text.`, 'Take it as it was published.');
  }
}

/**
 * The names of the files that an index tells, each once, in order.
 * @throws LabError `published/unfit`
 */
export function shardsOf(
  index: string,
  indexName: string,
): { places: Map<string, string>; shards: string[] } {
  let map: unknown;
  try {
    map = (JSON.parse(index) as { weight_map?: unknown } | null)?.weight_map;
  } catch {
    map = null;
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw refused(`${indexName} does not tell in which file each weight is.`, HINT);
  const places = new Map<string, string>();
  for (const [name, file] of Object.entries(map)) {
    if (typeof file !== 'string' || !/^[\w.-]{1,200}$/.test(file))
      throw refused(`${indexName} names no file for the weight ${quoted(name)}.`, HINT);
    places.set(name, file);
  }
  const shards = [...new Set(places.values())];
  if (shards.length > MOST_SHARDS) throw refused(`${indexName} names ${shards.length} files.`, HINT);
  return { places, shards };
}

async function openOne(name: string, blob: Blob): Promise<TensorFile> {
  await refusePointer(name, blob);
  return name.endsWith('.safetensors') ? openSafetensors(blob) : openTorch(blob);
}

async function openSharded(files: ModelFiles, indexName: string): Promise<TensorFile> {
  const { places, shards } = shardsOf((await textOf(files, indexName)) ?? '', indexName);
  const missing = shards.filter((name) => !files.has(name));
  if (missing.length > 0) throw refused(`${indexName} names ${listed(missing)}, and that is not here.`, HINT);
  const owner = new Map<string, TensorFile>();
  const entries: TensorEntry[] = [];
  for (const shard of shards) {
    const opened = await openOne(shard, files.get(shard) as Blob);
    for (const entry of opened.entries) {
      if (places.get(entry.name) !== shard)
        throw refused(`${shard} holds ${quoted(entry.name)}, which ${indexName} does not tell of.`, HINT);
      owner.set(entry.name, opened);
      entries.push(entry);
    }
  }
  const lost = [...places.keys()].filter((name) => !owner.has(name));
  if (lost.length > 0) throw refused(`The files that ${indexName} names do not hold ${listed(lost)}.`, HINT);
  return { entries, read: (name) => (owner.get(name) as TensorFile).read(name) };
}

/**
 * The weights among some files.
 * @throws LabError `published/unfit` where there are none; what their readers throw
 */
export async function openWeights(files: ModelFiles): Promise<TensorFile> {
  const known = WEIGHT_FILES.find((name) => files.has(name));
  if (known)
    return known.endsWith('.index.json')
      ? openSharded(files, known)
      : openOne(known, files.get(known) as Blob);
  const others = [...files.keys()].filter((name) => /\.(safetensors|bin|pt|pth)$/.test(name));
  const [only] = others;
  if (only !== undefined && others.length === 1) return openOne(only, files.get(only) as Blob);
  if (only !== undefined)
    throw refused(
      `It is not clear which of ${listed(others)} holds the weights.`,
      'Choose one of them only.',
    );
  const foreign = [...files.keys()].filter((name) => /\.(h5|msgpack|onnx|ckpt|ot|gguf)$/.test(name));
  throw refused(
    foreign.length > 0
      ? `The weights in ${listed(foreign)} are in a format that the lab does not read.`
      : 'There are no weights among these files.',
    HINT,
  );
}
