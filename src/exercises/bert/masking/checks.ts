import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const IGNORED = -100;

/** What the vocabulary is like: neither the numbers nor the share are the same everywhere. */
interface Options {
  share: number;
  mask: number;
  first: number;
  words: number;
}

interface Drawn {
  before: number[];
  ids: number[];
  labels: number[];
}

const isList = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) && value.length === length && value.every((x) => typeof x === 'number');

/** [CLS] words [SEP] padding; some words are unknown, or another special token. */
function textOf(kit: Kit, { mask, first, words }: Options, length: number): number[] {
  const special = Array.from({ length: first }, (_, id) => id).filter((id) => id !== mask);
  const inside = Array.from({ length }, () =>
    kit.random.uniform() < 0.1
      ? (special[kit.integer(0, special.length - 1)] as number)
      : kit.integer(first, words - 1),
  );
  return [special[1] as number, ...inside, special[2] as number, 0, 0];
}

function draw(
  { maskTokens }: Student,
  kit: Kit,
  before: number[],
  options: Options,
  random = () => kit.random.uniform(),
): Drawn {
  const given = [...before];
  const got = maskTokens?.(given, { ...options }, random) as Partial<Drawn> | undefined;
  const { ids, labels } = got ?? {};
  if (!isList(ids, before.length) || !isList(labels, before.length))
    kit.fail('It has to return { ids, labels }, each as long as the text.', { ids: before, returned: got });
  if (given.join() !== before.join())
    kit.fail('The text given is changed: write into a list of your own, [...ids].', {
      'ids before': before,
      'the same list after': given,
    });
  return { before, ids: ids as number[], labels: labels as number[] };
}

const percent = (share: number): string => `${Number((100 * share).toFixed(1))}%`;

/** Whether `part` of `whole` may come of this probability. */
const near = (part: number, whole: number, share: number): boolean =>
  Math.abs(part / whole - share) < 4.5 * Math.sqrt((share * (1 - share)) / whole);

/** Over many texts: how many are chosen, and what becomes of them. */
function compareShares(student: Student, kit: Kit, options: Options, texts: number): void {
  const { share, mask, first, words } = options;
  const counts = { tokens: 0, chosen: 0, masked: 0, kept: 0, other: 0, ofText: 0, whole: 0 };
  const others = new Set<number>();
  for (let i = 0; i < texts; i++) {
    const { before, ids, labels } = draw(student, kit, textOf(kit, options, 40), options);
    const ordinary = before.filter((id) => id >= first).length;
    let chosen = 0;
    before.forEach((id, t) => {
      if (id < first || labels[t] === IGNORED) return;
      const now = ids[t] as number;
      chosen++;
      if (now === mask) counts.masked++;
      else if (now === id) counts.kept++;
      else {
        counts.other++;
        others.add(now);
        if (before.includes(now)) counts.ofText++;
      }
    });
    counts.tokens += ordinary;
    counts.chosen += chosen;
    if (chosen === Math.round(share * ordinary)) counts.whole++;
  }
  const { tokens, chosen, masked, kept, other } = counts;
  if (chosen === 0) kit.fail('No token is asked for.', { share });
  const of = (part: number): string => percent(part / chosen);
  if (!near(chosen, tokens, share))
    kit.fail(
      `${percent(chosen / tokens)} of the ordinary tokens are chosen, not ${percent(share)}${
        share !== 0.15 && near(chosen, tokens, 0.15) ? ': use share as it is given' : ''
      }.`,
      { share, tokens, chosen },
    );
  if (counts.whole === texts)
    kit.fail(
      `Each text has exactly its ${percent(share)}; every token is chosen by itself, so some have more.`,
    );
  // The word drawn may be the one that stood there.
  const same = 0.1 / (words - first);
  if (!near(masked, chosen, 0.8))
    kit.fail(`${of(masked)} of the chosen become [MASK], not 80%.`, { chosen, masked });
  if (!near(kept, chosen, 0.1 + same)) kit.fail(`${of(kept)} of the chosen stay, not 10%.`, { chosen, kept });
  if (!near(other, chosen, 0.1 - same))
    kit.fail(`${of(other)} of the chosen become another word, not 10%.`, { chosen, other });
  // Of 40 words in a vocabulary of hundreds hardly one is met by chance.
  if (words - first >= 400 && counts.ofText > other / 2)
    kit.fail('The words put in are those of the text: each must be drawn from the whole vocabulary.', {
      'words put in': other,
      'of them in the text already': counts.ofText,
    });
  const missing = Array.from({ length: words - first }, (_, i) => first + i).filter((id) => !others.has(id));
  if (words - first < 20 && missing.length > 0 && missing.length < 4)
    kit.fail(
      `Never put in: ${missing.join(', ')}. Every ordinary word may come, from ${first} to ${words - 1}.`,
      { first, words, 'words put in': other },
    );
  if (others.size < Math.min(100, words - first))
    kit.fail(
      `Only ${others.size} different words are put in: each must be drawn from the whole vocabulary.`,
      {},
    );
}

