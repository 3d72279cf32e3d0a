import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

type Order = 'right' | 'alphabet' | 'seen' | 'rare' | 'ties' | 'dictionary' | 'small';
interface Way {
  order?: Order;
  /** How often a word occurs, of all its counts. */
  least?: number;
  /** In how many texts it occurs, instead of how often. */
  byText?: boolean;
  specials?: boolean;
}

function words(texts: readonly string[][], minCount: number, way: Way = {}): string[] {
  const { order = 'right', least = minCount, byText = false, specials = true } = way;
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of byText ? new Set(text) : text) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= least);
  const alphabet = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1);
  const common = ([, m]: [string, number], [, n]: [string, number]): number => n - m;
  if (order === 'right') kept.sort((a, b) => common(a, b) || alphabet(a, b));
  if (order === 'alphabet') kept.sort(alphabet);
  if (order === 'dictionary') kept.sort((a, b) => common(a, b) || a[0].localeCompare(b[0]));
  if (order === 'small')
    kept.sort((a, b) => common(a, b) || (a[0].toLowerCase() < b[0].toLowerCase() ? -1 : 1));
  if (order === 'rare') kept.sort((a, b) => common(b, a) || alphabet(a, b));
  if (order === 'ties') kept.sort(common);
  return [...(specials ? ['<pad>', '<unk>'] : []), ...kept.map(([word]) => word)];
}

function ids(text: readonly string[], list: readonly string[], length: number): number[] {
  const known = text
    .slice(0, length)
    .map((word) => (word === '<pad>' ? 1 : Math.max(-1, list.indexOf(word))));
  return [
    ...known.map((id) => (id < 0 ? 1 : id)),
    ...Array<number>(Math.max(0, length - text.length)).fill(0),
  ];
}

const copy = (texts: readonly string[][]): string[][] => texts.map((text) => [...text]);
const ALPHABET = ['the', 'a', 'of', 'cat', 'dog', 'bird', 'tree', 'river', 'constructor', 'zoo'];

function texts(kit: Kit, count: number): string[][] {
  return Array.from({ length: count }, () =>
    Array.from(
      { length: kit.integer(1, 7) },
      () => ALPHABET[Math.floor(ALPHABET.length * kit.random.uniform() ** 2)] as string,
    ),
  );
}

/** What is given is read, not written into. */
function unchanged(kit: Kit, what: string, after: unknown, before: unknown): void {
  if (JSON.stringify(after) !== JSON.stringify(before))
    kit.fail(
      `The list that was given, ${what}, is changed: whoever gave it still needs it. Make a new one.`,
      {
        'given before': before,
        'given after': after,
      },
    );
}

function compare(kit: Kit, got: unknown, given: readonly string[][], minCount: number): void {
  kit.equal(got, words(given, minCount), {
    what: 'the list of words',
    input: { texts: given, minCount },
    mistakes: {
      'Only the special tokens are in the list.': ['<pad>', '<unk>'],
      'The word “constructor” is lost: every plain object has something of that name already. Count in a Map.':
        words(given, minCount).filter((word) => word !== 'constructor'),
      '<pad> and <unk> have to stand first: their indices are 0 and 1.': words(given, minCount, {
        specials: false,
      }),
      'The words are in the order of the alphabet; the commonest comes first.': words(given, minCount, {
        order: 'alphabet',
      }),
      'The words are in the order in which they were seen; the commonest comes first.': words(
        given,
        minCount,
        { order: 'seen' },
      ),
      'The rarest word comes first; it should be the commonest.': words(given, minCount, { order: 'rare' }),
      'Equally common words stand in the order in which they were seen: sort them by the alphabet.': words(
        given,
        minCount,
        { order: 'ties' },
      ),
      'Equally common words stand as in a dictionary, whose order depends on the language of the machine; compare them with <.':
        words(given, minCount, { order: 'dictionary' }),
      'Capitals and small letters are sorted as one; compare the words as they are, with <.': words(
        given,
        minCount,
        { order: 'small' },
      ),
      'Capitals are lost: “The” and “the” are two words; to make them one is the work of cleaning.': words(
        given.map((text) => text.map((word) => word.toLowerCase())),
        minCount,
      ),
      'A word that occurs just minCount times is left out: at least, not more than.': words(given, minCount, {
        least: minCount + 1,
      }),
      'The threshold is not applied: rare words are in the list.': words(given, minCount, { least: 1 }),
      'The texts with the word are counted, not how often it occurs.': words(given, minCount, {
        byText: true,
      }),
    },
  });
}

