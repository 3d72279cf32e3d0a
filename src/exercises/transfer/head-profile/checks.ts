import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const SHARES = ['self', 'cls', 'sep', 'previous', 'next'] as const;
type Share = (typeof SHARES)[number];
type Profile = Record<Share | 'entropy', number>;

interface Case {
  maps: number[][][];
  lengths: number[];
}

/** Rows that add up to 1 over the tokens; padding holds what nobody should see. */
function caseOf(kit: Kit, lengths: readonly number[], steps = Math.max(0, ...lengths), zeros = false): Case {
  const maps = lengths.map((length) =>
    Array.from({ length: steps }, () => {
      const powers = Array.from({ length }, (_, j) =>
        zeros && j % 2 === 1 ? 0 : Math.exp(2 * kit.random.normal()),
      );
      const whole = powers.reduce((a, b) => a + b, 0);
      return [...powers.map((p) => p / whole), ...Array.from({ length: steps - length }, () => 0.5)];
    }),
  );
  return { maps, lengths: [...lengths] };
}

interface Ways {
  /** Which rows are asked. */
  rows?: 'all' | 'with [SEP]' | 'with [CLS]';
  /** The mean over texts of the means over their words. */
  byText?: boolean;
  /** Divided by the number of tokens or of texts. */
  by?: 'tokens' | 'texts' | 'none';
  /** Padding is not cut off: the last place is taken for [SEP], and all are asked. */
  padded?: boolean;
  /** Columns are read for rows. */
  turned?: boolean;
  log?: (p: number) => number;
  sign?: 1 | -1;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;

function right({ maps, lengths }: Case, what: keyof Profile, ways: Ways = {}): number {
  const { log = Math.log2, sign = -1 } = ways;
  const texts = maps.map((map, b) => {
    const length = ways.padded ? map.length : (lengths[b] as number);
    const first = ways.rows === 'all' || ways.rows === 'with [CLS]' ? 0 : 1;
    const end = ways.rows === 'all' || ways.rows === 'with [SEP]' ? length : length - 1;
    const at = (i: number, j: number): number => (ways.turned ? map[j]?.[i] : map[i]?.[j]) ?? 0;
    return Array.from({ length: Math.max(0, end - first) }, (_, k) => {
      const i = first + k;
      if (what === 'entropy')
        return Array.from({ length }, (_, j) => at(i, j)).reduce(
          (sum, p) => sum + (p > 0 ? sign * p * log(p) : 0),
          0,
        );
      return at(i, { self: i, cls: 0, sep: length - 1, previous: i - 1, next: i + 1 }[what]);
    });
  });
  if (ways.byText) return mean(texts.map(mean));
  const all = texts.flat();
  if (ways.by === undefined) return mean(all);
  const whole = all.reduce((a, b) => a + b, 0);
  if (ways.by === 'none') return whole;
  return whole / (ways.by === 'texts' ? maps.length : lengths.reduce((a, b) => a + b, 0));
}

function answer({ headProfile }: Student, kit: Kit, { maps, lengths }: Case): Profile {
  const names = ['self', 'cls', 'sep', 'previous', 'next', 'entropy'] as const;
  return kit.record(headProfile?.(maps, lengths), 'headProfile', names) as Profile & Record<string, unknown>;
}

function compare(
  student: Student,
  kit: Kit,
  one: Case,
  what: keyof Profile,
  mistakes: Record<string, Ways | number>,
): void {
  const got = answer(student, kit, one)[what];
  kit.equal(got, right(one, what), {
    what,
    input: { 'tokens of each text': one.lengths, 'rows of each map': one.maps[0]?.length ?? 0 },
    tolerance: 1e-9,
    mistakes: () =>
      Object.fromEntries(
        Object.entries(mistakes).map(([sentence, how]) => [
          sentence,
          typeof how === 'number' ? how : right(one, what, how),
        ]),
      ),
  });
}

const PLACES: Record<Share, string> = {
  self: 'where the token itself stands',
  cls: 'the first token',
  sep: 'the last token of the text',
  previous: 'the token before',
  next: 'the token behind',
};

export const checks: ExerciseChecks = {
  id: 'transfer/head-profile',
  checks: {
    shares(student, kit) {
      for (const one of [caseOf(kit, [5]), caseOf(kit, [4, 4])])
        for (const what of SHARES)
          compare(student, kit, one, what, {
            'It is 0: nothing is computed yet.': 0,
            'It is NaN: something is divided by 0, or lies beyond the map.': NaN,
            'Columns are read for rows: row i is where token i looks.': { turned: true },
            'The sum is not divided by the number of words.': { by: 'none' },
            ...Object.fromEntries(
              SHARES.filter((other) => other !== what).map((other) => [
                `This is the share of ${PLACES[other]}; “${what}” is that of ${PLACES[what]}.`,
                right(one, other),
              ]),
            ),
          });
    },
    words(student, kit) {
      for (const one of [caseOf(kit, [6, 3]), caseOf(kit, [4, 3, 5], 7), caseOf(kit, [3], 6)])
        for (const what of [...SHARES, 'entropy'] as const)
          compare(student, kit, one, what, {
            'It is 0: nothing is computed yet.': 0,
            'Padding is counted as a part of the text.': { padded: true },
            'Padding is counted, and asked as well.': { padded: true, rows: 'all' },
            'The marks are asked, too: only words are.': { rows: 'all' },
            '[SEP] is asked, too: only words are.': { rows: 'with [SEP]' },
            '[CLS] is asked, too: only words are.': { rows: 'with [CLS]' },
            'This is the mean over the texts of their means: a short text counts as much as a long one.': {
              byText: true,
            },
            'The sum is divided by the number of tokens; only words were asked.': { by: 'tokens' },
            'The sum is divided by the number of texts; it has to be that of words.': { by: 'texts' },
          });
      // No words at all, no texts at all.
      for (const one of [caseOf(kit, [2, 2]), caseOf(kit, [])])
        for (const what of [...SHARES, 'entropy'] as const)
          compare(student, kit, one, what, { 'It is NaN: there is no word to divide by.': NaN });
    },
    entropy(student, kit) {
      const even: Case = {
        maps: [Array.from({ length: 8 }, () => Array<number>(8).fill(1 / 8))],
        lengths: [8],
      };
      for (const one of [even, caseOf(kit, [6, 4], 6), caseOf(kit, [5, 7], 7, true)])
        compare(student, kit, one, 'entropy', {
          'It is 0: nothing is computed yet.': 0,
          'It is NaN: 0 · log 0 is no number; leave zeros out.': NaN,
          'It is in nats: take the logarithm to base 2.': { log: Math.log },
          'It is in decimal digits: take the logarithm to base 2.': { log: Math.log10 },
          'The sign is missing: the logarithm of a share is negative.': { sign: 1 },
          'The weights before the logarithm are missing.': { log: (p) => Math.log2(p) / p },
        });
    },
    which({ whichHead }, kit) {
      const random = (): Profile => ({
        self: kit.random.uniform(),
        cls: kit.random.uniform(),
        sep: kit.random.uniform(),
        previous: kit.random.uniform(),
        next: kit.random.uniform(),
        entropy: 5 * kit.random.uniform(),
      });
      const several = Array.from({ length: 6 }, random);
      const twice = [random(), random(), random()].flatMap((profile) => [profile, { ...profile }]);
      for (const profiles of [several, twice, [random()]])
        for (const what of [...SHARES, 'entropy'] as const) {
          const values = profiles.map((profile) => profile[what]);
          const [most, least] = [Math.max(...values), Math.min(...values)];
          kit.equal(whichHead?.(profiles, what), values.indexOf(what === 'entropy' ? least : most), {
            what: `the head by ${what}`,
            input: { [what]: values },
            mistakes: {
              [what === 'entropy'
                ? 'The head with the greatest entropy is the least certain one.'
                : 'This is the head with the least of it.']: values.indexOf(
                what === 'entropy' ? most : least,
              ),
              'Of equal ones the last is taken; it has to be the first.': values.lastIndexOf(
                what === 'entropy' ? least : most,
              ),
              'That is the value; the number of the head is wanted.': what === 'entropy' ? least : most,
              'Heads are counted from 1; they are counted from 0.':
                values.indexOf(what === 'entropy' ? least : most) + 1,
            },
          });
        }
    },
  },
};
