import { elements } from './tensor-file.ts';

/**
 * An array as `numpy.save` writes it, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html):
 * magic, version, length of the header, the header as a Python dictionary, then the values row by row.
 */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
/** Values begin at a multiple of this. */
const ALIGNED = 64;
const LENGTH_BYTES = 2;

const typeOf = (values: Float32Array | Int32Array | Uint32Array): string =>
  values instanceof Float32Array ? '<f4' : values instanceof Int32Array ? '<i4' : '<u4';

/**
 * @param shape of the values, row-major
 * @throws RangeError where the shape does not fit the values
 */
export function writeNpy(
  values: Float32Array | Int32Array | Uint32Array,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  if (elements(shape) !== values.length)
    throw new RangeError(`the shape ${shape.join('×')} does not fit ${values.length} values`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${typeOf(values)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = MAGIC.length + LENGTH_BYTES;
  const end = Math.ceil((start + text.length + 1) / ALIGNED) * ALIGNED;
  const bytes = new Uint8Array(end + values.byteLength);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, end - start, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(end - start - 1)}\n`), start);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), end);
  return bytes;
}
