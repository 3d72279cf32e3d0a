import { z } from 'zod';
import { LabError } from '../../base/errors.ts';
import { parseRecipe } from '../../recipe/parse.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { openSafetensorsBytes } from '../safetensors.ts';
import { headerLength, readSafetensorsHeader } from '../safetensors-header.ts';
import { bytesOf, type Dtype, elements, quoted, type TensorFile } from '../tensor-file.ts';
import { type OpenedModel, recipeOf } from './open.ts';
import { refused } from './refusals.ts';

/**
 * A published model as the lab keeps it: one safetensors file with the lab's names, the values as they were published
 * (half precision stays half), and in its metadata the recipe and the vocabulary.
 */

const FORMAT = 'seqlab/published/1';

export interface PackedModel {
  recipe: Recipe;
  vocabulary: string[];
  head: OpenedModel['plan']['head'];
  weights: { name: string; shape: number[] }[];
  parameters: number;
  /** Types of the values: "F32", "F16". */
  dtypes: string;
}

function isFinite(bytes: Uint8Array<ArrayBuffer>, dtype: Dtype): boolean {
  if (dtype === 'F32') {
    // 0 · x is 0 for every finite x and NaN for every other; a NaN never leaves the sum again.
    const values = new Float32Array(bytes.buffer);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += (values[i] as number) * 0;
    return sum === 0;
  }
  const exponent = dtype === 'F16' ? 0x7c00 : 0x7f80;
  return new Uint16Array(bytes.buffer).every((bits) => (bits & exponent) !== exponent);
}

