import type { Job } from '../job.ts';
import { joinAligned } from '../parallel.ts';
import type { SplitName } from '../types.ts';
import { Decoder, shown } from './decode.ts';
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

/**
 * Aligned texts as one file of JSON lines.
 * @throws LabError `data/not-aligned`, and those of a file that cannot be read
 */
export async function joinFiles(parts: readonly AlignedFiles[], job: Job): Promise<Blob> {
  const joined: string[] = [];
  for (const { source, target, names, split } of parts) {
    const [from, to] = [await textOf(source, names[0], job), await textOf(target, names[1], job)];
    joined.push(joinAligned(from, to, split));
  }
  return new Blob(joined, { type: 'application/jsonl' });
}

async function textOf(blob: Blob, name: string, job: Job): Promise<string> {
  const file = await openFile(blob, name);
  const chunks: Uint8Array[] = [];
  let [done, size] = [0, 0];
  for await (const chunk of chunksOf(file, (bytes) => (done = bytes))) {
    chunks.push(chunk);
    size += chunk.length;
    await job.breathe({ phase: `reading ${name}`, done, total: blob.size });
  }
  const bytes = concat(chunks, size);
  // A byte that cannot be read must not take its line away: the two texts would no longer stand side by side.
  return shown(new Decoder(detectEncoding(bytes, name)).push(bytes, true));
}
