import { LabError } from '../base/errors.ts';
import { headerLength, invalidSafetensors, readSafetensorsHeader } from './safetensors-header.ts';
import {
  bytesOf,
  decode,
  decodeHalves,
  type Dtype,
  elements,
  quoted,
  type TensorFile,
} from './tensor-file.ts';

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

/** A tensor that is decoded when it is asked for: a file of weights never stands twice in memory. */
export class LazyTensor implements StoredTensor {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: Dtype;
  private readonly bytes: Uint8Array;

  constructor(name: string, shape: number[], dtype: Dtype, bytes: Uint8Array) {
    this.name = name;
    this.shape = shape;
    this.dtype = dtype;
    this.bytes = bytes;
  }

  /** Decoded anew each time. */
  get data(): StoredTensor['data'] {
    const { bytes, dtype } = this;
    // From where they lie, so that there is no copy of them beside the values.
    if ((dtype === 'F16' || dtype === 'BF16') && bytes.byteOffset % 2 === 0)
      return decodeHalves(dtype, new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
    return decode(dtype, new Uint8Array(bytes).buffer);
  }
}

/**
 * The tensors of a safetensors file, in the order of their values, to be decoded one by one. Nothing in it is trusted.
 * @throws LabError `safetensors/invalid` saying what is wrong with it.
 */
export function openSafetensorsBytes(bytes: Uint8Array): {
  tensors: LazyTensor[];
  metadata: Record<string, string>;
} {
  const start = 8 + headerLength(bytes, bytes.length);
  const { entries, metadata } = readSafetensorsHeader(bytes.subarray(8, start), bytes.length - start);
  return {
    tensors: entries.map(
      ({ name, dtype, shape, begin, end }) =>
        new LazyTensor(name, shape, dtype, bytes.subarray(start + begin, start + end)),
    ),
    metadata,
  };
}

/**
 * The same, all decoded at once.
 * @throws LabError `safetensors/invalid`
 */
export function readSafetensors(bytes: Uint8Array): {
  tensors: StoredTensor[];
  metadata: Record<string, string>;
} {
  const { tensors, metadata } = openSafetensorsBytes(bytes);
  return { tensors: tensors.map(({ name, shape, data }) => ({ name, shape, data })), metadata };
}

/**
 * A safetensors file of which tensors are read one at a time.
 * @throws LabError `safetensors/invalid`, `file/unreadable`
 */
export async function openSafetensors(
  blob: Blob,
): Promise<TensorFile & { metadata: Record<string, string> }> {
  const start = 8 + headerLength(await bytesOf(blob, 0, 8), blob.size);
  const { entries, metadata } = readSafetensorsHeader(await bytesOf(blob, 8, start), blob.size - start);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    entries,
    metadata,
    async read(name) {
      const entry = byName.get(name);
      if (!entry) throw invalidSafetensors(`there is no weight ${quoted(name)}`);
      return bytesOf(blob, start + entry.begin, start + entry.end);
    },
  };
}
