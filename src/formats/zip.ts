import { inflateSync, zipSync, type Zippable } from 'fflate';
import { LabError } from '../base/errors.ts';

/**
 * Zip files, written by fflate and read without trust: sizes are bounded before anything is unpacked, and every
 * checksum is verified, which fflate leaves to its caller (PKWARE's APPNOTE.TXT, sections 4.3 and 4.4).
 */

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** More files than any bundle has. */
const MOST_FILES = 1000;

export interface ZipEntry {
  name: string;
  /** Unpacked, as the zip declares it. */
  bytes: number;
  packedBytes: number;
  stored: boolean;
  encrypted: boolean;
  readable: boolean;
  crc: number;
  offset: number;
}

export function invalidZip(what: string): LabError {
  return new LabError(
    'bundle/invalid',
    `The zip cannot be opened: ${what}.`,
    'Choose a zip that SeqLab exported, unchanged; if it is one, download it again.',
  );
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 as zip uses it (ISO 3309, polynomial 0xEDB88320). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * What a zip says it holds, folders left out.
 * @throws LabError `bundle/invalid` where it is no zip or its directory is damaged.
 */
export function listZip(bytes: Uint8Array): ZipEntry[] {
  const view = viewOf(bytes);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - LONGEST_COMMENT);
  while (end >= first && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < first) throw invalidZip('it is no zip file, or breaks off');
  const count = view.getUint16(end + 10, true);
  if (count > MOST_FILES) throw invalidZip(`it holds ${count} files`);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw invalidZip('its list of files is damaged');
    const nameBytes = view.getUint16(at + 28, true);
    const method = view.getUint16(at + 10, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    if (!name.endsWith('/'))
      entries.push({
        name,
        bytes: view.getUint32(at + 24, true),
        packedBytes: view.getUint32(at + 20, true),
        stored: method === 0,
        encrypted: (view.getUint16(at + 8, true) & 1) === 1,
        readable: method === 0 || method === 8,
        crc: view.getUint32(at + 16, true),
        offset: view.getUint32(at + 42, true),
      });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/**
 * One file of a zip. At most `mostBytes` are ever allocated for it.
 * @throws LabError `bundle/invalid` where it is larger than that, encrypted, packed in another way, or damaged.
 */
export function unpack(bytes: Uint8Array, entry: ZipEntry, mostBytes: number): Uint8Array<ArrayBuffer> {
  const { name } = entry;
  if (entry.encrypted) throw invalidZip(`${name} is encrypted`);
  if (!entry.readable) throw invalidZip(`${name} is packed in a way that cannot be read here`);
  if (entry.bytes > mostBytes)
    throw invalidZip(`${name} would have ${entry.bytes} bytes unpacked, at most ${mostBytes} are expected`);
  const view = viewOf(bytes);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL_ENTRY)
    throw invalidZip(`${name} is damaged`);
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packedBytes);
  const content = entry.stored ? packed.slice() : inflate(packed, entry);
  if (content.length !== entry.bytes || crc32(content) !== entry.crc)
    throw invalidZip(`${name} is damaged: its checksum does not agree`);
  return content;
}

function inflate(packed: Uint8Array, entry: ZipEntry): Uint8Array<ArrayBuffer> {
  try {
    // with a buffer of the declared size fflate writes no further, whatever the stream holds
    return inflateSync(packed, { out: new Uint8Array(entry.bytes) }) as Uint8Array<ArrayBuffer>;
  } catch {
    throw invalidZip(`${entry.name} is damaged`);
  }
}

/** Files as one zip. `stored`: names of those that are not compressed, because it would gain next to nothing. */
export function writeZip(
  files: Record<string, Uint8Array | string>,
  stored: readonly string[] = [],
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    [
      typeof content === 'string' ? encoder.encode(content) : content,
      { level: stored.includes(name) ? 0 : 6 },
    ],
  ]);
  return zipSync(Object.fromEntries(entries) as Zippable) as Uint8Array<ArrayBuffer>;
}
