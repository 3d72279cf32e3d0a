import { openLab, writing } from './db.ts';

/** Pieces of tokenizers that were opened from files, by what a recipe calls them. */

export async function keepVocabulary(id: string, name: string, words: readonly string[]): Promise<void> {
  const db = await openLab();
  await writing(`the tokenizer ${name}`, () => db.put('vocabularies', [...words], id));
}

export async function keptVocabulary(id: string): Promise<string[] | undefined> {
  return (await openLab()).get('vocabularies', id);
}
