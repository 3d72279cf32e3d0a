import { LabError } from '../../base/errors.ts';
import type { Job } from '../job.ts';

/** A file to be read: its bytes may be gzipped; `name` is what messages call it. */
export interface DataFile {
  blob: Blob;
  name: string;
  gzip: boolean;
}

const GZIP = [0x1f, 0x8b];

/** Opens a file and looks whether it is gzipped. @throws LabError `data/empty-file`, `data/unreadable` */
export async function openFile(blob: Blob, name: string): Promise<DataFile> {
  if (blob.size === 0)
    throw new LabError('data/empty-file', `“${name}” is empty: it holds 0 bytes.`, 'Choose another file.');
  let start: Uint8Array;
  try {
    start = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  } catch (error) {
    throw new LabError(
      'data/unreadable',
      `“${name}” can no longer be read (${error instanceof Error ? error.message : String(error)}): it was changed or moved since it was chosen.`,
      'Choose it again.',
    );
  }
  return { blob, name, gzip: GZIP.every((byte, i) => start[i] === byte) };
}

/**
 * The bytes of a file in chunks, unzipped. Progress counts the bytes of the file as it is kept.
 * @throws LabError `data/damaged-gzip` where the archive is cut short or damaged
 */
export async function* chunksOf(file: DataFile, onBytes: (done: number) => void): AsyncGenerator<Uint8Array> {
  let done = 0;
  const counted = file.blob.stream().pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        done += chunk.length;
        onBytes(done);
        controller.enqueue(chunk);
      },
    }),
  );
  const reader = (file.gzip ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).getReader();
  try {
    for (;;) {
      const { done: ended, value } = await reader.read();
      if (ended) return;
      yield value;
    }
  } catch (error) {
    if (error instanceof LabError || !file.gzip) throw error;
    throw new LabError(
      'data/damaged-gzip',
      `“${file.name}” is gzipped and damaged or cut short (${error instanceof Error ? error.message : String(error)}).`,
      'Download it again, or unpack it and choose the file inside.',
    );
  } finally {
    // Tells the source that no more is wanted; a stream that failed has nothing left to tell.
    reader.cancel().catch(() => undefined);
  }
}

/** The first bytes of a file, unzipped, and whether that is all of it. */
export async function peek(file: DataFile, wanted: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let whole = true;
  for await (const chunk of chunksOf(file, () => undefined)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > wanted) {
      whole = false;
      break;
    }
  }
  const bytes = concat(chunks, length);
  return { bytes: whole ? bytes : bytes.subarray(0, wanted), whole };
}

/** The whole file as a Blob, unzipped: for formats that are read from their end. */
export async function unpacked(file: DataFile, largest: number, job: Job): Promise<Blob> {
  if (!file.gzip) return file.blob;
  const parts: Blob[] = [];
  let length = 0;
  let done = 0;
  for await (const chunk of chunksOf(file, (bytes) => (done = bytes))) {
    parts.push(new Blob([chunk.slice()]));
    length += chunk.length;
    if (length > largest) throw tooLarge(file.name, largest);
    await job.breathe({ phase: 'unpacking', done, total: file.blob.size });
  }
  return new Blob(parts);
}

export function tooLarge(name: string, largest: number): LabError {
  return new LabError(
    'data/too-large',
    `“${name}” holds more than ${Math.round(largest / 1e6).toLocaleString('en')} MB, the most the lab takes of this format.`,
    'Save it as CSV, or take a part of its rows.',
  );
}

export function concat(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
