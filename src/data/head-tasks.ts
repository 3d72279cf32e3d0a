import { LabError } from '../base/errors.ts';
import type { Random } from '../base/random.ts';

/**
 * A little language whose three tasks need three ways of looking: at the place before, at the bracket that belongs to
 * this one, and at all letters of a kind. What a head learns of them can be read off its map.
 */

export const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
/** Pairs of brackets, each at most once in a text. */
export const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;
/** Every text begins with this; the count is told there. */
export const START = '#';
export const ALPHABET: readonly string[] = [START, ...LETTERS, ...BRACKETS.flat()];
/** Of texts to learn from, the start included. */
export const HEAD_TEXT_LENGTH = 16;
/** The letter that is counted. */
export const COUNTED = 'a';
/** No target here. */
export const NO_TARGET = -100;

export type HeadTask = 'previous' | 'bracket' | 'count';
export const HEAD_TASKS: readonly HeadTask[] = ['previous', 'bracket', 'count'];

/** Classes of each task: characters, places, numbers. */
export const HEAD_CLASSES: Record<HeadTask, number> = {
  previous: ALPHABET.length,
  bracket: HEAD_TEXT_LENGTH,
  count: HEAD_TEXT_LENGTH,
};

const number = new Map(ALPHABET.map((character, i) => [character, i]));
const idOf = (character: string): number => number.get(character) as number;
/** The opening bracket of a closing one, as ids. */
const OPENS = new Map(BRACKETS.map(([open, close]) => [idOf(close), idOf(open)]));

/** 0 … n − 1 in any order. */
const order = (n: number, random: Random): number[] => random.shuffle(Array.from({ length: n }, (_, i) => i));

/** A text of the language: ids of `HEAD_TEXT_LENGTH` characters. */
export function drawHeadText(random: Random): number[] {
  const text = Array.from({ length: HEAD_TEXT_LENGTH }, (_, i) => {
    if (i === 0) return idOf(START);
    // The counted letter is common, so that there is something to count.
    const letter = random.uniform() < 0.3 ? COUNTED : LETTERS[1 + random.below(LETTERS.length - 1)];
    return idOf(letter as string);
  });
  const kinds = order(BRACKETS.length, random).slice(0, 1 + random.below(BRACKETS.length));
  const places = order(HEAD_TEXT_LENGTH - 1, random).map((place) => place + 1);
  kinds.forEach((kind, i) => {
    const [open, close] = BRACKETS[kind] as readonly [string, string];
    const [first, second] = [places[2 * i], places[2 * i + 1]].sort((a, b) => Number(a) - Number(b));
    text[first as number] = idOf(open);
    text[second as number] = idOf(close);
  });
  return text;
}

/** What is to be told at each place of a text: ids, places or numbers; `NO_TARGET` elsewhere. */
export function headTargets(text: readonly number[]): Record<HeadTask, number[]> {
  const none = () => text.map(() => NO_TARGET);
  const [bracket, count] = [none(), none()];
  text.forEach((id, place) => {
    const open = OPENS.get(id);
    const at = open === undefined ? -1 : text.lastIndexOf(open, place);
    if (at >= 0) bracket[place] = at;
  });
  count[0] = text.filter((id) => id === idOf(COUNTED)).length;
  return { previous: text.map((_, place) => text[place - 1] ?? NO_TARGET), bracket, count };
}

/**
 * What a person typed, as ids; the start is put before it.
 * @throws LabError `heads/text` for characters that the language has not, and for too many or none
 */
export function readHeadText(typed: string): number[] {
  const characters = Array.from(typed.replace(/\s+/g, ''));
  if (characters[0] === START) characters.shift();
  const strange = characters.find((character) => character === START || !number.has(character));
  const most = HEAD_TEXT_LENGTH - 1;
  if (strange !== undefined)
    throw new LabError(
      'heads/text',
      `“${strange}” is not of this language.`,
      `Its letters are ${LETTERS.join(' ')}, its brackets ${BRACKETS.flat().join(' ')}.`,
    );
  if (characters.length === 0 || characters.length > most)
    throw new LabError(
      'heads/text',
      characters.length === 0 ? 'There is no text yet.' : `These are ${characters.length} characters.`,
      `Type 1 to ${most} characters.`,
    );
  return [START, ...characters].map(idOf);
}

/**
 * What in a text that can be read is unlike all that is learnt from: brackets that close nothing or stay open, and kinds
 * that occur again. Null where there is nothing.
 */
export function unlikeLearnt(ids: readonly number[]): string | null {
  const said: string[] = [];
  for (const [open, close] of BRACKETS) {
    const at = (character: string) => ids.flatMap((id, place) => (id === idOf(character) ? [place] : []));
    const [opens, closes] = [at(open), at(close)];
    if (opens.length > 1 || closes.length > 1) said.push(`${open} ${close} occurs more than once`);
    else if (opens.length > closes.length) said.push(`“${open}” stays open`);
    else if (closes.length > opens.length || (closes[0] ?? 0) < (opens[0] ?? 0))
      said.push(`“${close}” closes nothing`);
  }
  return said.length === 0
    ? null
    : `${said.join(', ')}: none of the texts it learns from is like that, so what the heads do here says little.`;
}

export const headTextOf = (ids: readonly number[]): string => ids.map((id) => ALPHABET[id] ?? '').join('');

export interface HeadProfile {
  /** Mean weight on the place before, of all places but the first. */
  previous: number;
  /** Mean weight of closing brackets on the bracket they belong to. */
  bracket: number;
  /** Mean weight of the start on all counted letters together. */
  count: number;
}

/**
 * How much a head looks where each task needs it.
 * @param maps of each text [length × length], a row where its place looks
 */
export function headProfile(
  texts: readonly (readonly number[])[],
  maps: readonly ArrayLike<number>[],
): HeadProfile {
  const sums = { previous: 0, bracket: 0, count: 0 };
  const counts = { previous: 0, bracket: 0, count: 0 };
  const add = (task: HeadTask, weight: number): void => {
    sums[task] += weight;
    counts[task]++;
  };
  texts.forEach((text, i) => {
    const map = maps[i] as ArrayLike<number>;
    const weight = (from: number, to: number): number => map[from * text.length + to] ?? 0;
    const { bracket } = headTargets(text);
    text.forEach((_, place) => {
      if (place > 0) add('previous', weight(place, place - 1));
      const open = bracket[place] as number;
      if (open !== NO_TARGET) add('bracket', weight(place, open));
    });
    if (text.includes(idOf(COUNTED)))
      add(
        'count',
        text.reduce((sum, id, place) => sum + (id === idOf(COUNTED) ? weight(0, place) : 0), 0),
      );
  });
  const mean = (task: HeadTask): number => sums[task] / Math.max(1, counts[task]);
  return { previous: mean('previous'), bracket: mean('bracket'), count: mean('count') };
}
