import { LabError } from '../base/errors.ts';

/**
 * The safetensors format (https://huggingface.co/docs/safetensors): 8 bytes with the length of the header, the
 * header as JSON (`{name: {dtype, shape, data_offsets}}`), then the values, little-endian and row-major, without
 * gap or overlap. The header is padded with spaces so that the values begin at a multiple of 8.
 */

export interface TensorToWrite {
  name: string;
  shape: readonly number[];
  data: Float32Array | Int32Array;
}

export interface StoredTensor {
  name: string;
  shape: number[];
  /** F32, F16 and BF16 as Float32Array, I32 as Int32Array, I64 as BigInt64Array. A copy of the file's bytes. */
  data: Float32Array | Int32Array | BigInt64Array;
}

/** The limit of the reference implementation. */
const MOST_HEADER_BYTES = 100_000_000;
const BYTES: Record<string, number> = { F32: 4, F16: 2, BF16: 2, I32: 4, I64: 8 };

function invalid(what: string): LabError {
  return new LabError(
    'safetensors/invalid',
    `The weights cannot be read: ${what}.`,
    'The file is damaged or is no safetensors file; export it again.',
  );
}

const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** How a name from a file is named in a sentence. */
const quoted = (name: string): string => JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}…` : name);

/**
 * Tensors as one safetensors file, in the order given.
 * @throws LabError `safetensors/unwritable` where a name stands twice or a shape does not fit its values.
 */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata?: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const entries: string[] = [];
  const names = new Set(['__metadata__']);
  if (metadata) entries.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let end = 0;
  for (const { name, shape, data } of tensors) {
    if (names.has(name) || elements(shape) !== data.length)
      throw new LabError(
        'safetensors/unwritable',
        names.has(name)
          ? `The weight ${quoted(name)} stands twice.`
          : `The weight ${quoted(name)} has ${data.length} values, its shape ${shape.join('×')} asks for ${elements(shape)}.`,
      );
    names.add(name);
    const dtype = data instanceof Float32Array ? 'F32' : 'I32';
    const offsets = [end, (end += data.byteLength)];
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets })}`);
  }
  const unpadded = new TextEncoder().encode(`{${entries.join(',')}}`);
  const headerBytes = Math.ceil(unpadded.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(unpadded, 8);
  bytes.fill(0x20, 8 + unpadded.length, 8 + headerBytes);
  let at = 8 + headerBytes;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** The keys of the outermost object of a valid JSON text as they stand, repeated ones included. */
function topLevelKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token.endsWith(':')) keys.push(JSON.parse(token.slice(0, -1)) as string);
  }
  return keys;
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw invalid(`the file has ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) throw invalid('its header is longer than the file');
  if (length > BigInt(MOST_HEADER_BYTES)) throw invalid('its header is longer than 100 MB');
  const start = 8 + Number(length);
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start));
    header = JSON.parse(text);
  } catch {
    throw invalid('its header is no JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw invalid('its header is no JSON object');
  const seen = new Set<string>();
  for (const key of topLevelKeys(text)) {
    if (seen.has(key)) throw invalid(`the name ${quoted(key)} stands twice`);
    seen.add(key);
  }
  return { header: header as Record<string, unknown>, start };
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [['', null]];
  if (Array.isArray(value) || entries.some(([, text]) => typeof text !== 'string'))
    throw invalid('its metadata are not texts by name');
  return Object.fromEntries(entries) as Record<string, string>;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

interface Entry {
  name: string;
  dtype: string;
  shape: number[];
  begin: number;
  end: number;
}

function readEntry(name: string, value: unknown): Entry {
  const about = `the weight ${quoted(name)}`;
  if (typeof value !== 'object' || value === null) throw invalid(`${about} is not described`);
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES, dtype))
    throw invalid(
      `${about} has the type ${quoted(String(dtype))}, readable are ${Object.keys(BYTES).join(', ')}`,
    );
  if (!Array.isArray(shape) || !shape.every(isCount)) throw invalid(`${about} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw invalid(`${about} has no valid offsets`);
  const [begin, end] = offsets as [number, number];
  if (elements(shape) * (BYTES[dtype] as number) !== end - begin)
    throw invalid(
      `${about} has ${end - begin} bytes, which does not fit ${shape.join('×')} values of ${dtype}`,
    );
  return { name, dtype, shape, begin, end };
}

/** IEEE 754 half precision (1 sign, 5 exponent, 10 mantissa bits) as a number. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** Values out of bytes that begin at the start of their own buffer. */
function decode(dtype: string, buffer: ArrayBuffer): StoredTensor['data'] {
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'I32') return new Int32Array(buffer);
  if (dtype === 'I64') return new BigInt64Array(buffer);
  const halves = new Uint16Array(buffer);
  if (dtype === 'F16') return Float32Array.from(halves, halfToNumber);
  // bfloat16 is the upper half of a float32
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/**
 * The tensors of a safetensors file, in the order of their values. Nothing in the file is trusted.
 * @throws LabError `safetensors/invalid` saying what is wrong with it.
 */
export function readSafetensors(bytes: Uint8Array): {
  tensors: StoredTensor[];
  metadata: Record<string, string>;
} {
  const { header, start } = readHeader(bytes);
  const { __metadata__: metadata, ...described } = header;
  const entries = Object.entries(described)
    .map(([name, value]) => readEntry(name, value))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of entries) {
    if (begin < at) throw invalid(`the weight ${quoted(name)} overlaps another`);
    if (begin > at) throw invalid(`there is a gap before the weight ${quoted(name)}`);
    at = end;
  }
  if (start + at > bytes.length)
    throw invalid(`it breaks off: ${start + at} bytes are announced, ${bytes.length} are there`);
  if (start + at < bytes.length)
    throw invalid(`there are ${bytes.length - start - at} bytes after the last weight`);
  return {
    tensors: entries.map(({ name, dtype, shape, begin, end }) => ({
      name,
      shape,
      data: decode(dtype, bytes.slice(start + begin, start + end).buffer),
    })),
    metadata: readMetadata(metadata),
  };
}
