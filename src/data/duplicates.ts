import type { Job } from './job.ts';
import { type LabelledRows, NONE } from './rows.ts';

/**
 * For every row the first row with the same text (spaces at the ends apart); the row itself where it is the first.
 * Rows that no split takes are left alone. A hash table over row numbers: no text is held.
 */
export async function firstAlike(rows: LabelledRows, assigned: Uint8Array, job: Job): Promise<Uint32Array> {
  const first = Uint32Array.from(assigned.keys());
  const hashes = new Uint32Array(rows.count);
  let size = 1024;
  while (size < rows.count * 2) size *= 2;
  /** Row number + 1; 0 is free. */
  const slots = new Uint32Array(size);
  for (let row = 0; row < rows.count; row++) {
    if (row % 512 === 0) await job.breathe({ phase: 'looking for duplicates', done: row, total: rows.count });
    if (assigned[row] === NONE) continue;
    const text = rows.text(row).trim();
    const hash = hashOf(text);
    hashes[row] = hash;
    for (let slot = hash & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const other = (slots[slot] as number) - 1;
      if (other < 0) {
        slots[slot] = row + 1;
        break;
      }
      if (hashes[other] === hash && rows.text(other).trim() === text) {
        first[row] = other;
        break;
      }
    }
  }
  return first;
}

/** FNV-1a over UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const TRAIN = 0;

/** Rows of validation and test whose text also stands in train. */
export function leakedRows(first: Uint32Array, assigned: Uint8Array): number[] {
  const inTrain = new Set<number>();
  for (let row = 0; row < first.length; row++) if (assigned[row] === TRAIN) inTrain.add(first[row] as number);
  const leaked: number[] = [];
  for (let row = 0; row < first.length; row++)
    if (assigned[row] !== TRAIN && assigned[row] !== NONE && inTrain.has(first[row] as number))
      leaked.push(row);
  return leaked;
}
