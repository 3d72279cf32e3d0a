import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { BYTE_CHARACTERS, BytePairs, joinBytePairs, shownBytePair, trainBytePairs } from './byte-pairs.ts';
import { learnMerges } from './merges.ts';

const NONE: ReadonlySet<string> = new Set();
const WORDS: [string, number][] = [
  ['low', 5],
  ['lower', 2],
  ['newest', 6],
  ['widest', 3],
];

/** The algorithm as the paper states it: count all pairs anew for every merge. */
function slowMerges(words: [string[], number][], pieces: string[], size: number, minFrequency: number) {
  const known = [...pieces];
  while (known.length < size) {
    const counts = new Map<string, number>();
    for (const [symbols, count] of words)
      for (let i = 0; i + 1 < symbols.length; i++) {
        const pair = `${symbols[i]} ${symbols[i + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + count);
      }
    const order = (pair: string) => pair.split(' ').map((piece) => known.indexOf(piece)) as [number, number];
    const best = [...counts].sort(([a, m], [b, n]) => {
      const [al, ar] = order(a);
      const [bl, br] = order(b);
      return n - m || al - bl || ar - br;
    })[0];
    if (!best || best[1] < minFrequency) break;
    const [left, right] = best[0].split(' ') as [string, string];
    if (!known.includes(left + right)) known.push(left + right);
    for (const entry of words) {
      const next: string[] = [];
      for (let i = 0; i < entry[0].length; i++)
        if (entry[0][i] === left && entry[0][i + 1] === right) {
          next.push(left + right);
          i++;
        } else next.push(entry[0][i] as string);
      entry[0] = next;
    }
  }
  return known;
}

describe('learnMerges', () => {
  it('learns what counting anew for every merge learns', async () => {
    const random = new Random(5);
    for (let round = 0; round < 40; round++) {
      const letters = Array.from('abcd').slice(0, 2 + (round % 3));
      const words = Array.from({ length: 12 }, (): [string[], number] => [
        Array.from({ length: 1 + random.below(9) }, () => letters[random.below(letters.length)] as string),
        1 + random.below(4),
      ]);
      const pieces = [...letters];
      const counted = words.map(([symbols, count]) => ({
        symbols: symbols.map((letter) => letters.indexOf(letter)),
        count,
      }));
      await learnMerges(counted, pieces, { size: 20, minFrequency: 2, join: (a, b) => a + b });
      expect(pieces).toEqual(slowMerges(words, letters, 20, 2));
      expect(counted.map(({ symbols }) => symbols.map((number) => pieces[number]))).toEqual(
        words.map(([symbols]) => symbols),
      );
    }
  });

  it('tells how far it is, and ends when told to', async () => {
    const seen: number[] = [];
    const breathe = (done: number) => {
      seen.push(done);
      if (seen.length === 2) throw new Error('enough');
    };
    const words: [string, number][] = Array.from({ length: 400 }, (_, i) => [`word${i}`, 3]);
    await expect(trainBytePairs(words, 1000, 2, NONE, breathe)).rejects.toThrow('enough');
    expect(seen).toEqual([0, 32]);
  });
});

describe('BytePairs', () => {
  it('merges the frequent pairs of the example of the paper first', async () => {
    const pieces = await trainBytePairs(WORDS, 256 + 4, 1, NONE);
    expect(pieces.slice(0, 256)).toEqual(BYTE_CHARACTERS);
    // es and st stand 9 times each; of equals the pair with the older symbols comes first
    expect(pieces.slice(256, 258)).toEqual(['es', 'est']);
    expect(new BytePairs(pieces).split('lowest')).toEqual(['Ġl', 'ow', 'est']);
  });

  it('knows every text, and gives it back', async () => {
    const pairs = new BytePairs(await trainBytePairs([['ёлка', 9], ['ёж', 9], ...WORDS], 300, 2, NONE));
    const random = new Random(3);
    for (let i = 0; i < 500; i++) {
      const words = Array.from({ length: 1 + random.below(4) }, () =>
        Array.from({ length: 1 + random.below(6) }, () => {
          const code = random.below(0x110000);
          const character = String.fromCodePoint(code >= 0xd800 && code < 0xe000 ? 0x451 : code);
          return character === ' ' ? '_' : character;
        }).join(''),
      );
      const pieces = words.flatMap((word) => pairs.split(word));
      expect(joinBytePairs(pieces)).toBe(words.join(' '));
    }
    expect(joinBytePairs([...pairs.split('\ufeffa'), ...pairs.split('\0')])).toBe('\ufeffa \0');
  });

  it('splits training words as the training left them', async () => {
    const random = new Random(8);
    const words = Array.from({ length: 200 }, (): [string, number] => [
      Array.from({ length: 1 + random.below(8) }, () => 'aeinrst'[random.below(7)]).join(''),
      1 + random.below(5),
    ]);
    const pieces = await trainBytePairs(words, 400, 2, NONE);
    const pairs = new BytePairs(pieces);
    const before = words.reduce((sum, [word, count]) => sum + count * (word.length + 1), 0);
    const after = words.reduce((sum, [word, count]) => sum + count * pairs.split(word).length, 0);
    expect(after).toBeLessThan(0.5 * before);
    for (const [word] of words) for (const piece of pairs.split(word)) expect(pieces).toContain(piece);
  });

  it('never learns a special token from the text', async () => {
    const pieces = await trainBytePairs([['x<pad>', 50]], 400, 2, new Set(['<pad>']));
    expect(pieces).not.toContain('<pad>');
  });

  it('reads a word of any length in time', async () => {
    const pairs = new BytePairs(await trainBytePairs([['aa', 5]], 257, 1, NONE));
    const long = 'a'.repeat(200_000);
    const before = process.cpuUsage().user;
    expect(joinBytePairs(pairs.split(long))).toBe(long);
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(10);
  });

  it('shows half a character by its bytes', () => {
    expect(shownBytePair('Ġlow')).toEqual({ text: 'low', starts: true });
    expect(shownBytePair('est')).toEqual({ text: 'est', starts: false });
    expect(shownBytePair('Ñĳ')).toEqual({ text: 'ё', starts: false });
    expect(shownBytePair('aÑ')).toEqual({ text: 'a‹D1›', starts: false });
  });

  it('learns 2,000 merges from the words of 5,000 texts within 10 s', async () => {
    const random = new Random(1);
    const syllables = Array.from({ length: 300 }, () =>
      Array.from({ length: 3 }, () => 'abcdefghijklmnoprstuvwyz'[random.below(24)]).join(''),
    );
    const words = Array.from({ length: 15_000 }, (_, i): [string, number] => [
      Array.from({ length: 1 + random.below(4) }, () => syllables[random.below(300)]).join(''),
      1 + Math.floor(15_000 / (i + 1)),
    ]);
    const before = process.cpuUsage().user;
    expect(await trainBytePairs(words, 2256, 2, NONE)).toHaveLength(2256);
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(10);
  });
});
