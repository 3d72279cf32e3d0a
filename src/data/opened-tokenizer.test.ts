import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { openedWords, provideOpened } from '../text/opened-vocabulary.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { readOpened, withOpened } from './opened-tokenizer.ts';

const MARKS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const PIECES = ['un', '##aff', '##able', 'run', '##ning', 'the', 'a', '##s', 'b', '##b', 'c', '##c'];
const vocab = (...pieces: string[]): string => `${pieces.join('\n')}\n`;
const read = (files: Record<string, string>) => readOpened(new Map(Object.entries(files)));
const refusal = (files: Record<string, string>): string => {
  try {
    read(files);
  } catch (error) {
    return (error as Error).message;
  }
  return 'not refused';
};

describe('readOpened', () => {
  it('reads vocab.txt, with its marks in front wherever they stood', () => {
    const { tokenizer, words } = read({ 'vocab.txt': vocab(...MARKS, ...PIECES) });
    expect(words).toEqual(['<pad>', '<unk>', ...MARKS.slice(2), ...PIECES]);
    expect(tokenizer).toMatchObject({ name: 'vocab.txt', size: 17, renumbered: false });
    expect(tokenizer.text).toEqual({
      cleanText: true,
      lowercase: true,
      stripAccents: null,
      chineseChars: true,
    });
    const behind = read({ 'my-vocab.txt': vocab(...PIECES, ...MARKS) });
    expect(behind.tokenizer).toMatchObject({ name: 'my-vocab.txt', renumbered: true });
    expect(behind.words.slice(0, 5)).toEqual(words.slice(0, 5));
    expect(new Set(behind.words)).toEqual(new Set(words));
  });

  it('takes capitals in a list of pieces for a cased one, and what a file says for what it says', () => {
    const cased = vocab(...MARKS, ...PIECES, 'The');
    expect(read({ 'vocab.txt': cased }).tokenizer.text.lowercase).toBe(false);
    const config = '{"do_lower_case":true,"strip_accents":false,"tokenize_chinese_chars":false}';
    expect(read({ 'vocab.txt': cased, 'tokenizer_config.json': config }).tokenizer.text).toEqual({
      ...{ cleanText: true, lowercase: true, stripAccents: false, chineseChars: false },
    });
  });

  it('refuses what is none, with the name of the file or what is missing', () => {
    expect(refusal({})).toMatch(/neither vocab.txt nor tokenizer.json/);
    expect(refusal({ 'model.safetensors': 'x' })).toMatch(/^model.safetensors is no file of a WordPiece/);
    expect(refusal({ 'tokenizer_config.json': '{}' })).toMatch(/neither vocab.txt nor tokenizer.json/);
    expect(refusal({ 'a.txt': 'x', 'b.txt': 'y' })).toMatch(/Both a.txt and b.txt/);
    expect(refusal({ 'vocab.txt': vocab('[UNK]', ...PIECES) })).toMatch(/has no \[PAD\], \[CLS\]/);
    expect(refusal({ 'vocab.txt': vocab(...MARKS, 'a', 'a') })).toMatch(/"a" stands twice/);
    expect(refusal({ 'vocab.txt': vocab(...MARKS, 'a') })).toMatch(/has 6 pieces/);
    expect(refusal({ 'tokenizer.json': '{"model":{"type":"BPE","vocab":{}}}' })).toMatch(/model\.type/);
    expect(refusal({ 'data.json': '[1, 2' })).toMatch(/not JSON/);
  });
});

describe('withOpened', () => {
  it('makes a recipe that splits with the pieces of the file', () => {
    const { tokenizer, words } = read({ 'vocab.txt': vocab(...MARKS, ...PIECES) });
    const before = recipeSchema.parse({
      text: { normalise: { digits: 'zero', stopWords: 'english' }, maxLength: { kind: 'fixed', value: 7 } },
    });
    const recipe = recipeSchema.parse(withOpened(before, tokenizer));
    expect(recipe.text).toMatchObject({
      normalise: { digits: 'keep', stopWords: 'none' },
      tokenizer: { kind: 'wordpiece', vocabularySize: 17, opened: { name: 'vocab.txt', id: tokenizer.id } },
      maxLength: { value: 7 },
    });
    expect(() => openedWords(recipe.text)).toThrow(/tokenizer of vocab.txt is not kept/);
    expect(openedWords(before.text)).toBeNull();
    provideOpened(tokenizer.id, words);
    const split = new Tokenizer(recipe.text, Vocabulary.fromWords(openedWords(recipe.text) ?? []));
    expect(split.tokens('Unaffable, the running')).toEqual([
      ...['un', '##aff', '##able', '<unk>', 'the', 'run', '##ning'],
    ]);
  });
});
