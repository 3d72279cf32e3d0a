import type { Random } from '../../../base/random.ts';

const ONSETS = [
  'b',
  'br',
  'd',
  'f',
  'fl',
  'g',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
  'w',
  'z',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou'];
const ENDS = ['', '', '', 'n', 'r', 's', 't', 'ng', 'l'];

/** Texts of made-up words, of which a few are common and most are rare, as in a language (Zipf's law, roughly). */
export function corpus(random: Random, texts: number, wordsPerText = 12, vocabulary = 5000): string[] {
  const pick = (from: readonly string[]): string => from[random.below(from.length)] as string;
  const syllable = (): string => pick(ONSETS) + pick(VOWELS) + pick(ENDS);
  const words = Array.from({ length: vocabulary }, (_, rank) =>
    Array.from({ length: 1 + random.below(rank < 200 ? 2 : 4) }, syllable).join(''),
  );
  const word = (): string => words[Math.floor(vocabulary * random.uniform() ** 3)] as string;
  return Array.from({ length: texts }, () => Array.from({ length: wordsPerText }, word).join(' '));
}