/** All is drawn with what was given: the same numbers again give the same. */
function drawnByRandom(student: Student, kit: Kit, options: Options): void {
  const text = textOf(kit, options, 40);
  const numbers = Array.from({ length: 200 }, () => kit.random.uniform());
  let next = 0;
  const again = (): Drawn => {
    next = 0;
    return draw(student, kit, text, options, () => numbers[next++ % numbers.length] as number);
  };
  const [one, other] = [again(), again()];
  if (next === 0) kit.fail('random() is never called: all is drawn with it, not by Math.random().');
  if (one.ids.join() !== other.ids.join() || one.labels.join() !== other.labels.join())
    kit.fail(
      'The same numbers from random() give another result: draw with nothing else (no Math.random()).',
      {
        ids: text,
        'the first time': one.ids,
        'the second time': other.ids,
      },
    );
}

export const checks: ExerciseChecks = {
  id: 'bert/masking',
  // It looks whether the text stays as it is.
  onOriginals: ['labels'],
  checks: {
    labels(student, kit) {
      let asked = 0;
      const options = { share: 0.3, mask: 4, first: 5, words: 405 };
      for (let i = 0; i < 60; i++) {
        const { before, ids, labels } = draw(student, kit, textOf(kit, options, 20), options);
        if (labels.every((label, t) => label === before[t]))
          kit.fail('Every place has its token as a label; −100 where nobody asks.', { before, ids, labels });
        before.forEach((id, t) => {
          const [now, label] = [ids[t] as number, labels[t] as number];
          const evidence = { before, ids, labels, place: t };
          if (label === IGNORED) {
            if (now !== id) kit.fail('A token is changed that nobody asks for: its label is −100.', evidence);
            return;
          }
          asked++;
          if (label === 0 && id !== 0) kit.fail('Labels where nobody asks have to be −100, not 0.', evidence);
          if (label === now && now !== id)
            kit.fail('The label is what stands there now; what stood there before is asked for.', evidence);
          if (label !== id) kit.fail('The label has to be the token that stood there.', evidence);
        });
      }
      if (asked === 0) kit.fail('No token is asked for.', {});
    },
    special(student, kit) {
      let asked = 0;
      for (const [mask, first, words] of [
        [4, 5, 405],
        [6, 9, 60],
      ] as const)
        for (let i = 0; i < 100; i++) {
          const options = { share: 0.9, mask, first, words };
          const { before, ids, labels } = draw(student, kit, textOf(kit, options, 20), options);
          before.forEach((id, t) => {
            const evidence = { mask, first, words, before, ids, labels, place: t };
            if (id < first && (labels[t] !== IGNORED || ids[t] !== id))
              kit.fail(
                `A special token (${id}) is chosen: those below first (${first}) never are.`,
                evidence,
              );
            const now = ids[t] as number;
            if (labels[t] !== IGNORED) asked++;
            if (now !== id && now !== mask && (now < first || now >= words || !Number.isInteger(now)))
              kit.fail(
                `${now} is put in: only mask (${mask}) and ordinary words are, from ${first} to ${words - 1}.`,
                evidence,
              );
          });
        }
      if (asked === 0) kit.fail('No token is asked for.', {});
    },
    shares(student, kit) {
      compareShares(student, kit, { share: 0.15, mask: 4, first: 5, words: 405 }, 300);
      // So few words that each of them must come.
      const few = { share: 0.4, mask: 1, first: 5, words: 15 };
      compareShares(student, kit, few, 200);
      drawnByRandom(student, kit, few);
    },
  },
};
