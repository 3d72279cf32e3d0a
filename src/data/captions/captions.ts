import { Random } from '../../base/random.ts';
import {
  chance,
  type Clause,
  clauseOf,
  type Draft,
  heldAction,
  inEnglish,
  inGermanFinal,
  inGermanMain,
  objectOf,
  pick,
  type Subject,
  type Tense,
} from './clauses.ts';
import { STATES } from './lexicon.ts';
import { VERBS } from './verbs.ts';
import { Ideas, pair, type Token, tokens } from './phrases.ts';

/** One caption in both languages. */
export interface Caption {
  de: string;
  en: string;
  /** Gold links by 0-based token: `0-0` sure, `1p2` possible. */
  alignment: string;
  /** Holds a combination of words that no training sentence has. */
  held: boolean;
}

export interface SplitCaption extends Caption {
  split: 'train' | 'validation' | 'test';
}

const SHORTEST = 4;
const LONGEST = 25;
/** Share of captions that end with a stop. */
const STOPPED = 0.8;

interface Words {
  de: Token[];
  en: Token[];
}

const tenseOf = (draft: Draft): Tense => {
  const drawn = draft.random.uniform();
  return drawn < 0.55 ? 'present' : drawn < 0.78 ? 'perfect' : 'modal';
};

const mark = (word: string, { ideas }: Draft) => pair(word, word, ideas);

function main(draft: Draft, plain: boolean): Words & { clause: Clause } {
  const clause = clauseOf(draft, plain, tenseOf(draft));
  return { clause, de: inGermanMain(draft, clause), en: inEnglish(clause) };
}

/** `während …, …`: the clause in front takes the first place, so the main verb follows at once. */
function whileClause(draft: Draft): Words {
  const link = pair('während', 'while', draft.ideas);
  const comma = mark(',', draft);
  const side = clauseOf(draft, true, 'present');
  const clause = clauseOf(draft, true, 'present');
  if (chance(draft, 0.5)) {
    const { subject, finite, rest, object, receiver, place, time } = clause;
    const middle = [receiver, time, place, object].flatMap((part) => part?.de ?? []);
    return {
      de: [
        ...link.de,
        ...inGermanFinal(side),
        ...comma.de,
        ...finite.de,
        ...subject.phrase.de,
        ...middle,
        ...rest.de,
      ],
      en: [...link.en, ...inEnglish(side), ...comma.en, ...inEnglish(clause)],
    };
  }
  return {
    de: [...inGermanMain(draft, clause), ...comma.de, ...link.de, ...inGermanFinal(side)],
    en: [...inEnglish(clause), ...comma.en, ...link.en, ...inEnglish(side)],
  };
}

function stateOf(draft: Draft, { noun, plural }: Subject): Words {
  const { de, en } = pick(draft, STATES);
  const [who, is, state] = [draft.ideas.take(), draft.ideas.take(), draft.ideas.take()];
  const pronoun = plural ? 'sie' : { m: 'er', f: 'sie', n: 'es' }[noun.gender];
  return {
    de: [...tokens(pronoun, [who]), ...tokens(de, [state]), ...tokens(plural ? 'sind' : 'ist', [is])],
    en: [
      ...tokens(plural ? 'they' : noun.pronoun, [who]),
      ...tokens(plural ? 'are' : 'is', [is]),
      ...tokens(en, [state]),
    ],
  };
}

/** A reason, or what does not keep them from it. */
function reason(draft: Draft): Words {
  const { clause, de, en } = main(draft, chance(draft, 0.5));
  const because = chance(draft, 0.6);
  const link = because ? pair('weil', 'because', draft.ideas) : pair('obwohl', 'although', draft.ideas);
  // English has none before `because`.
  const comma = because ? { de: tokens(',', []), en: [] } : mark(',', draft);
  const state = stateOf(draft, clause.subject);
  return {
    de: [...de, ...comma.de, ...link.de, ...state.de],
    en: [...en, ...comma.en, ...link.en, ...state.en],
  };
}

/** `…, um ein Buch zu lesen`: with a separable verb `zu` stands inside of the word. */
function purpose(draft: Draft): Words {
  const { clause, de, en } = main(draft, true);
  const verb = pick(
    draft,
    VERBS.filter(
      ({ objects, dative, subjects }) =>
        objects !== '' && !dative && subjects.includes(clause.subject.noun.kinds),
    ),
  );
  if (heldAction(clause.subject.noun, verb)) draft.held = true;
  const object = objectOf(draft, verb, clause.subject);
  const [to, act] = [draft.ideas.take(), draft.ideas.take()];
  const { particle, infinitive } = verb;
  const apart = particle !== '' && verb.en.particle !== '' ? draft.ideas.take() : act;
  const end =
    particle === ''
      ? [...tokens('zu', [], [to, act]), ...tokens(infinitive, [act])]
      : tokens(`${particle}zu${infinitive}`, [act, apart]);
  return {
    de: [...de, ...tokens(',', []), ...tokens('um', [to]), ...(object?.de ?? []), ...end],
    en: [
      ...en,
      ...tokens('to', [to]),
      ...tokens(verb.en.base, [act]),
      ...tokens(verb.en.particle, [apart], [act]),
      ...(object?.en ?? []),
    ],
  };
}

