import { LabError } from '../base/errors.ts';
import { bytesOf } from './tensor-file.ts';

/**
 * What a large zip holds, found without reading it whole: only files that are stored, not packed, as PyTorch writes
 * them. So nothing is ever unpacked, and no file is larger than the zip itself. Zip64 included (PKWARE's APPNOTE.TXT,
 * sections 4.3 and 4.5.3).
 */
export interface StoredFile {
  name: string;
  bytes: number;
  crc: number;
  /** Where its local header begins. */
  offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_FILES = 20_000;
const MOST_DIRECTORY_BYTES = 10_000_000;

export function invalidArchive(what: string): LabError {
  return new LabError(
    'torch/invalid',
    `The file of weights cannot be opened: ${what}.`,
    'Take pytorch_model.bin as it was published, or model.safetensors of the same model.',
  );
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A 64-bit number that counts bytes of a file. */
function big(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw invalidArchive('its list of files is damaged');
  return Number(value);
}

async function directoryOf(blob: Blob): Promise<{ count: number; bytes: Uint8Array<ArrayBuffer> }> {
  const from = Math.max(0, blob.size - END_BYTES - LONGEST_COMMENT - 20);
  const tail = await bytesOf(blob, from, blob.size);
  const view = viewOf(tail);
  let end = tail.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw invalidArchive('it is no zip, or breaks off');
  let count = view.getUint16(end + 10, true);
  let size = view.getUint32(end + 12, true);
  let offset = view.getUint32(end + 16, true);
  if (end >= 20 && view.getUint32(end - 20, true) === LOCATOR_64) {
    const at = big(view, end - 12);
    const found = await bytesOf(blob, at, at + 56);
    if (found.length < 56 || viewOf(found).getUint32(0, true) !== END_64)
      throw invalidArchive('its list of files is damaged');
    count = big(viewOf(found), 32);
    size = big(viewOf(found), 40);
    offset = big(viewOf(found), 48);
  }
  if (count > MOST_FILES) throw invalidArchive(`it holds ${count} files`);
  if (size > MOST_DIRECTORY_BYTES || offset + size > blob.size)
    throw invalidArchive('its list of files is damaged');
  return { count, bytes: await bytesOf(blob, offset, offset + size) };
}

/** The fields of an entry that stand in its zip64 extra field: each where the short one is full. */
function large(
  view: DataView,
  begin: number,
  end: number,
  short: readonly [size: number, packed: number, offset: number],
): [number, number, number] {
  const fields: [number, number, number] = [...short];
  for (let at = begin; at + 4 <= end;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let value = at + 4;
      for (const i of [0, 1, 2] as const) {
        if (fields[i] !== 0xffffffff) continue;
        if (value + 8 > Math.min(at + 4 + length, end)) throw invalidArchive('its list of files is damaged');
        fields[i] = big(view, value);
        value += 8;
      }
      return fields;
    }
    at += 4 + length;
  }
  return fields;
}

/**
 * The files in a zip.
 * @throws LabError `torch/invalid` where it is no zip, is damaged, or holds a file that is packed
 */
export async function listStored(blob: Blob): Promise<StoredFile[]> {
  const { count, bytes } = await directoryOf(blob);
  const view = viewOf(bytes);
  const files: StoredFile[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY)
      throw invalidArchive('its list of files is damaged');
    const names = at + 46;
    const extras = names + view.getUint16(at + 28, true);
    const comment = extras + view.getUint16(at + 30, true);
    const next = comment + view.getUint16(at + 32, true);
    if (next > bytes.length) throw invalidArchive('its list of files is damaged');
    const name = new TextDecoder().decode(bytes.subarray(names, extras));
    const [size, packed, offset] = large(view, extras, comment, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    if (view.getUint16(at + 8, true) & 1) throw invalidArchive(`${name.slice(0, 80)} in it is encrypted`);
    if (view.getUint16(at + 10, true) !== 0 || size !== packed)
      throw invalidArchive(`${name.slice(0, 80)} in it is packed, which PyTorch never does`);
    if (offset + size > blob.size)
      throw invalidArchive(`${name.slice(0, 80)} in it would end behind the file`);
    files.push({ name, bytes: size, crc: view.getUint32(at + 16, true), offset });
    at = next;
  }
  return files;
}

/** Where the bytes of a file begin. @throws LabError `torch/invalid` */
export async function startOf(blob: Blob, { name, offset, bytes }: StoredFile): Promise<number> {
  const header = await bytesOf(blob, offset, offset + 30);
  const view = viewOf(header);
  if (header.length < 30 || view.getUint32(0, true) !== LOCAL)
    throw invalidArchive(`${name.slice(0, 80)} in it is damaged`);
  const start = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + bytes > blob.size) throw invalidArchive(`${name.slice(0, 80)} in it would end behind the file`);
  return start;
}
