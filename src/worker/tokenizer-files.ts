import { toErrorData } from '../base/errors.ts';
import { readOpened } from '../data/opened-tokenizer.ts';
import type { TextSpec } from '../recipe/recipe.ts';
import { keepVocabulary, keptVocabulary } from '../storage/vocabularies.ts';
import { hasOpened, provideOpened } from '../text/opened-vocabulary.ts';
import type { TokenizerAtHand } from './protocol.ts';

/** Opens a tokenizer from a person's files and keeps its pieces in this browser. @throws LabError as `readOpened` does */
export async function openTokenizer(
  files: readonly { name: string; file: Blob }[],
): Promise<TokenizerAtHand> {
  const texts = new Map<string, string>();
  for (const { name, file } of files) texts.set(name, await file.text());
  const { tokenizer, words } = readOpened(texts);
  provideOpened(tokenizer.id, words);
  try {
    await keepVocabulary(tokenizer.id, tokenizer.name, words);
    return { ...tokenizer, notKept: null };
  } catch (error) {
    return { ...tokenizer, notKept: toErrorData(error).message };
  }
}

/** Has the pieces that a recipe names at hand, where this browser keeps them; that they are missing is said by who needs them. */
export async function ensureOpened({ tokenizer }: TextSpec): Promise<void> {
  if (tokenizer.kind !== 'wordpiece' || tokenizer.opened === null || hasOpened(tokenizer.opened.id)) return;
  const { id } = tokenizer.opened;
  const words = await keptVocabulary(id).catch(() => undefined);
  if (words) provideOpened(id, words);
}
