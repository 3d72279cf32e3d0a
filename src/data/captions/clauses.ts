import type { Random } from '../../base/random.ts';
import { MODALS, PLACES, TIMES } from './circumstances.ts';
import {
  type Adjective,
  ANIMALS,
  CLOTHES,
  COLOURS,
  COUNTS,
  type Noun,
  OF_ANIMALS,
  OF_PEOPLE,
  OF_THINGS,
  PEOPLE,
  THINGS,
} from './lexicon.ts';
import { type Verb, VERBS } from './verbs.ts';
import {
  type Determiner,
  type Ideas,
  joined,
  nounPhrase,
  pair,
  type Phrase,
  placePhrase,
  prepositional,
  theFor,
  type Token,
  tokens,
} from './phrases.ts';

/** What a sentence is made with; `held` is set when it holds a combination that training never sees. */
export interface Draft {
  random: Random;
  ideas: Ideas;
  held: boolean;
}

export type Tense = 'present' | 'perfect' | 'modal';

export interface Subject {
  noun: Noun;
  plural: boolean;
  phrase: Phrase;
}

/** A clause before its words are put in order: what stands where differs between the languages. */
export interface Clause {
  subject: Subject;
  verb: Verb;
  tense: Tense;
  /** In the middle of a German clause, in this order; the first of them may stand before the verb instead. */
  receiver: Phrase | null;
  time: Phrase | null;
  place: Phrase | null;
  object: Phrase | null;
  finite: Phrase;
  /** The end of the German clause: participle, infinitive or particle; and English's verb. */
  rest: { de: Token[]; en: Token[] };
  /** Where the verb ends the clause, its forms are one group. */
  final: Token[];
}

export const pick = <T>({ random }: Draft, from: readonly T[]): T => from[random.below(from.length)] as T;
export const chance = ({ random }: Draft, share: number): boolean => random.uniform() < share;

/** Colours on garments that training never sees: one pair in eleven. */
export const heldGarment = (colour: Adjective, garment: Noun): boolean =>
  (colour.index * 5 + garment.index * 3) % 11 === 0;
/** Actions, of whatever clause, that training never sees done by these people or animals: one pair in thirteen. */
export const heldAction = (noun: Noun, verb: Verb): boolean =>
  (noun.index * 7 + verb.index * 3 + (noun.kinds === 'a' ? 1 : 0)) % 13 === 0;

export const isPerson = (noun: Noun): boolean => noun.kinds === 'p';

function determinerOf(draft: Draft, plural: boolean, shareOfThe = 0.25): Determiner {
  if (plural) return { kind: 'count', ...pick(draft, COUNTS) };
  return { kind: chance(draft, shareOfThe) ? 'the' : 'a' };
}

/** A garment, mostly with a colour. */
function garment(draft: Draft, determiner: Determiner) {
  const noun = pick(draft, CLOTHES);
  const adjective = chance(draft, 0.75) ? pick(draft, COLOURS) : null;
  if (adjective && heldGarment(adjective, noun)) draft.held = true;
  return { noun, determiner, plural: false, adjective };
}

/**
 * The `is` of `is waving`, where German has one word, `winkt`: no word of German says it, so its link is possible, not sure
 * (as annotators mark function words that one language lacks; Och and Ney 2003).
 */
const auxiliary = (plural: boolean, act: number): Token[] => tokens(plural ? 'are' : 'is', [], [act]);

function relative(draft: Draft, { noun, plural }: Pick<Subject, 'noun' | 'plural'>): Phrase {
  const { ideas } = draft;
  const [who, wear] = [ideas.take(), ideas.take()];
  const pronoun = tokens(theFor('nom', plural ? 'pl' : noun.gender), [who]);
  const worn = nounPhrase(garment(draft, { kind: 'a' }), 'acc', ideas);
  const [before, after] = [pair(',', ',', ideas), pair(',', ',', ideas)];
  return {
    de: [...before.de, ...pronoun, ...worn.de, ...tokens(plural ? 'tragen' : 'trägt', [wear]), ...after.de],
    en: [
      ...before.en,
      ...tokens('who', [who]),
      ...auxiliary(plural, wear),
      ...tokens('wearing', [wear]),
      ...worn.en,
      ...after.en,
    ],
  };
}

