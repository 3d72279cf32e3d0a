import { gunzipSync } from 'fflate';
import { LabError } from '../base/errors.ts';
import type { TextSpec } from '../recipe/recipe.ts';
import { hasLemmas, provideLemmas } from '../text/lemmas.ts';

const FILE = 'data/wordnet-lemmas.txt.gz';

/**
 * Fetches the list of English words where a recipe asks for lemmas, once for each worker.
 * @throws LabError `text/lemmas` where it cannot be had
 */
export async function ensureLemmas({ normalise }: TextSpec, root: string): Promise<void> {
  if (normalise.lemmas !== 'english' || hasLemmas()) return;
  const response = await fetch(new URL(FILE, root)).catch(() => null);
  if (!response?.ok)
    throw new LabError(
      'text/lemmas',
      'The list of English words for the lemmas could not be fetched.',
      'Check the network and try again, or switch the lemmas off.',
    );
  const bytes = new Uint8Array(await response.arrayBuffer());
  // some servers unpack it on the way
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  provideLemmas(new TextDecoder().decode(packed ? gunzipSync(bytes) : bytes));
}
