import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const MASK = 4;
const FIRST = 5;
const WORDS = 405;
const IGNORED = -100;

interface Drawn {
  before: number[];
  ids: number[];
  labels: number[];
}

const isList = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) && value.length === length && value.every((x) => typeof x === 'number');

/** [CLS] words [SEP] padding, some of them unknown. */
function textOf(kit: Kit, length: number): number[] {
  const words = Array.from({ length }, () =>
    kit.random.uniform() < 0.1 ? 1 : kit.integer(FIRST, WORDS - 1),
  );
  return [2, ...words, 3, 0, 0];
}

function draw({ maskTokens }: Student, kit: Kit, before: number[], share = 0.15): Drawn {
  const options = { share, mask: MASK, first: FIRST, words: WORDS };
  const got = maskTokens?.([...before], options, () => kit.random.uniform()) as Partial<Drawn> | undefined;
  const { ids, labels } = got ?? {};
  if (!isList(ids, before.length) || !isList(labels, before.length))
    kit.fail('It has to return { ids, labels }, each as long as the text.', { ids: before, returned: got });
  return { before, ids: ids as number[], labels: labels as number[] };
}

export const checks: ExerciseChecks = {
  id: 'bert/masking',
  checks: {
    labels(student, kit) {
      let asked = 0;
      for (let i = 0; i < 60; i++) {
        const { before, ids, labels } = draw(student, kit, textOf(kit, 20), 0.3);
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
      for (let i = 0; i < 200; i++) {
        const { before, ids, labels } = draw(student, kit, textOf(kit, 20), 0.9);
        before.forEach((id, t) => {
          const evidence = { before, ids, labels, place: t };
          if (id < FIRST && (labels[t] !== IGNORED || ids[t] !== id))
            kit.fail(`A special token (${id}) is chosen: those below ${FIRST} never are.`, evidence);
          const now = ids[t] as number;
          if (labels[t] !== IGNORED) asked++;
          if (now !== id && now !== MASK && (now < FIRST || now >= WORDS || !Number.isInteger(now)))
            kit.fail(`${now} is put in: only ordinary words are, from ${FIRST} to ${WORDS - 1}.`, evidence);
        });
      }
      if (asked === 0) kit.fail('No token is asked for.', {});
    },
    shares(student, kit) {
      const counts = { tokens: 0, chosen: 0, masked: 0, kept: 0, other: 0, whole: 0, texts: 0 };
      const others = new Set<number>();
      for (let i = 0; i < 400; i++) {
        const text = textOf(kit, 40);
        const { before, ids, labels } = draw(student, kit, text);
        counts.texts++;
        let chosen = 0;
        before.forEach((id, t) => {
          if (id < FIRST) return;
          counts.tokens++;
          if (labels[t] === IGNORED) return;
          chosen++;
          if (ids[t] === MASK) counts.masked++;
          else if (ids[t] === id) counts.kept++;
          else {
            counts.other++;
            others.add(ids[t] as number);
          }
        });
        counts.chosen += chosen;
        if (chosen === Math.round(0.15 * before.filter((id) => id >= FIRST).length)) counts.whole++;
      }
      const { tokens, chosen, masked, kept, other } = counts;
      const near = (part: number, whole: number, share: number): boolean =>
        Math.abs(part / whole - share) < 4.5 * Math.sqrt((share * (1 - share)) / whole);
      const of = (part: number, whole: number): string =>
        `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;
      if (chosen === 0) kit.fail('No token is asked for.', {});
      if (!near(chosen, tokens, 0.15))
        kit.fail(`${of(chosen, tokens)} of the ordinary tokens are chosen, not 15%.`, { tokens, chosen });
      if (counts.whole === counts.texts)
        kit.fail('Each text has exactly its 15%; every token is chosen by itself, so some have more.', {});
      if (!near(masked, chosen, 0.8))
        kit.fail(`${of(masked, chosen)} of the chosen become [MASK], not 80%.`, { chosen, masked });
      if (!near(kept, chosen, 0.1))
        kit.fail(`${of(kept, chosen)} of the chosen stay, not 10%.`, { chosen, kept });
      if (!near(other, chosen, 0.1))
        kit.fail(`${of(other, chosen)} of the chosen become another word, not 10%.`, { chosen, other });
      if (others.size < 100)
        kit.fail(
          `Only ${others.size} different words are put in: each must be drawn from the whole vocabulary.`,
          {},
        );
    },
  },
};