function two(draft: Draft): Words {
  const [one, other] = [main(draft, chance(draft, 0.7)), main(draft, true)];
  const and = chance(draft, 0.75);
  const link = and ? pair('und', 'and', draft.ideas) : pair('aber', 'but', draft.ideas);
  // German has none before `und`.
  const comma = and ? { de: [], en: tokens(',', []) } : mark(',', draft);
  return {
    de: [...one.de, ...comma.de, ...link.de, ...other.de],
    en: [...one.en, ...comma.en, ...link.en, ...other.en],
  };
}

function wordsOf(draft: Draft): Words {
  const drawn = draft.random.uniform();
  if (drawn < 0.42) return main(draft, false);
  if (drawn < 0.58) return whileClause(draft);
  if (drawn < 0.74) return reason(draft);
  if (drawn < 0.86) return purpose(draft);
  return two(draft);
}

/** A comma before another one says what both say, and before a stop or at the end falls away. */
export function oneCommaEach(words: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const token of words) {
    const before = kept.at(-1)?.word === ',' ? kept.pop() : undefined;
    const both = before && token.word === ',' ? [...before.says, ...token.says] : null;
    if (before && !both && token.word !== '.') kept.push(before);
    kept.push(both ? { ...token, says: both } : token);
  }
  return kept.at(-1)?.word === ',' ? kept.slice(0, -1) : kept;
}

/**
 * `a` before a vowel is `an`. Most captions have a stop, not all: where it always stood, nobody would have to look at the
 * one to write the other.
 */
function finished(words: Words, draft: Draft): Words {
  const stop = chance(draft, STOPPED) ? mark('.', draft) : { de: [], en: [] };
  const en = [...words.en, ...stop.en].map((token, i, all) =>
    token.word === 'a' && /^[aeiou]/.test(all[i + 1]?.word ?? '') ? { ...token, word: 'an' } : token,
  );
  return { de: oneCommaEach([...words.de, ...stop.de]), en };
}

function linksOf({ de, en }: Words): string {
  const share = (a: readonly number[], b: readonly number[]) => a.some((idea) => b.includes(idea));
  return de
    .flatMap((source, i) =>
      en.flatMap((target, j) => {
        if (share(source.says, target.says)) return [`${i}-${j}`];
        const might = share(source.hints, target.says) || share(source.says, target.hints);
        return might ? [`${i}p${j}`] : [];
      }),
    )
    .join(' ');
}

/** Words as a sentence: marks close up to what stands before them, the first letter is a capital. */
function written(words: readonly Token[]): string {
  const text = words
    .map(({ word }) => word)
    .join(' ')
    .replace(/ ([,.])/g, '$1');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One caption, whatever its length. */
function captionOf(random: Random): Caption & { shortest: number; longest: number } {
  const draft: Draft = { random, ideas: new Ideas(), held: false };
  const words = finished(wordsOf(draft), draft);
  const lengths = [words.de.length, words.en.length];
  return {
    de: written(words.de),
    en: written(words.en),
    alignment: linksOf(words),
    held: draft.held,
    shortest: Math.min(...lengths),
    longest: Math.max(...lengths),
  };
}

/** Distinct captions of 4 to 25 tokens a side, the same for the same seed. */
export function* captions(seed: number): Generator<Caption> {
  const random = new Random(seed, 'captions');
  const seen = new Set<string>();
  for (;;) {
    const { shortest, longest, ...caption } = captionOf(random);
    // A sentence that is there in either language, with or without its stop, would leak into another split.
    const [de, en] = [caption.de, caption.en].map((text) => text.replace(/\.$/, '')) as [string, string];
    if (shortest < SHORTEST || longest > LONGEST || seen.has(de) || seen.has(en)) continue;
    seen.add(de).add(en);
    yield caption;
  }
}

/**
 * Captions in three splits. Validation and test are half of sentences with a combination that train never has (a colour
 * on a garment, an action done by somebody), half of sentences whose combinations train has, too.
 */
export function splitCaptions(seed: number, sizes: Record<SplitCaption['split'], number>): SplitCaption[] {
  const held: Caption[] = [];
  const known: Caption[] = [];
  const { train, validation, test } = sizes;
  const half = (size: number) => Math.floor(size / 2);
  const wantHeld = half(validation) + half(test);
  const wantKnown = train + validation + test - wantHeld;
  for (const caption of captions(seed)) {
    const pool = caption.held ? held : known;
    if (pool.length < (caption.held ? wantHeld : wantKnown)) pool.push(caption);
    if (held.length === wantHeld && known.length === wantKnown) break;
  }
  const take = (split: SplitCaption['split'], from: Caption[], count: number): SplitCaption[] =>
    from.splice(0, count).map((caption) => ({ ...caption, split }));
  return [
    ...take('validation', held, half(validation)),
    ...take('test', held, half(test)),
    ...take('validation', known, validation - half(validation)),
    ...take('test', known, test - half(test)),
    ...take('train', known, train),
  ];
}
