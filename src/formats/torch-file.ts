import { invalidPickle, type Pickled, readPickle } from './pickle.ts';
import {
  bytesOf,
  type Dtype,
  DTYPE_BYTES,
  elements,
  isCount,
  quoted,
  type TensorFile,
} from './tensor-file.ts';
import { crc32 } from './zip.ts';
import { invalidArchive, listStored, startOf, type StoredFile } from './zip-directory.ts';

/**
 * What `torch.save` makes of a state_dict, `pytorch_model.bin`: a zip with a pickle that describes the tensors and a file
 * for the values of each (https://pytorch.org/docs/stable/notes/serialization.html). Nothing in it is run or trusted.
 */

const MOST_PICKLE_BYTES = 16_000_000;
const MOST_DIMENSIONS = 8;

const STORAGES: Record<string, Dtype> = {
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.IntStorage': 'I32',
  'torch.LongStorage': 'I64',
};

interface Described {
  name: string;
  dtype: Dtype;
  shape: number[];
  /** In values, not bytes. */
  strides: number[];
  offset: number;
  /** Name of the file with its values, and how many there are. */
  storage: string;
  values: number;
}

const bad = (name: string, what: string) => invalidPickle(`the tensor ${quoted(name)} ${what}`);

function counts(value: Pickled | undefined): number[] | null {
  if (value?.kind !== 'tuple' || value.items.length > MOST_DIMENSIONS) return null;
  const numbers = value.items.map((item) => (item.kind === 'number' ? item.value : NaN));
  return numbers.every(isCount) ? numbers : null;
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)` */
function described(name: string, value: Pickled): Described {
  if (value.kind !== 'tensor') throw invalidPickle(`${quoted(name)} is no tensor`);
  const [reference, place, sizes, steps] = value.of;
  if (reference?.kind !== 'persistent' || reference.id.kind !== 'tuple') throw bad(name, 'has no values');
  // ('storage', type, key, place where it was, number of values)
  const [word, type, key, , total] = reference.id.items;
  const dtype = type?.kind === 'global' ? STORAGES[type.name] : undefined;
  if (word?.kind !== 'text' || word.value !== 'storage' || !dtype || key?.kind !== 'text')
    throw bad(name, 'has values of a type that is not read here');
  const shape = counts(sizes);
  const strides = counts(steps);
  const offset = place?.kind === 'number' ? place.value : NaN;
  const values = total?.kind === 'number' ? total.value : NaN;
  if (!shape || strides?.length !== shape.length || !isCount(offset) || !isCount(values))
    throw bad(name, 'has no valid shape');
  const size = elements(shape);
  // As many as it has room for: one that says a row a million times over is refused.
  if (!(size <= values)) throw bad(name, `has the shape ${shape.join('×')}, and there are ${values} values`);
  const last = shape.reduce((sum, length, i) => sum + (length - 1) * (strides[i] ?? 0), offset);
  if (size > 0 && !(last < values)) throw bad(name, 'reaches behind its values');
  return { name, dtype, shape, strides, offset, storage: key.value, values };
}

/** Whether the values stand one after the other as they are wanted. */
function isContiguous({ shape, strides }: Described): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== expected) return false;
    expected *= shape[i] as number;
  }
  return true;
}

/** The values of a tensor that stand in another order, one after the other. */
function gathered(source: Uint8Array, { shape, strides, offset, dtype }: Described): Uint8Array<ArrayBuffer> {
  const width = DTYPE_BYTES[dtype];
  const size = elements(shape);
  const result = new Uint8Array(size * width);
  const index = shape.map(() => 0);
  let from = offset;
  for (let i = 0; i < size; i++) {
    for (let byte = 0; byte < width; byte++) result[i * width + byte] = source[from * width + byte] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      from += strides[axis] as number;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        break;
      }
      from -= next * (strides[axis] as number);
      index[axis] = 0;
    }
  }
  return result;
}

async function wholeFile(blob: Blob, file: StoredFile): Promise<Uint8Array<ArrayBuffer>> {
  const start = await startOf(blob, file);
  const bytes = await bytesOf(blob, start, start + file.bytes);
  if (crc32(bytes) !== file.crc)
    throw invalidArchive(`${file.name.slice(0, 80)} in it is damaged: its checksum does not agree`);
  return bytes;
}

/** The folder that all files of the zip lie in, and what lies there by its name. */
function filesOf(files: readonly StoredFile[]): Map<string, StoredFile> {
  const pickle = files.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  if (!pickle) throw invalidArchive('there is no data.pkl in it, so torch.save has not made it');
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const inside = new Map<string, StoredFile>();
  for (const file of files) {
    if (!file.name.startsWith(folder)) continue;
    const name = file.name.slice(folder.length);
    if (inside.has(name)) throw invalidArchive(`it holds ${quoted(name)} twice`);
    inside.set(name, file);
  }
  return inside;
}

/**
 * Opens what `torch.save` wrote. Tensors are read one at a time.
 * @throws LabError `torch/invalid`, `pickle/invalid`, `file/unreadable`
 */
export async function openTorch(blob: Blob): Promise<TensorFile> {
  const [first] = await bytesOf(blob, 0, 1);
  if (first === 0x80)
    throw invalidArchive('it was written before PyTorch 1.6, as one long pickle, which is not read here');
  const files = filesOf(await listStored(blob));
  const pickle = files.get('data.pkl') as StoredFile;
  if (pickle.bytes > MOST_PICKLE_BYTES) throw invalidArchive('its list of tensors is longer than 16 MB');
  const order = files.get('byteorder');
  if (order && order.bytes <= 16 && new TextDecoder().decode(await wholeFile(blob, order)).trim() === 'big')
    throw invalidArchive('its numbers are big-endian');
  const root = readPickle(await wholeFile(blob, pickle));
  if (root.kind !== 'dict') throw invalidPickle('it holds no dictionary of tensors');
  const tensors = new Map<string, Described>();
  for (const [name, value] of root.items) tensors.set(name, described(name, value));
  for (const { name, storage, values, dtype } of tensors.values()) {
    const file = files.get(`data/${storage}`);
    if (file?.bytes !== values * DTYPE_BYTES[dtype])
      throw bad(name, file ? 'has values of another size than it says' : 'has no values in the file');
  }
  return {
    entries: [...tensors.values()],
    async read(name) {
      const tensor = tensors.get(name);
      if (!tensor) throw invalidPickle(`there is no tensor ${quoted(name)}`);
      const { storage, values, dtype, shape, offset } = tensor;
      const file = files.get(`data/${storage}`) as StoredFile;
      const size = elements(shape);
      if (!isContiguous(tensor)) return gathered(await wholeFile(blob, file), tensor);
      if (size === values) return wholeFile(blob, file);
      // A part of values that several share: its checksum is that of the whole, which is not read for each of them.
      const start = (await startOf(blob, file)) + offset * DTYPE_BYTES[dtype];
      return bytesOf(blob, start, start + size * DTYPE_BYTES[dtype]);
    },
  };
}