function placeOf(draft: Draft): Phrase {
  const { home, beside, definite, noun } = pick(draft, PLACES);
  const where = beside.length === 0 || chance(draft, 0.5) ? home : pick(draft, beside);
  return placePhrase(where, { kind: definite || chance(draft, 0.5) ? 'the' : 'a' }, noun, draft.ideas);
}

/** Who it is about: a person or an animal with what is said of them. `verb` decides which of both. */
function subjectOf(draft: Draft, verb: Verb, plain: boolean): Subject {
  const { ideas } = draft;
  const animal = verb.subjects === 'a' || (verb.subjects === 'pa' && chance(draft, 0.4));
  const noun = pick(draft, animal ? ANIMALS : PEOPLE);
  if (heldAction(noun, verb)) draft.held = true;
  const plural = chance(draft, 0.3);
  const adjective = chance(draft, 0.45) ? pick(draft, animal ? OF_ANIMALS : OF_PEOPLE) : null;
  const spec = { noun, determiner: determinerOf(draft, plural), plural, adjective };
  if (!plain && chance(draft, 0.12)) {
    const doing = pick(
      draft,
      VERBS.filter(
        ({ objects, particle, subjects, sein }) =>
          objects === '' && particle === '' && !sein && subjects.includes(animal ? 'a' : 'p'),
      ),
    );
    if (heldAction(noun, doing)) draft.held = true;
    const idea = ideas.take();
    const where = placeOf(draft);
    const participle = {
      before: where.de,
      stem: `${doing.infinitive}d`,
      idea,
      en: [...tokens(doing.en.ing, [idea]), ...where.en],
    };
    return { noun, plural, phrase: nounPhrase({ ...spec, participle }, 'nom', ideas) };
  }
  const phrase = nounPhrase(spec, 'nom', ideas);
  if (plain || animal || chance(draft, 0.5)) return { noun, plural, phrase };
  const more = chance(draft, 0.45)
    ? relative(draft, { noun, plural })
    : prepositional('in', 'in', garment(draft, { kind: 'a' }), ideas);
  return { noun, plural, phrase: joined(phrase, more) };
}

function ownerOf({ noun, plural }: Subject): Determiner {
  if (plural) return { kind: 'own', de: 'ihr', en: 'their' };
  const en = { he: 'his', she: 'her', it: 'its' }[noun.pronoun];
  return { kind: 'own', de: noun.gender === 'f' ? 'ihr' : 'sein', en };
}

/** The object of a verb in the accusative: of the kinds that the verb takes. */
export function objectOf(draft: Draft, verb: Verb, subject: Subject): Phrase | null {
  if (verb.objects === '') return null;
  const kind = verb.objects[draft.random.below(verb.objects.length)] as string;
  if (kind === 'c') {
    const determiner: Determiner = chance(draft, 0.5) ? ownerOf(subject) : { kind: 'a' };
    return nounPhrase(garment(draft, determiner), 'acc', draft.ideas);
  }
  const from =
    kind === 'p' && verb.objects.includes('a')
      ? PEOPLE
      : kind === 'a'
        ? ANIMALS
        : THINGS.filter(({ kinds }) => kinds.includes(kind));
  const noun = pick(draft, from);
  const plural = chance(draft, 0.15);
  const qualities = isPerson(noun) ? OF_PEOPLE : noun.kinds === 'a' ? OF_ANIMALS : OF_THINGS;
  const adjective = chance(draft, 0.4) ? pick(draft, qualities) : null;
  const spec = { noun, determiner: determinerOf(draft, plural, 0.3), plural, adjective };
  return nounPhrase(spec, 'acc', draft.ideas);
}

function receiverOf(draft: Draft): Phrase {
  const noun = pick(draft, PEOPLE);
  const plural = chance(draft, 0.2);
  const adjective = chance(draft, 0.3) ? pick(draft, OF_PEOPLE) : null;
  const spec = { noun, determiner: determinerOf(draft, plural), plural, adjective };
  return nounPhrase(spec, 'dat', draft.ideas);
}

