import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const swapped = 'random() < 0.5';
const middle = 'swapped ? tokens.length - longer : longer';
const segments = '[0, ...first.map(() => 0), 0, ...second.map(() => 1), 1]';
const ids = '[marks.cls, ...first, marks.sep, ...second, marks.sep]';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'even', reason: /always 0/ },
    {
      name: 'the label the wrong way round',
      code: changed(reference, 'swapped ? 1 : 0', 'swapped ? 0 : 1'),
      caughtBy: 'even',
      reason: /label and the order disagree/,
    },
    {
      name: 'a label drawn by itself',
      code: changed(reference, 'label: swapped ? 1 : 0', 'label: random() < 0.5 ? 1 : 0'),
      caughtBy: 'draws',
      reason: /does not go with/,
    },
    {
      name: 'no [SEP] between',
      code: changed(reference, ids, '[marks.cls, ...first, ...second, marks.sep]'),
      caughtBy: 'even',
      reason: /between the halves is missing/,
    },
    {
      name: 'the whole text reversed',
      code: changed(reference, '[b, a] : [a, b]', '[[...b].reverse(), [...a].reverse()] : [a, b]'),
      caughtBy: 'even',
      reason: /reverse order/,
    },
    {
      name: 'segments go with the halves',
      code: changed(
        reference,
        segments,
        'swapped ? [1, ...first.map(() => 1), 1, ...second.map(() => 0), 0] : [0, ...first.map(() => 0), 0, ...second.map(() => 1), 1]',
      ),
      caughtBy: 'segments',
      reason: /swapped with the halves/,
    },
    {
      name: 'the first [SEP] in segment 1',
      code: changed(reference, segments, '[0, ...first.map(() => 0), 1, ...second.map(() => 1), 1]'),
      caughtBy: 'segments',
      reason: /belongs to the first/,
    },
    {
      name: 'segments of tokens only',
      code: changed(reference, segments, '[...first.map(() => 0), ...second.map(() => 1)]'),
      caughtBy: 'segments',
      reason: /no segments/,
      others: {},
    },
    {
      name: 'the first half of the text is always the longer one',
      code: changed(reference, middle, 'longer'),
      caughtBy: 'odd',
      reason: /length tells/,
    },
    {
      name: 'swapped for one in five',
      code: changed(reference, swapped, 'random() < 0.2'),
      caughtBy: 'draws',
      reason: /about one half/,
    },
    {
      name: 'drawn once',
      code: changed(
        changed(reference, 'function orderItem', 'let coin: boolean | undefined;\nfunction orderItem'),
        swapped,
        '(coin ??= random() < 0.5)',
      ),
      caughtBy: 'draws',
      reason: /draw anew/,
    },
    {
      name: 'the text eaten up',
      code: changed(
        changed(reference, 'tokens.slice(0, middle)', 'tokens.splice(0, middle)'),
        'tokens.slice(middle)',
        'tokens',
      ),
      caughtBy: 'even',
      reason: /list of tokens that was given is changed/,
      others: {},
    },
    {
      name: 'drawn by Math.random()',
      code: changed(reference, swapped, 'Math.random() < 0.5'),
      caughtBy: 'draws',
      reason: /random\(\) is never called/,
      others: {},
    },
    {
      name: 'in turn',
      code: changed(
        changed(reference, 'function orderItem', 'let turn = 0;\nfunction orderItem'),
        swapped,
        'turn++ % 2 === 0',
      ),
      caughtBy: 'draws',
      reason: /not in turn/,
      others: {},
    },
    {
      name: 'drawn by both',
      code: changed(reference, swapped, '(random() + Math.random()) % 1 < 0.5'),
      caughtBy: 'draws',
      reason: /draw with nothing else/,
    },
  ],
  right: [
    {
      name: 'turned around at the cut',
      code: `function orderItem(tokens, { cls, sep }, random) {
        const label = Math.floor(2 * random());
        const n = tokens.length;
        const first = n - Math.floor(n / 2);
        const from = label ? n - first : 0;
        const all = tokens.map((_, i) => tokens[(i + from) % n]);
        all.splice(first, 0, sep);
        const ids = [cls].concat(all, sep);
        return { ids, segments: ids.map((_, i) => (i > first + 1 ? 1 : 0)), label };
      }`,
    },
    {
      name: 'the coin the other way round',
      code: changed(reference, swapped, 'random() >= 0.5'),
    },
  ],
};
