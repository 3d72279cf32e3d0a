import { LabError } from '../base/errors.ts';

/** Tensors as files hold them: a type, a shape, and bytes in row-major order, little-endian. */

/** Types of values that are read, with their bytes, under the names of safetensors. */
export const DTYPE_BYTES = { F32: 4, F16: 2, BF16: 2, I32: 4, I64: 8 } as const;
export type Dtype = keyof typeof DTYPE_BYTES;

export const isDtype = (name: unknown): name is Dtype =>
  typeof name === 'string' && Object.hasOwn(DTYPE_BYTES, name);

/** Types that hold numbers with a fraction: what weights are made of. */
export const isFloat = (dtype: Dtype): boolean => dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';

export interface TensorEntry {
  name: string;
  dtype: Dtype;
  shape: readonly number[];
}

/** An opened file (or several) of which tensors are read one at a time. Nothing in it is trusted. */
export interface TensorFile {
  /** In the order of the file; each name once. */
  readonly entries: readonly TensorEntry[];
  /**
   * The bytes of one tensor, in a buffer of their own.
   * @throws LabError where they are damaged, or cannot be read
   */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** How a name from a file is named in a sentence. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}…` : name);

/** The bytes from `begin` to `end`. @throws LabError `file/unreadable` where the file was moved or changed meanwhile */
export async function bytesOf(blob: Blob, begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
  } catch {
    throw new LabError(
      'file/unreadable',
      'A file can no longer be read: it was moved, changed or deleted since it was chosen.',
      'Choose it again.',
    );
  }
}

let halves: Float32Array | null = null;

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
export function decode(dtype: Dtype, buffer: ArrayBuffer): Float32Array | Int32Array | BigInt64Array {
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'I32') return new Int32Array(buffer);
  if (dtype === 'I64') return new BigInt64Array(buffer);
  return decodeHalves(dtype, new Uint16Array(buffer));
}

/** Values of two bytes each, in single precision. */
export function decodeHalves(dtype: 'F16' | 'BF16', bits: Uint16Array): Float32Array {
  if (dtype === 'F16') {
    // All 65,536 of them once: a table is many times as fast as the arithmetic.
    halves ??= Float32Array.from({ length: 1 << 16 }, (_, i) => halfToNumber(i));
    const table = halves;
    const values = new Float32Array(bits.length);
    for (let i = 0; i < bits.length; i++) values[i] = table[bits[i] as number] as number;
    return values;
  }
  // bfloat16 is the upper half of a float32
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
  return new Float32Array(words.buffer);
}