/** Rows in the order of the lab's vocabulary, as views of them, not copied: most stand one after the other as they are. */
function reordered(bytes: Uint8Array<ArrayBuffer>, order: Uint32Array): Uint8Array<ArrayBuffer>[] {
  const row = bytes.length / order.length;
  const runs: Uint8Array<ArrayBuffer>[] = [];
  let start = 0;
  while (start < order.length) {
    const first = order[start] as number;
    let rows = 1;
    while (order[start + rows] === first + rows) rows++;
    runs.push(bytes.subarray(first * row, (first + rows) * row));
    start += rows;
  }
  return runs;
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Bytes that are digested at a time: a large weight is not held a second time. */
const DIGESTED = 1 << 23;

/** SHA-256 over the SHA-256 of each piece, in hexadecimal. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digests: ArrayBuffer[] = [];
  for (let at = 0; at < bytes.length; at += DIGESTED)
    digests.push(await crypto.subtle.digest('SHA-256', bytes.subarray(at, at + DIGESTED)));
  const all = await crypto.subtle.digest('SHA-256', await new Blob(digests).arrayBuffer());
  return Array.from(new Uint8Array(all), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One weight as a part of the file, and what its values are told from others by. What was read of it is held by this call alone: in the loop of the caller it would
 * still be there while the next one is read.
 */
async function partOf(
  source: TensorFile,
  name: string,
  dtype: Dtype,
  order: Uint32Array | null,
): Promise<{ part: Blob; digest: string }> {
  const read = await source.read(name);
  if (!isFinite(read, dtype))
    throw refused(
      `The weight ${quoted(name)} holds values that are no numbers.`,
      'Download the model again.',
    );
  return { part: new Blob(order ? reordered(read, order) : [read]), digest: await digestOf(read) };
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Of all that tells one model from another; not of the recipe, whose form changes with the lab. */
const printOf = (
  { config, tokenizer, plan }: OpenedModel,
  packed: { head: string; entries: object; digests: string[] },
): Promise<string> =>
  digestOf(encode(JSON.stringify([config.sizes, tokenizer.text, tokenizer.words, plan.pooler, packed])));

/**
 * Reads the weights one at a time and puts them together: beside the files there is never more in memory than one
 * weight, as parts of a Blob may lie on the disk.
 * @param id under which it will be kept; or what makes it of all that tells the model from others, 64 hexadecimal digits
 * which follow from every weight, the sizes and the vocabulary
 * @param onProgress bytes done; may throw to end it
 * @throws LabError `published/unfit`, and what reading a weight throws
 */
export async function packModel(
  id: string | ((print: string) => string),
  opened: OpenedModel,
  onProgress: (done: number, total: number) => Promise<void> | void = () => undefined,
): Promise<Blob> {
  const { plan, source, tokenizer, bytes: total } = opened;
  const types = new Map(source.entries.map(({ name, dtype }) => [name, dtype]));
  let { head, weights } = plan;
  const tied = plan.tied;
  if (tied && head !== 'none' && !same(await source.read(tied.head), await source.read(tied.embedding))) {
    // A head of its own has no place in the lab's model: then it is not taken.
    head = 'none';
    weights = weights.filter(({ name }) => !/^(cls|vocab_\w+)\./.test(name));
  }
  const parts: Blob[] = [];
  const entries: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const digests: string[] = [];
  let at = 0;
  for (const { name, source: from, shape, byPiece } of weights) {
    const dtype = types.get(from) as Dtype;
    const { part, digest } = await partOf(source, from, dtype, byPiece ? tokenizer.order : null);
    parts.push(part);
    digests.push(digest);
    entries[name] = { dtype, shape, data_offsets: [at, at + part.size] };
    at += part.size;
    await onProgress(at, total);
  }
  const name = typeof id === 'string' ? id : id(await printOf(opened, { head, entries, digests }));
  const metadata = {
    format: 'pt',
    seqlab: FORMAT,
    recipe: JSON.stringify(recipeOf(name, opened, plan.pooler)),
    vocabulary: JSON.stringify(tokenizer.words),
    head,
  };
  const text = encode(JSON.stringify({ __metadata__: metadata, ...entries }));
  const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(text, 8);
  return new Blob([header, ...parts]);
}

const invalid = (): LabError =>
  new LabError(
    'model/missing',
    'This is no model that the lab has opened, or it is damaged.',
    'Open it again from the files it was published as.',
  );

const vocabularySchema = z.array(z.string()).min(16);
const headSchema = z.enum(['pretraining', 'words', 'none']);

function described(
  metadata: Record<string, string>,
  entries: readonly { name: string; shape: readonly number[]; dtype: Dtype }[],
): PackedModel {
  const { seqlab, recipe, vocabulary, head } = metadata;
  if (seqlab !== FORMAT || recipe === undefined || vocabulary === undefined) throw invalid();
  let value: { recipe: unknown; vocabulary: unknown };
  try {
    value = { recipe: JSON.parse(recipe), vocabulary: JSON.parse(vocabulary) };
  } catch {
    throw invalid();
  }
  const words = vocabularySchema.safeParse(value.vocabulary);
  const kind = headSchema.safeParse(head);
  if (!words.success || !kind.success) throw invalid();
  return {
    recipe: parseRecipe(value.recipe),
    vocabulary: words.data,
    head: kind.data,
    weights: entries.map(({ name, shape }) => ({ name, shape: [...shape] })),
    parameters: entries.reduce((sum, { shape }) => sum + elements(shape), 0),
    dtypes: [...new Set(entries.map(({ dtype }) => dtype))].join(', '),
  };
}

/** Whether these are the first bytes of such a file, and not of a zip. */
export const looksPacked = (first: Uint8Array): boolean => first[0] !== 0x50 || first[1] !== 0x4b;

/** What a kept model is, without its weights. @throws LabError `model/missing`, `safetensors/invalid` */
export async function describePacked(blob: Blob): Promise<PackedModel> {
  const start = 8 + headerLength(await bytesOf(blob, 0, 8), blob.size);
  const { entries, metadata } = readSafetensorsHeader(await bytesOf(blob, 8, start), blob.size - start);
  return described(metadata, entries);
}

/** The same of one that is in memory. */
export function readPacked(bytes: Uint8Array): PackedModel {
  const { tensors, metadata } = openSafetensorsBytes(bytes);
  return described(metadata, tensors);
}
