import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Ways {
  clip?: boolean;
  orders?: number;
  /** Arithmetic instead of geometric mean. */
  mean?: boolean;
  brevity?: 'none' | 'always' | 'ratio' | 'inverted';
}

function ngrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join('\u0000');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function right(translations: string[][], references: string[][], ways: Ways = {}): number {
  const { clip = true, orders = 4, mean = false, brevity } = ways;
  const shares: number[] = [];
  for (let n = 1; n <= orders; n++) {
    let [matches, total] = [0, 0];
    translations.forEach((words, i) => {
      const there = ngrams(references[i] as string[], n);
      for (const [gram, count] of ngrams(words, n)) {
        const most = there.get(gram) ?? 0;
        matches += clip ? Math.min(count, most) : most > 0 ? count : 0;
        total += count;
      }
    });
    shares.push(total === 0 ? 0 : matches / total);
  }
  const [c, r] = [translations, references].map((all) =>
    all.reduce((sum, { length }) => sum + length, 0),
  ) as [number, number];
  const penalty =
    brevity === 'none' ? 1
    : brevity === 'always' ? Math.exp(1 - r / c)
    : brevity === 'ratio' ? Math.min(1, c / r)
    : brevity === 'inverted' ? Math.min(1, Math.exp(1 - c / r))
    : Math.min(1, Math.exp(1 - r / c)); // prettier-ignore
  const product = mean
    ? shares.reduce((a, b) => a + b, 0) / orders
    : shares.reduce((a, b) => a * b, 1) ** (1 / orders);
  return 100 * penalty * product;
}

const split = (texts: readonly string[]): string[][] => texts.map((text) => text.split(' ').filter(Boolean));

function compare(
  { bleu }: Student,
  kit: Kit,
  translations: readonly string[],
  references: readonly string[],
): void {
  const [t, r] = [split(translations), split(references)];
  const of = (ways: Ways): number => right(t, r, ways);
  const each = t.map((words, i) => right([words], [r[i] as string[]]));
  kit.equal(
    bleu?.(
      t.map((words) => [...words]),
      r.map((words) => [...words]),
    ),
    right(t, r),
    {
      what: 'BLEU',
      input: { translations, references },
      tolerance: 1e-6,
      mistakes: {
        'It is 0 in any case.': 0,
        'It goes from 0 to 1: multiply by 100.': right(t, r) / 100,
        'A run counts however often it is said: no more often than the reference has it.': of({
          clip: false,
        }),
        'Only single words are counted.': of({ orders: 1 }),
        'Runs of four words are missing.': of({ orders: 3 }),
        'This is the mean of the shares; BLEU takes their geometric mean.': of({ mean: true }),
        'There is no brevity penalty.': of({ brevity: 'none' }),
        'The brevity penalty rewards long translations: it is 1 at most.': of({ brevity: 'always' }),
        'The brevity penalty is c / r; it is e^(1 − r/c).': of({ brevity: 'ratio' }),
        'The fraction of the brevity penalty is upside down: long translations are punished.': of({
          brevity: 'inverted',
        }),
        'This is the mean over the sentences; the counts are summed over all of them first.':
          each.reduce((a, b) => a + b, 0) / each.length,
      },
    },
  );
}

const DOG = 'a brown dog is running across a green meadow';

export const checks: ExerciseChecks = {
  id: 'seq2seq/bleu',
  checks: {
    same(student, kit) {
      compare(student, kit, [DOG], [DOG]);
      compare(student, kit, [DOG, 'two men are sitting on a bench'], [DOG, 'two men are sitting on a bench']);
    },
    clip(student, kit) {
      compare(student, kit, [`${DOG} meadow meadow meadow meadow`], [`${DOG} with two cats`]);
      compare(
        student,
        kit,
        ['the the the the the cat is on the mat'],
        ['the cat is on the mat and the dog is too'],
      );
    },
    orders(student, kit) {
      compare(student, kit, ['a brown dog is running over the green meadow today'], [`${DOG} now`]);
      compare(student, kit, ['a green meadow is running across a brown dog is'], [`${DOG} x`]);
    },
    brevity(student, kit) {
      compare(student, kit, ['a brown dog is running'], [DOG]);
      compare(student, kit, [`${DOG} and then home again`], [DOG]);
    },
    corpus(student, kit) {
      compare(
        student,
        kit,
        ['a man in a red shirt is standing there', 'two dogs are playing', 'the woman sleeps'],
        ['a man in a red shirt is standing here', 'two dogs are playing with a ball', 'a woman is asleep'],
      );
      // A sentence that is short is made up for by one that is long.
      compare(student, kit, ['a brown dog is running', `${DOG} with a big cat`], [DOG, DOG]);
    },
    zero(student, kit) {
      compare(student, kit, ['a dog'], ['a dog']);
      compare(student, kit, ['nothing of this is there'], [DOG]);
      compare(student, kit, [''], [DOG]);
    },
  },
};
