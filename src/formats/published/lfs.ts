import { bytesOf } from '../tensor-file.ts';
import { refused } from './refusals.ts';

/**
 * What stands in the place of a large file where a repository was cloned without Git LFS, or a file was downloaded as the
 * repository holds it: a few lines that name it (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
 */

const BEGINS = 'version https://git-lfs.github.com/spec/';
/** The specification lets no pointer be longer. */
const MOST_BYTES = 1024;
const MB = 1e6;

/** @throws LabError `published/unfit` where this is such a pointer and not the file itself */
export async function refusePointer(name: string, blob: Blob): Promise<void> {
  if (blob.size > MOST_BYTES) return;
  const text = new TextDecoder().decode(await bytesOf(blob, 0, blob.size));
  if (!text.startsWith(BEGINS)) return;
  const size = Number(/^size (\d{1,15})$/m.exec(text)?.[1] ?? NaN);
  const large = size >= MB ? ` of ${Math.round(size / MB)} MB` : '';
  throw refused(
    `${name} is a pointer of Git LFS, a few lines of text that name the real file${large}, and not that file.`,
    'Run “git lfs pull” in the folder that was cloned, or download the file itself from the page of the model.',
  );
}
