import { LabError } from '../../base/errors.ts';
import { languageOf } from '../../data/parallel.ts';
import type { AlignedFiles } from '../../data/read/aligned.ts';
import type { SplitName } from '../../data/types.ts';

/** Endings of files that hold a table, both languages in one. */
const TABLE = /\.(csv|tsv|jsonl|ndjson|json|parquet|xlsx)$/i;
const bare = (name: string): string => name.replace(/\.gz$/i, '');

function splitOfName(stem: string): SplitName {
  if (/test|eval/i.test(stem)) return 'test';
  return /val|dev/i.test(stem) ? 'validation' : 'train';
}

/**
 * Texts aligned line by line: two, or two for each of train, validation and test, told by their names. The language that
 * comes first in the alphabet is the source; it can be swapped.
 * @returns null where these files are tables
 * @throws LabError `data/not-aligned` where they do not go together
 */
export function assignAligned<F extends Blob & { name: string }>(files: readonly F[]): AlignedFiles[] | null {
  if (files.length < 2 || files.some(({ name }) => TABLE.test(bare(name)))) return null;
  const sorted = [...files].sort((a, b) => languageOf(a.name)[1].localeCompare(languageOf(b.name)[1]));
  const part = (source: F, target: F, split: SplitName | null): AlignedFiles => ({
    source,
    target,
    names: [source.name, target.name],
    split,
  });
  const [one, other] = sorted;
  if (one && other && sorted.length === 2) return [part(one, other, null)];
  const groups = new Map<string, F[]>();
  for (const file of sorted) {
    const [stem] = languageOf(file.name);
    groups.set(stem, [...(groups.get(stem) ?? []), file]);
  }
  const parts = [...groups].map(([stem, [source, target, third]]) => {
    if (!source || !target || third)
      throw new LabError(
        'data/not-aligned',
        `Of “${stem}” there ${third ? 'are more than two files' : 'is one file'}, and a translation takes two.`,
        'Give two files a part, named alike but for the language: train.de, train.en, test.de, test.en.',
      );
    return part(source, target, splitOfName(stem));
  });
  // The rows for training first, as in every other file.
  const order: (SplitName | null)[] = ['train', 'validation', 'test'];
  return parts.sort((a, b) => order.indexOf(a.split) - order.indexOf(b.split));
}
