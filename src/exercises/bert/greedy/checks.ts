import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const UNKNOWN = '[UNK]';

interface Rules {
  shortest?: boolean;
  /** Pieces within a word are looked up as those at its beginning. */
  bare?: boolean;
  /** … and given without their sign. */
  strip?: boolean;
  /** What cannot be cut up ends the word, or becomes one unknown piece. */
  rest?: 'dropped' | 'unknown';
}

function split(word: string, pieces: ReadonlySet<string>, rules: Rules = {}): string[] {
  const { shortest = false, bare = false, strip = false, rest } = rules;
  const found: string[] = [];
  let start = 0;
  while (start < word.length) {
    const sign = start > 0 && !bare ? '##' : '';
    const lengths = Array.from({ length: word.length - start }, (_, i) => i + 1);
    const size = (shortest ? lengths : lengths.reverse()).find((n) =>
      pieces.has(sign + word.slice(start, start + n)),
    );
    if (size === undefined) {
      if (rest === undefined) return [UNKNOWN];
      return rest === 'dropped' ? found : [...found, UNKNOWN];
    }
    found.push((strip ? '' : sign) + word.slice(start, start + size));
    start += size;
  }
  return found;
}

/** All ways to cut the word without a rest. */
function cuts(word: string, pieces: ReadonlySet<string>, sign = ''): string[][] {
  if (word === '') return [[]];
  return Array.from({ length: word.length }, (_, i) => word.length - i).flatMap((n) => {
    const piece = sign + word.slice(0, n);
    return pieces.has(piece) ? cuts(word.slice(n), pieces, '##').map((rest) => [piece, ...rest]) : [];
  });
}

/** Of those the one that backtracking finds: the longest pieces first, as far as they lead to the end. */
const throughout = (word: string, pieces: ReadonlySet<string>): string[] =>
  cuts(word, pieces)[0] ?? [UNKNOWN];

function fewest(word: string, pieces: ReadonlySet<string>): string[] {
  const [first, ...others] = cuts(word, pieces);
  return others.reduce((best, cut) => (cut.length < best.length ? cut : best), first ?? [UNKNOWN]);
}

function compare({ splitWord }: Student, kit: Kit, word: string, list: readonly string[]): void {
  const pieces = new Set(list);
  kit.equal(splitWord?.(word, new Set(list)), split(word, pieces), {
    what: `the pieces of “${word}”`,
    input: { word, pieces: list },
    mistakes: () => ({
      'Nothing is returned yet.': word === '' ? null : [],
      'The word is looked up as a whole only; cut it into pieces.': pieces.has(word) ? [word] : [UNKNOWN],
      'Another cut goes through to the end, but WordPiece never goes back: where the longest pieces lead to a place without one, the word is [UNK].':
        split(word, pieces)[0] === UNKNOWN ? throughout(word, pieces) : null,
      'The shortest piece is taken; the longest that fits comes first.': split(word, pieces, {
        shortest: true,
      }),
      'Within a word pieces begin with ##: look them up with it.': split(word, pieces, { bare: true }),
      'Pieces within a word are given without their ##.': split(word, pieces, { strip: true }),
      'This is the cut with the fewest pieces; at each place the longest that fits is taken, whatever follows.':
        fewest(word, pieces),
      'What cannot be cut up is dropped; the whole word is unknown then.': split(word, pieces, {
        rest: 'dropped',
      }),
      'Only the rest is unknown; the whole word is, where a part of it cannot be cut up.': split(
        word,
        pieces,
        {
          rest: 'unknown',
        },
      ),
    }),
  });
}

export const checks: ExerciseChecks = {
  id: 'bert/greedy',
  checks: {
    whole(student, kit) {
      compare(student, kit, 'play', ['play', 'p', '##l', '##a', '##y']);
      compare(student, kit, 'a', ['a', '##a']);
    },
    longest(student, kit) {
      // The vocabulary has the letters at the beginning of a word as well.
      compare(student, kit, 'doing', ['do', 'ing', 'i', 'n', 'g', '##in', '##g', '##i', '##n']);
      compare(student, kit, 'unhappiness', [
        'un',
        'u',
        '##happi',
        '##happ',
        '##i',
        '##ness',
        '##n',
        '##e',
        '##s',
      ]);
      compare(student, kit, 'abcdef', ['abc', 'ab', 'a', '##d', '##e', '##f', '##cdef']);
      // The longest at the beginning is not the best way to the end, but it is the rule.
      compare(student, kit, 'abcd', ['ab', 'abc', '##cd', '##d', '##c']);
      compare(student, kit, 'aaaa', ['a', 'aa', '##a', '##aa']);
    },
    unknown(student, kit) {
      compare(student, kit, 'played', ['play', '##e', '##y']);
      // Another cut goes through, which greedy does not find.
      compare(student, kit, 'abcd', ['abc', 'ab', '##cd']);
      compare(student, kit, 'x', ['a', '##x']);
      compare(student, kit, 'abc', ['a', '##b', 'c']);
    },
  },
};
