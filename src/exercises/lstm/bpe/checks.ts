import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { corpus } from './corpus.ts';
import { encoded, type Merge, trained } from './oracle.ts';
import { fastEnough } from './speed.ts';

const SMALL: readonly (readonly string[])[] = [
  [
    'low low low low low',
    'lower lower',
    'newest newest newest',
    'newest newest newest',
    'widest widest widest',
  ],
  ['aaa aaaa aa', 'abab ab'],
  ['to be or not to be', 'that is the question', 'to be is to do'],
  // Any mark may stand in a text: none is free to part the two halves of a pair.
  ['well, well, well,', 'x+y x+y a|b a|b', 'c_d c_d e-f e-f', 'k:v k:v; p/q; p/q'],
];

const merges = (student: Student, texts: readonly string[], count: number): unknown =>
  student.trainBpe?.([...texts], count);
const copy = (all: readonly Merge[]): Merge[] => all.map(([left, right]) => [left, right]);
/** As evidence and for comparing: "l + o". */
const shown = (all: unknown): unknown =>
  Array.isArray(all) ? all.map((one: unknown) => (Array.isArray(one) ? one.join(' + ') : one)) : all;

/** Says where a pair was kept as one string and cut again at a mark that the text holds too. */
function wholeParts(kit: Kit, got: unknown, texts: readonly string[]): void {
  const broken = Array.isArray(got)
    ? got.find((one: unknown) => Array.isArray(one) && one.some((part) => part === '' || part === undefined))
    : undefined;
  if (broken !== undefined)
    kit.fail(
      'A part of a merge is empty. Where a pair is kept as one string, left + mark + right, and cut again at the mark, the text must not hold it; keep both parts beside their count.',
      { texts, 'the merge': broken, merges: shown(got) },
    );
}

function compare(student: Student, kit: Kit, texts: readonly string[], count: number): void {
  const got = merges(student, texts, count);
  wholeParts(kit, got, texts);
  kit.equal(shown(got), shown(trained(texts, count)), {
    what: 'the list of merges',
    input: { texts, count },
    mistakes: () => ({
      'Nothing is learned yet: the list is empty.': [],
      'Each different word counts once, however often it occurs.': shown(
        trained(texts, count, { once: true }),
      ),
      'A pair goes beyond a word: count and merge inside of each chunk only.': shown(
        trained(texts, count, { chunks: (text) => [text] }),
      ),
      'The white space was thrown away: it belongs to the word after it.': shown(
        trained(texts, count, { chunks: (text) => text.split(/\s+/u).filter(Boolean) }),
      ),
      'It does not stop where no pair occurs twice any more.': shown(trained(texts, count, { least: 1 })),
      'The pairs are counted once, at the start: after a merge there are new ones, and old ones are gone.':
        shown(trained(texts, count, { recount: false })),
      'Of equally common pairs the last in the alphabet is taken, not the first.': shown(
        trained(texts, count, { tie: 'last' }),
      ),
      'Of equally common pairs the one seen first is taken, not the first in the alphabet.': shown(
        trained(texts, count, { tie: 'seen' }),
      ),
    }),
  });
}

export const checks: ExerciseChecks = {
  id: 'lstm/bpe',
  checks: {
    merges(student, kit) {
      // Far more merges than there can be: it has to stop by itself.
      for (const texts of SMALL) compare(student, kit, texts, 100);
      compare(student, kit, corpus(kit.random, 30, 8, 60), 40);
      compare(student, kit, [], 5);
    },
    ties(student, kit) {
      compare(student, kit, ['zy zy', 'ab ab', 'yz yz'], 3);
      compare(student, kit, ['dog cat dog cat', 'bird bird'], 6);
    },
    encode(student, kit) {
      const cases: [Merge[], string][] = [
        [[['b', 'c'], ['a', 'b'], ['a', 'bc']], 'abc ab bc cab'],
        [[['a', 'b'], ['ab', 'ab'], ['c', 'd'], ['b', 'c'], ['abab', 'cd']], 'ababcd abc bcd'],
        [[['a', 'a']], 'aaaaa aa a'],
        [[['x', '😀']], 'x😀😀 y😀'],
      ]; // prettier-ignore
      for (let i = 0; i < 4; i++) {
        const texts = corpus(kit.random, 40, 8, 80);
        cases.push([trained(texts, 60), (texts[0] ?? '') + corpus(kit.random, 1, 4, 50).join(' ')]);
      }
      for (const [rules, text] of cases)
        kit.equal(student.encode?.(text, copy(rules)), encoded(text, rules), {
          what: 'the tokens',
          input: { text, merges: shown(rules) },
          mistakes: () => ({
            'There are no tokens: nothing is split yet.': [],
            'No merge is applied: these are single characters.': encoded(text, []),
            'The longest known token is taken from the left; the merges have to be applied in the order in which they were learned.':
              encoded(text, rules, 'longest'),
            'Merges are applied from left to right as they come; of all pairs the one learned first goes first.':
              encoded(text, rules, 'leftmost'),
            'A merge is applied to the first place only; it belongs to every place in the chunk.': encoded(
              text,
              rules,
              'once',
            ),
            'A character is cut into halves: a string’s [i] and split("") count UTF-16 units; Array.from keeps 😀 whole.':
              encoded(text, rules, 'units'),
          }),
        });
    },
    round({ encode, decode }, kit) {
      const rules = trained(SMALL.flat(), 30);
      const texts = [
        '',
        'low',
        ' ',
        '  two  spaces, a tab\tand\n\nlines ',
        'Grüße, мир! 你好 😀👩‍👩‍👧',
        'e\u0301 and é are not the same',
        'half of a pair: \ud83d!',
        '\u0000\u00a0\u2028\ufeff',
        'words_never seen: qqq',
      ];
      for (const text of texts) {
        const tokens: unknown = encode?.(text, copy(rules));
        if (!Array.isArray(tokens) || tokens.some((token) => typeof token !== 'string'))
          kit.fail('encode should give a list of strings.', { text, 'you return': tokens });
        if (text.trim() !== '' && (tokens as string[]).length === 0)
          kit.fail('encode gives no tokens for this text, so nothing can come back.', { text });
        const back: unknown = decode?.([...(tokens as string[])]);
        if (back === text) continue;
        const inside = { text, tokens, 'comes back as': back };
        if (typeof back !== 'string') kit.fail('decode should give a string.', inside);
        if (back === '' && text.trim() !== '')
          kit.fail('decode gives an empty text: the tokens are not put together yet.', inside);
        if ((back as string).replace(/\s/gu, '') === text.replace(/\s/gu, ''))
          kit.fail(
            'White space does not come back as it was: it belongs to the tokens, and nothing else stands between them.',
            inside,
          );
        kit.fail('The text does not come back as it was.', inside);
      }
    },
    speed(student, kit) {
      // Fast and wrong is not fast.
      compare(student, kit, corpus(kit.random, 60, 8, 200), 30);
      fastEnough(student, kit);
    },
  },
};
