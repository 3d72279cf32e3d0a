import type { Where } from './circumstances.ts';
import type { Adjective, Gender, Noun } from './lexicon.ts';

/** German phrases with their English, word by word with the ideas they stand for: what shares an idea is aligned. */

export type Case = 'nom' | 'acc' | 'dat';

export interface Token {
  word: string;
  /** Ideas this word says. */
  says: readonly number[];
  /** Ideas it has a part in: links that may be drawn and need not be. */
  hints: readonly number[];
}

export interface Phrase {
  de: Token[];
  en: Token[];
}

/** Numbers of ideas, new ones for each sentence. */
export class Ideas {
  private next = 0;
  take(): number {
    return this.next++;
  }
}

/** One token for each word of the text, all saying the same. */
export function tokens(text: string, says: readonly number[], hints: readonly number[] = []): Token[] {
  return text === '' ? [] : text.split(' ').map((word) => ({ word, says, hints }));
}

export const joined = (...phrases: readonly Phrase[]): Phrase => ({
  de: phrases.flatMap(({ de }) => de),
  en: phrases.flatMap(({ en }) => en),
});

/** A word and its translation. */
export function pair(de: string, en: string, ideas: Ideas): Phrase {
  const idea = ideas.take();
  return { de: tokens(de, [idea]), en: tokens(en, [idea]) };
}

type Number = Gender | 'pl';
const CASES: readonly Case[] = ['nom', 'acc', 'dat'];
const NUMBERS: readonly Number[] = ['m', 'f', 'n', 'pl'];

/** Forms by case (nom, acc, dat) and gender (m, f, n, plural). */
const table = (text: string): string[][] =>
  text.split('/').map((line) => line.split(' ').map((form) => (form === '-' ? '' : form)));
const THE = table('der die das die/den die das die/dem der dem den');
/** Endings of ein, sein, ihr. */
const AN = table('- e - e/en e - e/em er em en');
const WEAK = table('e e e en/en e e en/en en en en');
const MIXED = table('er e es en/en e es en/en en en en');
/** Only its plural is needed: after a number and after words such as viele. */
const STRONG = table('er e es e/en e es e/em er em en');

const formOf = (forms: string[][], inCase: Case, number: Number): string =>
  forms[CASES.indexOf(inCase)]?.[NUMBERS.indexOf(number)] ?? '';

export const theFor = (inCase: Case, number: Number): string => formOf(THE, inCase, number);

/** mit → contracted: `in dem` is `im`. */
const CONTRACTED: Record<string, string> = { 'in dem': 'im', 'an dem': 'am', 'bei dem': 'beim' };

export function nounForm(noun: Noun, inCase: Case, plural: boolean): string {
  if (!plural) return noun.weak && inCase !== 'nom' ? noun.dePlural : noun.de;
  // The dative plural has an n, but for words in -n and -s.
  return inCase === 'dat' && !/[ns]$/.test(noun.dePlural) ? `${noun.dePlural}n` : noun.dePlural;
}

export type Determiner =
  | { kind: 'a' }
  | { kind: 'the' }
  | { kind: 'count'; de: string; en: string }
  /** The owner decides between sein and ihr, in English between his, her, its and their. */
  | { kind: 'own'; de: 'sein' | 'ihr'; en: string };

export interface NounSpec {
  noun: Noun;
  determiner: Determiner;
  plural: boolean;
  adjective: Adjective | null;
  /** `auf einer Bank sitzend-` before the noun; English says it behind. */
  participle?: { before: Token[]; stem: string; idea: number; en: Token[] };
}

function determinerForm(determiner: Determiner, inCase: Case, number: Number): string {
  switch (determiner.kind) {
    case 'the':
      return formOf(THE, inCase, number);
    case 'a':
      return `ein${formOf(AN, inCase, number)}`;
    case 'own':
      return `${determiner.de}${formOf(AN, inCase, number)}`;
    case 'count':
      return /e$/.test(determiner.de) && inCase === 'dat' ? `${determiner.de}n` : determiner.de;
  }
}

const ENDINGS = { the: WEAK, a: MIXED, own: MIXED, count: STRONG } as const;

/** A noun with all that stands before it, in its case. */
export function nounPhrase(spec: NounSpec, inCase: Case, ideas: Ideas): Phrase {
  const { noun, determiner, plural, adjective, participle } = spec;
  const number = plural ? 'pl' : noun.gender;
  const ending = formOf(ENDINGS[determiner.kind], inCase, number);
  const [article, quality, thing] = [ideas.take(), ideas.take(), ideas.take()];
  const en = determiner.kind === 'count' || determiner.kind === 'own' ? determiner.en : determiner.kind;
  return {
    de: [
      ...tokens(determinerForm(determiner, inCase, number), [article]),
      ...(participle
        ? [...participle.before, ...tokens(`${participle.stem}${ending}`, [participle.idea])]
        : []),
      ...(adjective ? tokens(`${adjective.stem}${ending}`, [quality]) : []),
      ...tokens(nounForm(noun, inCase, plural), [thing]),
    ],
    en: [
      ...tokens(en, [article]),
      ...(adjective ? tokens(adjective.en, [quality]) : []),
      ...tokens(plural ? noun.enPlural : noun.en, [thing]),
      ...(participle?.en ?? []),
    ],
  };
}

/** A preposition with a dative: `in` and `dem` become `im`, which then says both words of English. */
export function prepositional(de: string, en: string, spec: NounSpec, ideas: Ideas): Phrase {
  const phrase = nounPhrase(spec, 'dat', ideas);
  const idea = ideas.take();
  const [article, ...rest] = phrase.de as [Token, ...Token[]];
  const contracted = CONTRACTED[`${de} ${article.word}`];
  const start =
    contracted === undefined ? [...tokens(de, [idea]), article] : tokens(contracted, [idea, ...article.says]);
  return { de: [...start, ...rest], en: [...tokens(en, [idea]), ...phrase.en] };
}

/** `auf einer Bank`, `next to the bench`. */
export function placePhrase(where: Where, determiner: Determiner, noun: Noun, ideas: Ideas): Phrase {
  return prepositional(where.de, where.en, { noun, determiner, plural: false, adjective: null }, ideas);
}
