import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Item {
  ids: number[];
  segments: number[];
  label: number;
}

interface Case {
  tokens: number[];
  marks: { cls: number; sep: number };
}

function caseOf(kit: Kit, length: number): Case {
  const cls = kit.integer(1, 90);
  return {
    tokens: Array.from({ length }, (_, i) => 100 + 10 * i + kit.integer(0, 9)),
    marks: { cls, sep: cls + kit.integer(1, 9) },
  };
}

function item(
  { orderItem }: Student,
  kit: Kit,
  { tokens, marks }: Case,
  random = () => kit.random.uniform(),
): Item {
  const given = [...tokens];
  const got = orderItem?.(given, marks, random) as Partial<Item> | undefined;
  if (
    !got ||
    !Array.isArray(got.ids) ||
    !Array.isArray(got.segments) ||
    ![0, 1].includes(got.label as number)
  )
    kit.fail('orderItem should return { ids, segments, label }, the label 0 or 1.', {
      tokens,
      'you return': got,
    });
  if (given.join() !== tokens.join())
    kit.fail(
      'The list of tokens that was given is changed (splice takes out of it): slice leaves it as it is, other texts are made of it.',
      { 'tokens before': tokens, 'tokens after': given },
    );
  return got as Item;
}

/** The order is drawn with what was given: the same numbers again give the same order. */
function drawnByRandom(student: Student, kit: Kit, one: Case): void {
  let calls = 0;
  for (let i = 0; i < 24; i++) {
    const numbers = Array.from({ length: 8 }, () => kit.random.uniform());
    const labels = [0, 1].map(() => {
      let next = 0;
      return item(student, kit, one, () => {
        calls++;
        return numbers[next++ % numbers.length] as number;
      }).label;
    });
    if (calls === 0)
      kit.fail(
        'random() is never called: the order is drawn with it, not in turn and not by Math.random().',
        {
          tokens: one.tokens,
        },
      );
    if (labels[0] !== labels[1])
      kit.fail('The same numbers from random() give one order, and then the other: draw with nothing else.', {
        tokens: one.tokens,
        'random() gives': numbers.slice(0, 2),
        labels,
      });
  }
}

/** The row of a text cut at a place. */
function row({ tokens, marks }: Case, cut: number, swapped: boolean): number[] {
  const [a, b] = [tokens.slice(0, cut), tokens.slice(cut)];
  const [first, second] = swapped ? [b, a] : [a, b];
  return [marks.cls, ...first, marks.sep, ...second, marks.sep];
}

/** Items of one text until both orders were seen. */
function both(student: Student, kit: Kit, one: Case): [Item, Item] {
  const seen: (Item | undefined)[] = [undefined, undefined];
  for (let i = 0; i < 60; i++) {
    const got = item(student, kit, one);
    seen[got.label] ??= got;
    if (seen[0] && seen[1]) return seen as [Item, Item];
  }
  return kit.fail(`In 60 draws the label is always ${seen[0] ? 0 : 1}.`, { tokens: one.tokens });
}

function compareIds(student: Student, kit: Kit, length: number): void {
  const one = caseOf(kit, length);
  for (const { ids, label } of both(student, kit, one)) {
    const swapped = label === 1;
    const longer = Math.ceil(length / 2);
    const cut = swapped ? length - longer : longer;
    const right = row(one, cut, swapped);
    const { cls, sep } = one.marks;
    kit.equal(ids, right, {
      what: `the ids with label ${label}`,
      input: { ...one.marks, tokens: one.tokens },
      mistakes: () => ({
        ...(length % 2 === 1 && {
          'Half of the text with one token more stands second: its length tells that the halves are swapped.':
            row(one, length - cut, swapped),
        }),
        'The label and the order disagree: 0 is for halves in order.': row(one, length - cut, !swapped),
        'The [SEP] between the halves is missing.': right.filter(
          (id, i) => id !== sep || i === right.length - 1,
        ),
        'The [SEP] at the end is missing.': right.slice(0, -1),
        'A second [CLS] stands before the second half: only a [SEP] parts them.': [
          ...right.slice(0, longer + 2),
          cls,
          ...right.slice(longer + 2),
        ],
        'The tokens of the halves are in reverse order: halves are swapped, not what is in them.': [
          cls,
          ...[...one.tokens].reverse().slice(0, longer),
          sep,
          ...[...one.tokens].reverse().slice(longer),
          sep,
        ],
      }),
    });
  }
}

export const checks: ExerciseChecks = {
  id: 'bert/order-item',
  // It looks whether the text stays as it is.
  onOriginals: ['even'],
  checks: {
    even(student, kit) {
      for (const length of [4, 2, 10]) compareIds(student, kit, length);
    },
    segments(student, kit) {
      for (const length of [4, 2, 7]) {
        const one = caseOf(kit, length);
        for (const { ids, segments, label } of both(student, kit, one)) {
          const first = Math.ceil(length / 2);
          const of = (zeros: number) => Array.from({ length: length + 3 }, (_, i) => Number(i >= zeros));
          kit.equal(segments, of(first + 2), {
            what: `the segments with label ${label}`,
            input: { ...one.marks, ids },
            mistakes: () => ({
              'The segments are swapped with the halves: what stands first is segment 0, whichever half it is.':
                of(first + 2).map((segment) => 1 - segment),
              'The first [SEP] belongs to the first segment.': of(first + 1),
              'The marks have no segments: there is one for each id.': of(first + 2).filter(
                (_, i) => ![0, first + 1, length + 2].includes(i),
              ),
              'The last [SEP] belongs to the second segment.': [...of(first + 2).slice(0, -1), 0],
              'All segments are 0.': of(length + 3),
            }),
          });
        }
      }
    },
    odd(student, kit) {
      for (const length of [3, 7, 11]) compareIds(student, kit, length);
    },
    draws(student, kit) {
      const one = caseOf(kit, 6);
      let swapped = 0;
      const draws = 400;
      for (let i = 0; i < draws; i++) {
        const got = item(student, kit, one);
        // Where the first token of the text stands tells the order, whatever the label says.
        const apart = got.ids[1] !== one.tokens[0];
        if (apart !== (got.label === 1))
          kit.fail('The label does not go with the order of the halves.', {
            tokens: one.tokens,
            ids: got.ids,
            label: got.label,
          });
        swapped += Number(apart);
      }
      if (swapped === 0 || swapped === draws)
        kit.fail(`Of ${draws} draws of one text ${swapped} are swapped: draw anew at each call.`);
      if (Math.abs(swapped / draws - 0.5) > 4.5 * Math.sqrt(0.25 / draws))
        kit.fail(`Of ${draws} draws ${swapped} are swapped; it should be about one half.`, {
          draws,
          swapped,
        });
      drawnByRandom(student, kit, one);
    },
  },
};
