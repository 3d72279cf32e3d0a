import { LabError } from '../base/errors.ts';
import type { TextSpec } from '../recipe/recipe.ts';

/** Vocabularies of tokenizers that were opened from files, by the id that a recipe names them by. */
const known = new Map<string, readonly string[]>();

export const hasOpened = (id: string): boolean => known.has(id);

export function provideOpened(id: string, words: readonly string[]): void {
  known.set(id, words);
}

/**
 * The pieces that a recipe brings, special tokens first; null: they are learnt from train.
 * @throws LabError `tokenizer/missing` where nobody has provided them
 */
export function openedWords({ tokenizer }: TextSpec): readonly string[] | null {
  if (tokenizer.kind !== 'wordpiece' || tokenizer.opened === null) return null;
  const { id, name } = tokenizer.opened;
  const words = known.get(id);
  if (words) return words;
  throw new LabError(
    'tokenizer/missing',
    `The tokenizer of ${name} is not kept in this browser.`,
    'Open the file again where the tokenizer is chosen, or let one be learnt from the texts.',
  );
}
