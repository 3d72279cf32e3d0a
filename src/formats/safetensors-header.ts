import { LabError } from '../base/errors.ts';
import { DTYPE_BYTES, type Dtype, elements, isCount, isDtype, quoted } from './tensor-file.ts';

/** The header of a safetensors file: where each tensor is. Nothing in it is trusted. */

/** The reference implementation allows 100 MB; the header of the largest model anybody opens here has 2 MB. */
export const MOST_HEADER_BYTES = 16_000_000;

/** How such a file begins: “version https://git-lfs.github.com/spec/v1”. */
const LFS_POINTER = 'version ';

export function invalidSafetensors(what: string): LabError {
  return new LabError(
    'safetensors/invalid',
    `The weights cannot be read: ${what}.`,
    'The file is damaged or is no safetensors file; export or download it again.',
  );
}

export interface SafetensorsEntry {
  name: string;
  dtype: Dtype;
  shape: number[];
  /** Bytes, counted from the end of the header. */
  begin: number;
  end: number;
}

export interface SafetensorsHeader {
  /** In the order of their values. */
  entries: SafetensorsEntry[];
  metadata: Record<string, string>;
}

/**
 * The bytes of the header, from the first 8 of a file.
 * @throws LabError `safetensors/invalid`
 */
export function headerLength(first: Uint8Array, fileBytes: number): number {
  if (first.length < 8) throw invalidSafetensors(`the file has ${first.length} bytes`);
  if (new TextDecoder().decode(first.subarray(0, 8)) === LFS_POINTER)
    throw new LabError(
      'safetensors/invalid',
      'The weights cannot be read: this is a pointer of Git LFS, a few lines that stand in a clone for the file itself.',
      'Run “git lfs pull” in the folder, or download the file from the page of the model.',
    );
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(fileBytes - 8)) throw invalidSafetensors('its header is longer than the file');
  if (length > BigInt(MOST_HEADER_BYTES))
    throw invalidSafetensors(
      `its header has ${(Number(length) / 1e6).toFixed(1)} MB, and at most ${MOST_HEADER_BYTES / 1e6} MB are read`,
    );
  return Number(length);
}

/** The keys of the outermost object of a valid JSON text as they stand, repeated ones included. */
function topLevelKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let last = '';
  for (let i = 0; i < json.length; i++) {
    const letter = json[i];
    if (letter === '"') {
      const begin = i++;
      while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
      if (depth === 1) last = json.slice(begin, i + 1);
    } else if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') depth--;
    else if (letter === ':' && depth === 1) keys.push(JSON.parse(last) as string);
  }
  return keys;
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    throw invalidSafetensors('its header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw invalidSafetensors('its header is no JSON object');
  const seen = new Set<string>();
  for (const key of topLevelKeys(text)) {
    if (seen.has(key)) throw invalidSafetensors(`the name ${quoted(key)} stands twice`);
    seen.add(key);
  }
  return header as Record<string, unknown>;
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [['', null]];
  if (Array.isArray(value) || entries.some(([, text]) => typeof text !== 'string'))
    throw invalidSafetensors('its metadata are not texts by name');
  return Object.fromEntries(entries) as Record<string, string>;
}

function readEntry(name: string, value: unknown): SafetensorsEntry {
  const about = `the weight ${quoted(name)}`;
  if (typeof value !== 'object' || value === null) throw invalidSafetensors(`${about} is not described`);
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (!isDtype(dtype))
    throw invalidSafetensors(
      `${about} has the type ${typeof dtype === 'string' ? quoted(dtype) : 'of no name'}, readable are ${Object.keys(DTYPE_BYTES).join(', ')}`,
    );
  if (!Array.isArray(shape) || shape.length > 16 || !shape.every(isCount))
    throw invalidSafetensors(`${about} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw invalidSafetensors(`${about} has no valid offsets`);
  const [begin, end] = offsets as [number, number];
  if (elements(shape) * DTYPE_BYTES[dtype] !== end - begin)
    throw invalidSafetensors(
      `${about} has ${end - begin} bytes, which does not fit ${shape.join('×')} values of ${dtype}`,
    );
  return { name, dtype, shape, begin, end };
}

/**
 * @param bytes of the header alone
 * @param valueBytes what follows it in the file
 * @throws LabError `safetensors/invalid` saying what is wrong with it
 */
export function readSafetensorsHeader(bytes: Uint8Array, valueBytes: number): SafetensorsHeader {
  const { __metadata__: metadata, ...described } = parsed(bytes);
  const entries = Object.entries(described)
    .map(([name, value]) => readEntry(name, value))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of entries) {
    if (begin < at) throw invalidSafetensors(`the weight ${quoted(name)} overlaps another`);
    if (begin > at) throw invalidSafetensors(`there is a gap before the weight ${quoted(name)}`);
    at = end;
  }
  const start = 8 + bytes.length;
  if (at > valueBytes)
    throw invalidSafetensors(
      `it breaks off: ${start + at} bytes are announced, ${start + valueBytes} are there`,
    );
  if (at < valueBytes) throw invalidSafetensors(`there are ${valueBytes - at} bytes after the last weight`);
  return { entries, metadata: readMetadata(metadata) };
}
