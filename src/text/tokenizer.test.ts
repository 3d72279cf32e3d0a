import { describe, expect, it } from 'vitest';
import { recipeSchema, type TextSpec } from '../recipe/recipe.ts';
import { shownTokens } from './encode.ts';
import { isSubword, Tokenizer, trainSubwords } from './tokenizer.ts';
import { tokenizeText } from './tokenize.ts';
import { Vocabulary } from './vocabulary.ts';

const TEXTS = ['The runner is running, unhappy', 'Un café naïf; the happy runners', '<pad> ёж 北京 don’t'];

async function make(kind: TextSpec['tokenizer']['kind']): Promise<Tokenizer> {
  const spec = recipeSchema.parse({
    text: { tokenizer: kind === 'word' ? { kind } : { kind, vocabularySize: 320, minFrequency: 1 } },
  }).text;
  const texts = TEXTS.map((text) => tokenizeText(text, spec));
  const counts = new Map<string, number>();
  for (const word of texts.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const vocabulary = isSubword(spec)
    ? await trainSubwords(spec, counts)
    : Vocabulary.build(texts, { ...spec.vocabulary, minCount: 1 });
  return new Tokenizer(spec, Vocabulary.fromWords(JSON.parse(JSON.stringify(vocabulary.words)) as string[]));
}

describe('Tokenizer', () => {
  it('of words does as before', async () => {
    const tokenizer = await make('word');
    expect(tokenizer.tokens('Running zebra')).toEqual(['running', 'zebra']);
    expect(tokenizer.decode(tokenizer.encode('the café zebra'))).toBe('the café <unk>');
  });

  it('of bytes knows all and gives every text back', async () => {
    const tokenizer = await make('bpe');
    for (const text of [...TEXTS, 'zebra 🦓 <unk>']) {
      const ids = tokenizer.encode(text);
      expect([...ids].every((id) => id >= 2 && id < tokenizer.vocabulary.size)).toBe(true);
      expect(tokenizer.decode(ids)).toBe(tokenizeText(text, recipeSchema.parse({}).text).join(' '));
    }
    const zebra = shownTokens('the zebra', tokenizer);
    expect(zebra.map(({ text }) => text).join('')).toBe('thezebra');
    expect(zebra.filter(({ starts }) => starts)).toHaveLength(2);
  });

  it('of WordPiece strips accents, and what it has no pieces for is unknown', async () => {
    const tokenizer = await make('wordpiece');
    expect(tokenizer.decode(tokenizer.encode('the café'))).toBe('the cafe');
    expect(shownTokens('runs 🦓', tokenizer).at(-1)).toMatchObject({ text: '[UNK]', unknown: true });
    expect(shownTokens('rurun', tokenizer)[0]).toMatchObject({ starts: true });
    expect(shownTokens('rurun', tokenizer).at(-1)).toMatchObject({ starts: false });
  });

  it('cuts, and reads an empty text as one unknown word', async () => {
    for (const kind of ['word', 'bpe', 'wordpiece'] as const) {
      const tokenizer = await make(kind);
      expect([...tokenizer.encode(' ')]).toEqual([1]);
      expect(tokenizer.encode(TEXTS.join(' '), 3)).toHaveLength(3);
    }
  });
});