function timeOf(draft: Draft): Phrase {
  return joined(...pick(draft, TIMES).map(([de, en]) => pair(de, en, draft.ideas)));
}

/** The verb's words in a tense: what stands second, what stands last, and both together at the end of a clause. */
export function verbForms(
  draft: Draft,
  verb: Verb,
  plural: boolean,
  tense: Tense,
): Pick<Clause, 'finite' | 'rest' | 'final'> {
  const { ideas } = draft;
  const [act, help] = [ideas.take(), ideas.take()];
  // English says the particle by a word of its own only where German has one, too.
  const apart = verb.particle !== '' && verb.en.particle !== '' ? ideas.take() : act;
  const both = apart === act ? [act] : [act, apart];
  const { en } = verb;
  const after = tokens(en.particle, [apart], [act]);
  const { particle, infinitive } = verb;
  const present = plural ? infinitive : verb.third;
  if (tense === 'present')
    return {
      finite: { de: tokens(present, [act]), en: auxiliary(plural, act) },
      rest: {
        de: tokens(particle, apart === act ? [] : [apart], [act]),
        en: [...tokens(en.ing, [act]), ...after],
      },
      final: tokens(particle + present, both),
    };
  if (tense === 'perfect') {
    const have = verb.sein ? (plural ? 'sind' : 'ist') : plural ? 'haben' : 'hat';
    const done = tokens(particle + verb.participle, both);
    return {
      finite: { de: tokens(have, [help]), en: tokens(plural ? 'have' : 'has', [help]) },
      rest: { de: done, en: [...tokens(en.participle, [act]), ...after] },
      final: [...done, ...tokens(have, [help])],
    };
  }
  const modal = pick(draft, MODALS);
  const de = plural ? modal.plural : modal.third;
  const whole = tokens(particle + infinitive, both);
  const to = modal.to ? tokens('to', [act], [help]) : [];
  return {
    finite: { de: tokens(de, [help]), en: tokens(plural ? modal.enPlural : modal.en, [help]) },
    rest: { de: whole, en: [...to, ...tokens(en.base, [act]), ...after] },
    final: [...whole, ...tokens(de, [help])],
  };
}

/** A clause about one action. `plain`: nothing more is said of its subject, and little of the action. */
export function clauseOf(draft: Draft, plain: boolean, tense: Tense): Clause {
  const verb = pick(draft, VERBS);
  const subject = subjectOf(draft, verb, plain);
  const object = objectOf(draft, verb, subject);
  return {
    subject,
    verb,
    tense,
    receiver: verb.dative ? receiverOf(draft) : null,
    time: chance(draft, plain ? 0.08 : 0.22) ? timeOf(draft) : null,
    place: chance(draft, object ? 0.45 : 0.75) ? placeOf(draft) : null,
    object,
    ...verbForms(draft, verb, subject.plural, tense),
  };
}

/** Subject, verb, object, receiver, place, time. */
export function inEnglish({ subject, finite, rest, object, receiver, place, time }: Clause): Token[] {
  const to = receiver ? tokens('to', []) : [];
  const after = [object?.en, to, receiver?.en, place?.en, time?.en];
  return [...subject.phrase.en, ...finite.en, ...rest.en, ...after.flatMap((part) => part ?? [])];
}

/** A main clause: the verb second, what is first drawn from time, place and subject. */
export function inGermanMain(draft: Draft, clause: Clause): Token[] {
  const { subject, finite, rest, object, receiver, place, time } = clause;
  const movable = [time, place].filter((part) => part !== null);
  const first = movable.length > 0 && chance(draft, 0.5) ? pick(draft, movable) : null;
  return [
    ...(first ?? subject.phrase).de,
    ...finite.de,
    ...(first ? subject.phrase.de : []),
    ...[receiver, time, place, object].flatMap((part) => (part === first ? [] : (part?.de ?? []))),
    ...rest.de,
  ];
}

/** Behind a subordinating conjunction: the verb last. */
export function inGermanFinal({ subject, final, object, receiver, place, time }: Clause): Token[] {
  const middle = [receiver, time, place, object].flatMap((part) => part?.de ?? []);
  return [...subject.phrase.de, ...middle, ...final];
}
