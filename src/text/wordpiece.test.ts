import { Tokenizer as Reference } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { BERT_TEXT, bertNormalise, bertWords } from './bert-text.ts';
import { readTokenizerJson, readVocabTxt, writeTokenizerJson, writeVocabTxt } from './wordpiece-files.ts';
import { BERT_SPECIALS, trainWordPiece, WordPiece } from './wordpiece.ts';

/** The vocabulary of the example in BERT's own tests. */
const EXAMPLE = [
  ...BERT_SPECIALS,
  'want',
  '##want',
  '##ed',
  'wa',
  'un',
  'runn',
  '##ing',
  ',',
  'low',
  'lowest',
];
const words = (text: string, options = {}) =>
  bertWords(bertNormalise(text, { ...BERT_TEXT, ...options })).join('|');

describe('bertNormalise and bertWords', () => {
  // The cases of BERT's tokenization_test.py and Hugging Face's bert normalizer tests.
  it('do as BERT does', () => {
    expect(words(' \tHeLLo!how  \n Are yoU?  ')).toBe('hello|!|how|are|you|?');
    expect(words('H\u00E9llo')).toBe('hello');
    expect(words('HäLLo', { stripAccents: false })).toBe('hällo');
    expect(words('HäLLo', { lowercase: false })).toBe('HäLLo');
    expect(words('HäLLo', { lowercase: false, stripAccents: true })).toBe('HaLLo');
    expect(words('ah\u535A\u63A8zz')).toBe('ah|博|推|zz');
    expect(words('ah\u535A\u63A8zz', { chineseChars: false })).toBe('ah博推zz');
    expect(words('a$b+c_d^e`f~g')).toBe('a|$|b|+|c|_|d|^|e|`|f|~|g');
    expect(words('a\u00adb\0c\ufffdd\u200de\u2028f\u00a0g')).toBe('abcde|f|g');
    expect(words('ΟΔΟΣ İ 5€ «да»')).toBe('οδοσ|i|5€|«|да|»');
    expect(words('')).toBe('');
  });
});

describe('WordPiece', () => {
  const example = new WordPiece(EXAMPLE);

  it('takes the longest pieces from the front, or the word is unknown', () => {
    expect(example.tokenize('UNwanted running, lowest')).toEqual([
      'un',
      '##want',
      '##ed',
      'runn',
      '##ing',
      ',',
      'lowest',
    ]);
    expect(example.tokenize('unwantedX running')).toEqual(['[UNK]', 'runn', '##ing']);
    expect(example.tokenize(`${'un'.padEnd(101, 'x')}`)).toEqual(['[UNK]']);
    expect([...example.encode('unwanted')]).toEqual([9, 6, 7]);
    expect(example.decode([2, 9, 6, 7, 10, 11, 3])).toBe('unwanted running');
  });

  it('reads special tokens in a text only where it is asked to', () => {
    expect(example.tokenize('want [MASK] low', true)).toEqual(['want', '[MASK]', 'low']);
    expect(example.tokenize('want [MASK] low')).toEqual(['want', '[UNK]', '[UNK]', '[UNK]', 'low']);
  });

  it('is written and read as vocab.txt and tokenizer.json', () => {
    const cased = new WordPiece(EXAMPLE, { text: { ...BERT_TEXT, lowercase: false } });
    expect(readTokenizerJson(writeTokenizerJson(cased)).model).toEqual(cased.model);
    expect(readVocabTxt(writeVocabTxt(example)).model).toEqual(example.model);
    expect(readVocabTxt(EXAMPLE.join('\r\n')).model.vocabulary).toEqual(EXAMPLE);
  });

  it('refuses files that are none, with what is wrong', () => {
    expect(() => readTokenizerJson('{')).toThrow(/not JSON/);
    expect(() => readTokenizerJson('{"model":{"type":"BPE","vocab":{}}}')).toThrow(/model\.type/);
    expect(() => readTokenizerJson('{"model":{"vocab":{"[UNK]":0,"a":2}}}')).toThrow(/1 is missing/);
    expect(() => readTokenizerJson('{"model":{"vocab":{"a":0}}}')).toThrow(/has no \[UNK\]/);
    expect(() => readTokenizerJson('{"model":{"vocab":{"a":-1}}}')).toThrow(/number of "a" is -1/);
    expect(() => readVocabTxt('[UNK]\na\na')).toThrow(/"a" stands twice/);
    expect(() => readVocabTxt('a\nb')).toThrow(/has no \[UNK\]/);
  });
});

