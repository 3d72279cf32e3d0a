import type { ExerciseChecks } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Options {
  stopWords: Set<string>;
  lemma: (word: string) => string;
  minDf: number;
  maxDf: number;
}

const LEMMAS: Record<string, string> = {
  geese: 'goose',
  plants: 'plant',
  cities: 'city',
  grown: 'grow',
  leaves: 'leaf',
  // A lemma that is a stop word itself.
  being: 'be',
};
const lemma = (word: string): string => (Object.hasOwn(LEMMAS, word) ? (LEMMAS[word] as string) : word);
const STOP = ['the', 'of', 'a', 'and', 'in', 'be'];
const options = (minDf = 1, maxDf = 1): Options => ({ stopWords: new Set(STOP), lemma, minDf, maxDf });

const lettersOf = (text: string, pattern = /\p{L}+/gu): string[] => text.match(pattern) ?? [];
const withoutStops = (words: readonly string[]): string[] => words.filter((word) => !STOP.includes(word));
const wordsOf = (text: string): string[] => withoutStops(lettersOf(text.toLowerCase())).map(lemma);

type Count = (texts: readonly string[][]) => Map<string, number>;
const df: Count = (texts) => {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};
const tf: Count = (texts) => {
  const counts = new Map<string, number>();
  for (const word of texts.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

interface Way {
  count?: Count;
  /** Texts that are counted. */
  from?: 'train' | 'both' | 'each';
  keep?: (count: number, minDf: number, most: number) => boolean;
  /** What the share is taken of: the texts counted, those of training, all, or it is taken for a number of texts. */
  share?: 'counted' | 'train' | 'all' | 'none';
  test?: 'cleaned' | 'raw';
}
interface Cleaned {
  train: string[][];
  test: string[][];
}

const within = (count: number, minDf: number, most: number): boolean => count >= minDf && count <= most;

function cleaned(
  train: readonly string[],
  test: readonly string[],
  { minDf, maxDf }: Options,
  way: Way = {},
): Cleaned {
  const { count = df, from = 'train', keep = within, share = 'counted', test: testWay = 'cleaned' } = way;
  const [a, b] = [train.map(wordsOf), test.map(wordsOf)];
  const filter = (texts: string[][], counted: string[][]): string[][] => {
    const counts = count(counted);
    const of = { counted: counted.length, train: a.length, all: a.length + b.length, none: 1 }[share];
    const most = maxDf * of;
    return texts.map((words) => words.filter((word) => keep(counts.get(word) ?? 0, minDf, most)));
  };
  const counted = from === 'both' ? [...a, ...b] : a;
  return {
    train: filter(a, counted),
    test: testWay === 'raw' ? b : filter(b, from === 'each' ? b : counted),
  };
}

/** A leak, told where the limits are those of the training texts. */
const COUNTED_TOO =
  'The test texts are counted with those of training: what is judged later has already been looked at.';

/** What typical mistakes give. */
function mistakes(train: readonly string[], test: readonly string[], o: Options): Record<string, unknown> {
  const by = (way: Way): Cleaned => cleaned(train, test, o, way);
  const right = by({});
  const full = (texts: string[][]): string[][] => texts.filter(({ length }) => length > 0);
  return {
    'There are no texts yet.': { train: [], test: [] },
    'No word is dropped by how often it occurs.': by({ keep: () => true }),
    'The test texts are counted as well: what is judged later has already been looked at.': by({
      from: 'both',
    }),
    [COUNTED_TOO]: by({ from: 'both', share: 'train' }),
    'The test texts are cleaned by counts of their own; they have to go by those of the training texts.': by({
      from: 'each',
    }),
    'The test texts are cleaned by counts of their own, against limits of training; both have to be those of training.':
      by({ from: 'each', share: 'train' }),
    'The share maxDf is taken of all texts; it is a share of the training texts.': by({ share: 'all' }),
    'The test texts still hold words that are dropped in training.': by({ test: 'raw' }),
    'How often a word occurs is counted, not in how many texts.': by({ count: tf }),
    'A word in just minDf texts is dropped: at least minDf.': by({
      keep: (n, least, most) => n > least && n <= most,
    }),
    'A word in just the share maxDf of the texts is dropped: at most maxDf.': by({
      keep: (n, least, most) => n >= least && n < most,
    }),
    'Too frequent words stay: maxDf is not applied.': by({ keep: (n, least) => n >= least }),
    'Too rare words stay: minDf is not applied.': by({ keep: (n, _, most) => n <= most }),
    'maxDf is a share of the texts, not a number of them.': by({ share: 'none' }),
    'Texts that lost all of their words are dropped: from there on, labels stand beside the wrong text.': {
      train: full(right.train),
      test: full(right.test),
    },
    'Training texts that lost all of their words are dropped: from there on, labels stand beside the wrong text.':
      { ...right, train: full(right.train) },
    'It is the wrong way round: what should go is kept.': by({
      keep: (n, least, most) => !within(n, least, most),
    }),
  };
}

function compare(kit: Kit, got: unknown, train: string[], test: string[], o: Options): void {
  kit.equal(got, cleaned(train, test, o), {
    what: 'the outcome',
    input: { train, test, minDf: o.minDf, maxDf: o.maxDf },
    mistakes: mistakes(train, test, o),
  });
}

const WORDS = ['water', 'tree', 'goose', 'plants', 'city', 'salt', 'river', 'the', 'of'];
const sentences = (kit: Kit, count: number): string[] =>
  Array.from({ length: count }, () =>
    Array.from(
      { length: kit.integer(1, 6) },
      () => WORDS[Math.floor(WORDS.length * kit.random.uniform() ** 1.5)],
    ).join(' '),
  );

export const checks: ExerciseChecks = {
  id: 'lstm/clean',
  checks: {
    words({ wordsOf: student }, kit) {
      for (const text of [
        'the leaves of plants',
        'The Geese, grown IN 1990 (and 2nd) cities!',
        'a being of the sea',
        'Überall Ёлка, naïve: x2y',
        '',
        '1234 — 5',
      ]) {
        const small = text.toLowerCase();
        kit.equal(student?.(text, options()), wordsOf(text), {
          what: 'the list of words',
          input: { text, 'stop words': STOP },
          mistakes: {
            'There are no words yet.': [],
            'Stop words are still there.': lettersOf(small).map(lemma),
            'Words keep their capitals: “The” is no stop word then, and “Geese” has no lemma.': withoutStops(
              lettersOf(text),
            ).map(lemma),
            'The lemmas are missing.': withoutStops(lettersOf(small)),
            'Stop words are dropped after the lemmas: a word whose lemma is a stop word goes with them.':
              withoutStops(lettersOf(small).map(lemma)),
            'Numbers are still there.': withoutStops(lettersOf(small, /[\p{L}\p{N}]+/gu)).map(lemma),
            'Punctuation hangs on the words: cutting at white space is not enough.': withoutStops(
              small.split(/\s+/).filter(Boolean),
            ).map(lemma),
            'A word that touches a digit is lost: “x2y” holds the words x and y. \\p{L}+ alone, without \\b.':
              withoutStops(lettersOf(small, /\b\p{L}+\b/gu)).map(lemma),
            'Only the letters a to z are taken for letters: \\p{L} knows all of them.': withoutStops(
              lettersOf(small, /[a-z]+/g),
            ).map(lemma),
            'The text is given as one string; a list of words is wanted.': wordsOf(text).join(' '),
          },
        });
      }
    },
    frequency({ documentFrequency }, kit) {
      for (const texts of [
        [['a', 'b', 'a', 'a'], ['b'], []],
        [
          ['constructor', 'x'],
          ['x', 'x'],
        ],
        sentences(kit, 12).map(wordsOf),
      ])
        kit.equal(documentFrequency?.(texts.map((text) => [...text])), df(texts), {
          what: 'the document frequency',
          input: { texts },
          mistakes: {
            'Nothing is counted yet.': new Map(),
            'How often a word occurs is counted; a text counts once, however often it holds the word.':
              tf(texts),
            'It is the share of the texts, not their number.': new Map(
              [...df(texts)].map(([word, n]) => [word, n / texts.length]),
            ),
          },
        });
    },
    limits({ cleanAll }, kit) {
      // Test texts that no count can help: only the limits can be got wrong, a leak is told by the next check.
      const train = ['water water water', 'tree water', 'tree salt', 'water city'];
      const cases: [string[], string[], number, number][] = [
        [train, ['water', 'the water', 'water'], 1, 0.5],
        [train, [], 2, 1],
        [train, [], 2, 0.75],
        [train, [], 1, 1],
        [sentences(kit, 15), [], 2, 0.6],
        [sentences(kit, 15), [], 3, 0.4],
      ];
      for (const [texts, test, minDf, maxDf] of cases)
        compare(
          kit,
          cleanAll?.([...texts], [...test], options(minDf, maxDf)),
          texts,
          test,
          options(minDf, maxDf),
        );
    },
    train({ cleanAll }, kit) {
      const cases: [string[], string[], number, number][] = [
        [
          ['water tree', 'water salt', 'tree city', 'river water', 'goose'],
          ['river salt', 'river city', 'gold gold', 'gold river'],
          2,
          0.6,
        ],
        [sentences(kit, 12), [...sentences(kit, 9), 'the unseen word', 'an unseen word'], 3, 0.5],
        [['water'], [], 1, 1],
      ];
      for (const [train, test, minDf, maxDf] of cases)
        compare(
          kit,
          cleanAll?.([...train], [...test], options(minDf, maxDf)),
          train,
          test,
          options(minDf, maxDf),
        );
    },
  },
};
