import { describe, expect, it } from 'vitest';
import { resolveMaxLength, sampleTokens } from './encode.ts';
import { textSpec } from './text.fixture.ts';
import { encodeTokens, Vocabulary } from './vocabulary.ts';

const build = (texts: string[], thresholds = {}) =>
  Vocabulary.build(
    texts.map((text) => (text === '' ? [] : text.split(' '))),
    textSpec({}, { minCount: 1, ...thresholds }).vocabulary,
  );

describe('Vocabulary', () => {
  it('puts the frequent words first, equals in code-unit order, whatever the order of the texts', () => {
    const words = ['<pad>', '<unk>', 'a', 'Z', 'b', 'я', '😀', 'ﬀ'];
    expect(build(['b a Z', 'a ﬀ 😀 я']).words).toEqual(words);
    expect(build(['я 😀 ﬀ a', 'Z a b']).words).toEqual(words);
  });

  it('applies count, document frequency and size', () => {
    const texts = ['the cat the', 'the dog', 'the dog', 'x x x'];
    expect(build(texts, { minCount: 2 }).words.slice(2)).toEqual(['the', 'x', 'dog']);
    expect(build(texts, { minDocumentFrequency: 2 }).words.slice(2)).toEqual(['the', 'dog']);
    expect(build(texts, { maxDocumentFrequency: 0.5 }).words.slice(2)).toEqual(['x', 'dog', 'cat']);
    expect(build(texts, { maxSize: 1 }).words.slice(2)).toEqual(['the']);
    expect(build([]).words).toEqual(['<pad>', '<unk>']);
  });

  it('knows words named like members of an object', () => {
    const vocabulary = build(['__proto__ constructor toString']);
    expect(vocabulary.size).toBe(5);
    expect(vocabulary.id('__proto__')).toBe(2);
    expect(vocabulary.id('hasOwnProperty')).toBe(vocabulary.unkId);
  });

  it('does not take a literal <pad> or <unk> for the special token', () => {
    const vocabulary = build(['<pad> <pad> <unk> cat']);
    expect(vocabulary.words).toEqual(['<pad>', '<unk>', 'cat']);
    expect(vocabulary.id('<pad>')).toBe(vocabulary.unkId);
    expect(vocabulary.id('<unk>')).toBe(vocabulary.unkId);
  });

  it('comes back from its words, and refuses words that are no vocabulary', () => {
    const vocabulary = build(['a b', 'b __proto__']);
    const again = Vocabulary.fromWords([...vocabulary.words]);
    expect(again.words).toEqual(vocabulary.words);
    expect(again.id('b')).toBe(vocabulary.id('b'));
    expect(() => Vocabulary.fromWords(['a', 'b'])).toThrow(/begins with <pad> and <unk>/);
    expect(() => Vocabulary.fromWords(['<pad>', '<unk>', 'a', 'b', 'a'])).toThrow(/"a" stands twice/);
  });
});

describe('encodeTokens', () => {
  const vocabulary = build(['a b c']);

  it('cuts at the end and never pads', () => {
    expect([...encodeTokens(['a', 'x', 'c'], vocabulary, 2)]).toEqual([2, 1]);
    expect([...encodeTokens(['c'], vocabulary, 5)]).toEqual([4]);
  });

  it('reads an empty text as one unknown word', () => {
    expect([...encodeTokens([], vocabulary, 5)]).toEqual([1]);
  });

  it('marks unknown and cut tokens in the sample', () => {
    const sample = sampleTokens('A, b C', textSpec(), vocabulary, 3);
    expect(sample.normalised).toBe('a , b c');
    expect(sample.tokens).toEqual([
      { token: 'a', id: 2, unknown: false, cut: false, starts: true },
      { token: ',', id: 1, unknown: true, cut: false, starts: true },
      { token: 'b', id: 3, unknown: false, cut: false, starts: true },
      { token: 'c', id: 4, unknown: false, cut: true, starts: true },
    ]);
  });

  it('says what the model reads around a text', () => {
    const padding = { token: '<pad>', id: 0 };
    expect(sampleTokens('a', textSpec(), vocabulary, 3).frame).toEqual({
      ...{ before: [], after: [], padding, length: 3, full: false },
    });
    const berts = Vocabulary.fromWords(['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]', 'a']);
    expect(sampleTokens('a', textSpec(), berts, 3, { marks: ['[CLS]', '[SEP]'], full: true }).frame).toEqual({
      before: [{ token: '[CLS]', id: 2 }],
      after: [{ token: '[SEP]', id: 3 }],
      ...{ padding, length: 5, full: true },
    });
    expect(sampleTokens('a', textSpec(), vocabulary, 3, { whole: false }).frame).toBeNull();
  });
});

describe('resolveMaxLength', () => {
  it('takes the percentile by nearest rank', () => {
    const lengths = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(resolveMaxLength(lengths, { kind: 'percentile', value: 90 })).toBe(9);
    expect(resolveMaxLength(lengths, { kind: 'percentile', value: 91 })).toBe(10);
    expect(resolveMaxLength(lengths, { kind: 'percentile', value: 100 })).toBe(10);
    expect(resolveMaxLength(lengths, { kind: 'percentile', value: 1 })).toBe(1);
    expect(resolveMaxLength(lengths, { kind: 'fixed', value: 7 })).toBe(7);
  });

  it('stays between 1 and 4096', () => {
    expect(resolveMaxLength([], { kind: 'percentile', value: 50 })).toBe(1);
    expect(resolveMaxLength([0, 0], { kind: 'percentile', value: 50 })).toBe(1);
    expect(resolveMaxLength([99999], { kind: 'percentile', value: 50 })).toBe(4096);
  });
});