const SAMPLE =
  'a person who runs unhappily; running and runner, the happiness of running. naïve café — «Ёлка» 北京 ok';

async function trained(size: number): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const word of bertWords(bertNormalise(SAMPLE.repeat(3), BERT_TEXT)))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return trainWordPiece(counts, size, 2);
}

describe('trainWordPiece', () => {
  it('begins with special tokens and characters, then merges the frequent pairs', async () => {
    const pieces = await trainWordPiece(
      [
        ['hug', 10],
        ['pug', 5],
        ['pun', 12],
        ['bun', 4],
        ['hugs', 5],
      ],
      21,
      2,
    );
    expect(pieces.slice(0, 16)).toEqual([...BERT_SPECIALS, ...'bghnpsu', '##g', '##n', '##s', '##u']);
    // ##u ##g 20 times, then ##u ##n 16, h ##ug 15, p ##un 12, and of two that occur 5 times the older
    expect(pieces.slice(16)).toEqual(['##ug', '##un', 'hug', 'pun', 'pug']);
  });

  it('stops at the size, at the frequency, and gives the same every time', async () => {
    expect(await trained(70)).toHaveLength(70);
    expect(await trained(70)).toEqual(await trained(70));
    const all = await trained(5000);
    expect(all.length).toBeLessThan(400);
    expect(new Set(all).size).toBe(all.length);
    expect(all.slice(0, 70)).toEqual(await trained(70));
  });
});

describe('beside @huggingface/tokenizers', () => {
  it('gives the same pieces of random Unicode text', async () => {
    const random = new Random(17);
    const ours = new WordPiece(await trained(5000));
    const theirs = new Reference(JSON.parse(writeTokenizerJson(ours)) as object, {});
    const letters = Array.from("aehnprsuy .,;'-_$+#–«»éïЁёлка北京\t\u00a0\u0301");
    let compared = 0;
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: 1 + random.below(20) }, () => {
        if (random.below(3) > 0) return letters[random.below(letters.length)] as string;
        const code = random.below(random.below(2) === 0 ? 0x3000 : 0x30000);
        return code >= 0xd800 && code < 0xe000 ? 'a' : String.fromCodePoint(code);
      }).join('');
      // Unassigned, private and format characters are dropped or kept by the age of the tables. Other than Hugging
      // Face's own tokenizers, the package does not see Chinese characters beyond U+FFFF, and knows a final sigma.
      if (/[\p{Cn}\p{Co}\p{Cf}\u{20000}-\u{2FFFF}Σ]/u.test(text)) continue;
      compared++;
      expect(ours.tokenize(text), JSON.stringify(text)).toEqual(
        theirs.encode(text, { add_special_tokens: false }).tokens,
      );
    }
    expect(compared).toBeGreaterThan(1000);
  });
});

describe('speed', () => {
  it('is at least a megabyte a second', async () => {
    const tokenizer = new WordPiece(await trained(5000));
    const text = SAMPLE.repeat(10);
    const before = process.cpuUsage().user;
    for (let i = 0; i < 1000; i++) tokenizer.encode(text);
    const seconds = (process.cpuUsage().user - before) / 1e6;
    expect((1000 * text.length) / 1e6 / seconds).toBeGreaterThan(1);
  });
});
