import type { Job } from '../job.ts';
import { joinAligned, pairNames } from '../parallel.ts';
import type { SplitName } from '../types.ts';
import { Decoder } from './decode.ts';
import { detectEncoding } from './encoding.ts';
import { chunksOf, concat, openFile } from './source.ts';

/** Two texts of which line n of one is the translation of line n of the other; both may be gzipped. */
export interface AlignedFiles {
  source: Blob;
  target: Blob;
  /** What messages call them. */
  names: [string, string];
  /** Null: to be divided later. */
  split: SplitName | null;
}

/** Aligned texts as one file of JSON lines in UTF-8, and the encoding that they were in: `utf-8 + windows-1252` where they differ. */
export interface JoinedFiles {
  file: Blob;
  encoding: string;
}

/**
 * Joins aligned texts. A line with bytes that cannot be read keeps its place beside its translation; who reads the joined
 * file finds these bytes marked and leaves the pair out.
 * @param encoding of all files; `auto`: found for each from its bytes
 * @throws LabError `data/not-aligned`, and those of a file that cannot be read
 */
export async function joinFiles(
  parts: readonly AlignedFiles[],
  job: Job,
  encoding = 'auto',
): Promise<JoinedFiles> {
  const joined: string[] = [];
  const encodings = new Set<string>();
  const text = async (blob: Blob, name: string): Promise<string> => {
    const bytes = await bytesOf(blob, name, job);
    const found = encoding === 'auto' ? detectEncoding(bytes, name) : encoding;
    encodings.add(found);
    return new Decoder(found).push(bytes, true);
  };
  const [first] = parts;
  const names = first && pairNames(...first.names);
  for (const { source, target, names: files, split } of parts) {
    const [from, to] = [await text(source, files[0]), await text(target, files[1])];
    joined.push(joinAligned(from, to, split, names));
  }
  return { file: new Blob(joined, { type: 'application/jsonl' }), encoding: [...encodings].join(' + ') };
}

async function bytesOf(blob: Blob, name: string, job: Job): Promise<Uint8Array> {
  const file = await openFile(blob, name);
  const chunks: Uint8Array[] = [];
  let [done, size] = [0, 0];
  for await (const chunk of chunksOf(file, (bytes) => (done = bytes))) {
    chunks.push(chunk);
    size += chunk.length;
    await job.breathe({ phase: `reading ${name}`, done, total: blob.size });
  }
  return concat(chunks, size);
}
