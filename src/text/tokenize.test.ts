import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { normaliseText } from './normalise.ts';
import { textSpec } from './text.fixture.ts';
import { tokenizeText } from './tokenize.ts';

const tokens = (text: string, normalise = {}) => tokenizeText(text, textSpec(normalise)).join('|');

/** Any characters at all, the awkward ones more often: marks, joiners, emoji, half surrogates, ideographs. */
function randomText(random: Random): string {
  const awkward = " '’\u200d\u200c\u00ad\ufe0f\u0301👍🏽🇩🇪北カ가\ud800.,-$1٣½Σİß\u0085\u2028\u3000";
  const letters = Array.from(awkward);
  return Array.from({ length: random.below(30) }, () => {
    const kind = random.below(4);
    if (kind === 0) return letters[random.below(letters.length)] as string;
    if (kind === 1) return String.fromCodePoint(random.below(0x110000));
    if (kind === 2) return String.fromCharCode(0x20 + random.below(0x60));
    return String.fromCharCode(random.below(0x3000));
  }).join('');
}

describe('tokenizeText', () => {
  it('makes each mark a token, removes marks, or leaves them where they stand', () => {
    const text = 'Well-known, isn’t it? (3.5%)';
    expect(tokens(text)).toBe("well|-|known|,|isn't|it|?|(|3|.|5|%|)");
    expect(tokens(text, { punctuation: 'remove' })).toBe("well|known|isn't|it|3|5");
    expect(tokens(text, { punctuation: 'keep' })).toBe("well-known,|isn't|it?|(3.5%)");
    expect(tokens(text, { lowercase: false, punctuation: 'remove' })).toBe("Well|known|isn't|it|3|5");
  });

  it('keeps, zeroes or removes digits of every script', () => {
    expect(tokens('in 1990 ٣٤', { digits: 'keep' })).toBe('in|1990|٣٤');
    expect(tokens('in 1990 ٣٤', { digits: 'zero' })).toBe('in|0000|00');
    expect(tokens('b2b in 1990 ٣٤', { digits: 'remove' })).toBe('b|b|in');
  });

  it('leaves an apostrophe in its word and sets others apart', () => {
    expect(tokens("dogs' rock'n'roll 'quoted' ’twas O’Brien")).toBe(
      "dogs|'|rock'n'roll|'|quoted|'|’|twas|o'brien",
    );
  });

  it('reads Cyrillic, composes accents, and lowers the final sigma', () => {
    expect(tokens('Ёлка и\u0306од — Её')).toBe('ёлка|йод|—|её');
    expect(tokens('Cafe\u0301 ΟΔΟΣ')).toBe('café|οδος');
    expect(tokens('CAFÉ')).toBe(tokens('Cafe\u0301'));
  });

  it('makes each ideograph and kana a word, Hangul not', () => {
    expect(tokens('我爱北京。カタ 한국어 ok')).toBe('我|爱|北|京|。|カ|タ|한국어|ok');
    expect(tokens('我爱', { punctuation: 'keep' })).toBe('我|爱');
  });

  it('takes an emoji sequence as one mark', () => {
    expect(tokens('ok👩‍👩‍👧👍🏽!🇩🇪🇫🇷❤️')).toBe('ok|👩‍👩‍👧|👍🏽|!|🇩🇪|🇫🇷|❤');
  });

  it('drops what cannot be seen and splits at every kind of space', () => {
    expect(tokens('\ufeffco\u00adoperate\u00a0now\u3000x\u200by\u0085z\tq\0r')).toBe(
      'cooperate|now|x|y|z|q|r',
    );
    expect(tokens(' \u200d \u200c. ')).toBe('.');
    expect(tokens('')).toBe('');
    expect(tokens(' \n\t ')).toBe('');
  });

  it('leaves stop words out, in any case', () => {
    expect(tokens('The cat doesn’t sit on THE mat', { stopWords: 'english' })).toBe('cat|sit|mat');
    expect(tokens('The Cat', { stopWords: 'english', lowercase: false })).toBe('Cat');
    expect(tokens('Я не знаю, что это', { stopWords: 'russian', punctuation: 'remove' })).toBe('знаю');
    expect(tokens('Über die Brücke läuft ein Hund', { stopWords: 'german' })).toBe('brücke|läuft|hund');
    expect(tokens('constructor __proto__', { stopWords: 'english', punctuation: 'keep' })).toBe(
      'constructor|__proto__',
    );
  });

  it('gives tokens without spaces, none empty, and changes nothing when applied again', () => {
    const random = new Random(11);
    for (let i = 0; i < 3000; i++) {
      const text = randomText(random);
      for (const punctuation of ['separate', 'remove'] as const) {
        const { normalise } = textSpec({ punctuation });
        const once = normaliseText(text, normalise);
        expect(once).not.toMatch(/^ | $| {2}|(?! )[\p{Z}\p{Cc}\p{Cs}]/u);
        expect(normaliseText(once, normalise), JSON.stringify(text)).toBe(once);
      }
    }
  });

  it('does at least a megabyte a second', () => {
    const text = 'A piece of spongy tissue; it’s what you’d call "soft" (1,000 of them) — да. '.repeat(10);
    const spec = textSpec({ stopWords: 'english' });
    // time of the processor, so that a busy machine does not count
    const before = process.cpuUsage().user;
    for (let i = 0; i < 500; i++) tokenizeText(text, spec);
    const seconds = (process.cpuUsage().user - before) / 1e6;
    expect((500 * text.length) / 1e6 / seconds).toBeGreaterThan(1);
  });
});
