import { LabError } from '../base/errors.ts';

/**
 * English lemmas in the manner of WordNet's morphy: irregular forms by a list, others by rules of detachment, whose
 * outcome must be a word of WordNet. The part of speech of a word is not known here, so all are tried. Of a word that
 * stands in WordNet both as it is and inflected (“running”, “building”), the one is meant that WordNet's tagged texts
 * have more often.
 */

export const NOUN = 1;
export const VERB = 2;
export const ADJECTIVE = 4;

/** Ending, what stands in its place, part of speech of the outcome (morphy(7WN)). */
export const RULES: readonly (readonly [ending: string, instead: string, part: number])[] = [
  ['ses', 's', NOUN],
  ['xes', 'x', NOUN],
  ['zes', 'z', NOUN],
  ['ches', 'ch', NOUN],
  ['shes', 'sh', NOUN],
  ['men', 'man', NOUN],
  ['ies', 'y', NOUN | VERB],
  ['s', '', NOUN | VERB],
  ['es', 'e', VERB],
  ['es', '', VERB],
  ['ied', 'y', VERB],
  ['ed', 'e', VERB],
  ['ed', '', VERB],
  ['ing', 'e', VERB],
  ['ing', '', VERB],
  ['ier', 'y', ADJECTIVE],
  ['iest', 'y', ADJECTIVE],
  ['er', '', ADJECTIVE],
  ['est', '', ADJECTIVE],
  ['er', 'e', ADJECTIVE],
  ['est', 'e', ADJECTIVE],
];
/** Endings before which a consonant is doubled: run, running. Morphy has such forms in its lists. */
const DOUBLED = /^(.*([bdfgklmnprtvz]))\2(ed|ing|er|est)$/;
/** Nothing shorter is left of a word by a rule. */
const SHORTEST = 3;

/** Every word that a rule may make of this one, with the parts of speech it must be. */
export function* candidates(word: string): Generator<[base: string, part: number]> {
  for (const [ending, instead, part] of RULES) {
    if (!word.endsWith(ending) || (ending === 's' && word.endsWith('ss'))) continue;
    const base = word.slice(0, word.length - ending.length) + instead;
    if (base.length >= SHORTEST) yield [base, part];
  }
  const [, base, , ending] = DOUBLED.exec(word) ?? [];
  if (base && ending && base.length >= SHORTEST)
    yield [base, ending.endsWith('r') || ending === 'est' ? ADJECTIVE : VERB];
}

export class Lemmas {
  /** Parts of speech a word can be. */
  private readonly parts = new Map<string, number>();
  private readonly others = new Map<string, string>();
  /** The file itself, for the zip to take home. */
  readonly lines: string;

  /** @param lines of the file that scripts/wordnet-lemmas.ts writes: `word parts`, or `word parts lemma` */
  constructor(lines: string) {
    this.lines = lines;
    for (const line of lines.split('\n')) {
      const [word, parts, lemma] = line.split(' ');
      if (!word) continue;
      this.parts.set(word, Number(parts));
      if (lemma) this.others.set(word, lemma);
    }
    if (this.parts.size === 0)
      throw new LabError(
        'text/lemmas',
        'The list of English words is empty.',
        'Build the lab anew: npm run data.',
      );
  }

  /** The lemma of a lower-case word; a word of which nothing is known is its own. */
  of(word: string): string {
    const other = this.others.get(word);
    if (other !== undefined) return other;
    if (this.parts.has(word)) return word;
    for (const [base, part] of candidates(word)) if ((this.parts.get(base) ?? 0) & part) return base;
    return word;
  }
}

let loaded: Lemmas | null = null;

/** Puts the list where `lemmaOf` finds it; once for each worker. */
export function provideLemmas(lines: string): void {
  loaded ??= new Lemmas(lines);
}

export const hasLemmas = (): boolean => loaded !== null;

/** The list as it was provided. @throws LabError `text/lemmas` where it was not */
export function lemmas(): Lemmas {
  if (loaded) return loaded;
  throw new LabError(
    'text/lemmas',
    'The list of English words for the lemmas is not there.',
    'Reload the page and try again.',
  );
}
