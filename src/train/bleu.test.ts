import { describe, expect, it } from 'vitest';
import { alignmentErrorRate, countAlignment, noLinks } from './alignment-error.ts';
import { bleuByLength, corpusBleu, tokenize13a } from './bleu.ts';
import reference from './fixtures/bleu.json';
import { WordScores } from './word-scores.ts';

/** The values are sacreBLEU 2.6.0's: corpus_bleu(translations, [references]) and Tokenizer13a. */
describe('BLEU', () => {
  it.each(reference.tokens)('splits as 13a: $line', ({ line, tokens }) => {
    expect(tokenize13a(line)).toEqual(tokens);
  });

  it.each(reference.bleu)('is sacreBLEU’s: $name', ({ translations, references, bleu }) => {
    expect(corpusBleu(translations, references)).toBeCloseTo(bleu, 6);
  });

  it('refuses lists of unlike length', () => {
    expect(() => corpusBleu(['a'], [])).toThrow(RangeError);
  });

  it('is taken by length: quarters of the sentences, the shortest first', () => {
    const references = ['a b c d e', 'a b c d e f', 'a b c d', 'g h i j k l m n'];
    const translations = ['a b c d e', 'a b c d e f', 'a b c d', 'g x i y k z m q'];
    const parts = bleuByLength([5, 6, 4, 8], translations, references);
    expect(parts.map(({ from, to, sentences }) => [from, to, sentences])).toEqual([
      [4, 4, 1],
      [5, 5, 1],
      [6, 6, 1],
      [8, 8, 1],
    ]);
    expect(parts[0]!.bleu).toBeCloseTo(100);
    expect(parts[3]!.bleu).toBeLessThan(20);
    expect(bleuByLength([], [], [])).toEqual([]);
  });
});

describe('alignment error rate', () => {
  it('is 0 for the gold links and 1 where none is met', () => {
    const gold = [[0, 1, 1], [1, 0, 1], [2, 2, 0]] as const; // prettier-ignore
    const right = noLinks();
    countAlignment(right, [1, 0, 2], gold);
    expect(alignmentErrorRate(right)).toBe(0);
    const wrong = noLinks();
    countAlignment(wrong, [2, 2, 0], gold);
    expect(alignmentErrorRate(wrong)).toBe(1);
  });

  it('is Och and Ney’s: sure links missed and links drawn wrong both count', () => {
    const counts = noLinks();
    // A = {0-0, 2-1, 1-2}, S = {0-0, 1-1}, P adds 1-2: 1 − (1 + 2) / (3 + 2)
    countAlignment(counts, [0, 2, 1], [[0, 0, 1], [1, 1, 1], [1, 2, 0]]); // prettier-ignore
    expect(alignmentErrorRate(counts)).toBeCloseTo(1 - 3 / 5);
  });

  it('does not judge words that stand for nothing, and says null without gold', () => {
    const counts = noLinks();
    countAlignment(counts, [0, 5], [[0, 0, 1]]);
    expect(alignmentErrorRate(counts)).toBe(0);
    expect(alignmentErrorRate(noLinks())).toBeNull();
  });
});

describe('scores of next words', () => {
  it('are scikit-learn’s, padding left out', () => {
    const scores = new WordScores(4);
    scores.add(Int32Array.of(1, 2, 2, 3, 0), [1, 2, 1, 1, 3], 0);
    // f1: word 1 0.5, word 2 2/3, word 3 0
    const found = scores.scores();
    expect(found.accuracy).toBe(0.5);
    expect(found.macroF1).toBeCloseTo((0.5 + 2 / 3) / 3);
    expect(found.weightedF1).toBeCloseTo((0.5 + (2 * 2) / 3) / 4);
  });
});