export const checks: ExerciseChecks = {
  id: 'lstm/indices',
  onOriginals: ['vocabulary', 'length'],
  checks: {
    vocabulary({ vocabulary }, kit) {
      const cases = [
        [
          ['b', 'c', 'a', 'c'],
          ['b', 'd', 'c'],
        ],
        // Here the order of a dictionary is another than that of strings.
        [['act', 'Zoo', 'The', 'the', 'Äpfel', 'zoo', 'the']],
        texts(kit, 12),
        [],
        [[]],
      ];
      for (const given of cases) {
        const texts = copy(given);
        compare(kit, vocabulary?.(texts, 1), given, 1);
        unchanged(kit, 'texts', texts, given);
      }
    },
    count({ vocabulary }, kit) {
      const cases: [string[][], number][] = [
        [
          [
            ['a', 'a', 'b'],
            ['b', 'c'],
            ['d', 'd', 'd'],
          ],
          2,
        ],
        [texts(kit, 15), 3],
        [[['a'], ['b']], 2],
      ];
      for (const [given, minCount] of cases)
        compare(kit, vocabulary?.(copy(given), minCount), given, minCount);
    },
    encode({ encode }, kit) {
      const list = ['<pad>', '<unk>', 'the', 'cat', 'of', 'river'];
      for (const text of [
        ['the', 'cat'],
        ['river', 'of', 'gold', 'the'],
        ['constructor', 'toString', 'cat'],
        ['the', '<pad>', 'cat', '<unk>'],
      ]) {
        const places = text.map((word) => list.indexOf(word));
        kit.equal(encode?.([...text], [...list], text.length), ids(text, list, text.length), {
          what: 'the list of indices',
          input: { words: text, vocabulary: list, length: text.length },
          mistakes: {
            'A word “<pad>” in a text becomes padding: a network that masks padding would not read on. It is <unk>.':
              places.map((id) => (id < 0 ? 1 : id)),
            'There are no indices yet.': [],
            'An unknown word gets −1: the table has no such row. It is <unk>, 1.': places,
            'An unknown word gets 0, which is padding; it is <unk>, 1.': places.map((id) => Math.max(0, id)),
            'Unknown words are left out: the text changes its length and its meaning.': [
              ...places.filter((id) => id >= 0),
              ...places.filter((id) => id < 0).map(() => 0),
            ],
            'The indices begin after the special tokens: the place in the list is the index.': places.map(
              (id) => (id < 0 ? 1 : id - 2),
            ),
          },
        });
      }
    },
    length({ encode }, kit) {
      const list = ['<pad>', '<unk>', 'a', 'b', 'c'];
      for (const [text, length] of [
        [['a', 'b'], 4],
        [['a', 'b', 'c', 'a'], 2],
        [['b', 'x', 'a'], 3],
        [[], 2],
        [['c'], 0],
      ] as [string[], number][]) {
        const whole = text.map((word) => Math.max(1, list.indexOf(word)));
        const fill = (value: number): number[] =>
          Array<number>(Math.max(0, length - text.length)).fill(value);
        const [words, known] = [[...text], [...list]];
        kit.equal(encode?.(words, known, length), ids(text, list, length), {
          what: 'the list of indices',
          input: { words: text, vocabulary: list, length },
          mistakes: {
            'The text is not filled up.': whole.slice(0, length),
            'The text is not cut: it is longer than the length wanted.': [...whole, ...fill(0)],
            'The padding stands before the text; it belongs at its end.': [
              ...fill(0),
              ...whole.slice(0, length),
            ],
            'The beginning is cut off instead of the end.': [
              ...whole.slice(Math.max(0, text.length - length)),
              ...fill(0),
            ],
            'It is filled up with <unk>; padding is 0.': [...whole.slice(0, length), ...fill(1)],
          },
        });
        unchanged(kit, 'words', words, text);
        unchanged(kit, 'vocabulary', known, list);
      }
    },
  },
};
