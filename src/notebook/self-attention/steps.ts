import { Random } from '../../base/random.ts';

/** Self-attention of a few words by hand (Vaswani et al. 2017, equation 1): every matrix, any of them overwritten. */

export type Matrix = readonly (readonly number[])[];

/** In the order in which each is made of those before it. */
export const STEPS = [
  'embeddings', 'W_q', 'W_k', 'W_v', 'queries', 'keys', 'values', 'scores', 'scaled', 'masked', 'weights', 'output',
] as const; // prettier-ignore
export type Step = (typeof STEPS)[number];

export interface Settings {
  words: readonly string[];
  /** Numbers of a word, of a query, of a key and of a value: D. */
  size: number;
  /** Scores are divided by this; null: by √D. */
  divisor: number | null;
  /** Sinusoids of the place are added to the embeddings. */
  positions: boolean;
  /** A word looks at itself and at those before it only. */
  causal: boolean;
  /** So many words at the end are padding: nobody looks at them. */
  padding: number;
  /** Matrices that a person wrote in, which are then taken as they are. */
  edited: Readonly<Partial<Record<Step, Matrix>>>;
}

export type Matrices = Readonly<Record<Step, Matrix>>;

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** N(0, 1) numbers of a word, two digits: the same word has the same ones wherever it stands. */
export function embeddingOf(word: string, size: number): number[] {
  const random = new Random(7, `word ${word.toLowerCase()}`);
  return Array.from({ length: size }, () => round(random.normal()));
}

/** Weights of a projection, [D, D], N(0, 1/D). */
export function weightOf(name: 'W_q' | 'W_k' | 'W_v', size: number): number[][] {
  const random = new Random(7, `weight ${name}`);
  return Array.from({ length: size }, () =>
    Array.from({ length: size }, () => round(random.normal() / Math.sqrt(size))),
  );
}

/** sin and cos of the place at falling frequencies, as in the paper. */
export function positionOf(place: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => {
    const angle = place / 10_000 ** ((2 * Math.floor(i / 2)) / size);
    return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/** a · b, or a · bᵀ. */
export function product(a: Matrix, b: Matrix, transposed = false): number[][] {
  const columns = transposed ? b : (b[0] ?? []).map((_, j) => b.map((row) => row[j] as number));
  return a.map((row) =>
    columns.map((column) => row.reduce((sum, x, k) => sum + x * (column[k] as number), 0)),
  );
}

/** Of each row; a row that may look at nothing gets zeros, not NaN. */
export function softmaxRows(scores: Matrix): number[][] {
  return scores.map((row) => {
    const highest = Math.max(...row);
    if (highest === -Infinity) return row.map(() => 0);
    const powers = row.map((score) => Math.exp(score - highest));
    const whole = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / whole);
  });
}

/** Whether word `from` may look at word `at`. */
export function maySee({ words, causal, padding }: Settings, from: number, at: number): boolean {
  return at < words.length - padding && (!causal || at <= from);
}

/** All matrices; those that were edited as they are, and what follows from them. */
export function compute(settings: Settings): Matrices {
  const { words, size, positions, edited } = settings;
  const made: Partial<Record<Step, Matrix>> = {};
  const step = (name: Step, make: () => Matrix): Matrix => (made[name] = edited[name] ?? make());
  const x = step('embeddings', () =>
    words.map((word, place) => {
      const own = embeddingOf(word, size);
      const where = positions ? positionOf(place, size) : null;
      return where ? own.map((value, i) => value + (where[i] as number)) : own;
    }),
  );
  const [wq, wk, wv] = (['W_q', 'W_k', 'W_v'] as const).map((name) =>
    step(name, () => weightOf(name, size)),
  ) as [Matrix, Matrix, Matrix];
  const q = step('queries', () => product(x, wq));
  const k = step('keys', () => product(x, wk));
  const v = step('values', () => product(x, wv));
  const scores = step('scores', () => product(q, k, true));
  const divisor = settings.divisor ?? Math.sqrt(size);
  const scaled = step('scaled', () => scores.map((row) => row.map((score) => score / divisor)));
  const masked = step('masked', () =>
    scaled.map((row, from) => row.map((score, at) => (maySee(settings, from, at) ? score : -Infinity))),
  );
  const weights = step('weights', () => softmaxRows(masked));
  step('output', () => product(weights, v));
  return made as Matrices;
}

/** One number of a matrix changed; the matrix is then the person's own. */
export function edit(settings: Settings, step: Step, row: number, column: number, value: number): Settings {
  const matrix = compute(settings)[step].map((numbers, i) =>
    i === row ? numbers.map((old, j) => (j === column ? value : old)) : [...numbers],
  );
  return { ...settings, edited: { ...settings.edited, [step]: matrix } };
}

/** A matrix as it follows from those before it. */
export function restore(settings: Settings, step: Step): Settings {
  return {
    ...settings,
    edited: Object.fromEntries(Object.entries(settings.edited).filter(([name]) => name !== step)),
  };
}

/** At most so many words are looked at: more do not fit a page. */
export const MOST_WORDS = 8;

export const wordsOf = (sentence: string): string[] =>
  (sentence.match(/[\p{L}\p{N}’'-]+|[^\s\p{L}\p{N}]/gu) ?? []).slice(0, MOST_WORDS);

/** Other words under the same settings: what was written into matrices of the old size is gone. */
export function withWords(settings: Settings, words: readonly string[]): Settings {
  const { W_q, W_k, W_v } = settings.edited;
  const weights = Object.fromEntries(Object.entries({ W_q, W_k, W_v }).filter(([, matrix]) => matrix));
  return {
    ...settings,
    words,
    padding: Math.min(settings.padding, Math.max(0, words.length - 1)),
    edited: weights as Settings['edited'],
  };
}

/**
 * The greatest difference between the outputs of the same words in the two orders: `words` reversed. Without positions
 * and masks it is 0, as self-attention does not know the order.
 */
export function differenceReversed(settings: Settings): number {
  const plain = { ...settings, edited: withWords(settings, settings.words).edited };
  const there = compute(plain).output;
  const back = [...compute({ ...plain, words: [...plain.words].reverse() }).output].reverse();
  return Math.max(
    0,
    ...there.flatMap((row, i) => row.map((value, j) => Math.abs(value - (back[i]?.[j] as number)))),
  );
}

export const FIRST: Settings = {
  words: wordsOf('the dog chased the cat'),
  size: 4,
  divisor: null,
  positions: false,
  causal: false,
  padding: 0,
  edited: {},
};

/** The lecture's numbers: two keys of 64 numbers score 112 and 96. */
export const LECTURE: Settings = {
  ...FIRST,
  words: ['thinking', 'machines'],
  divisor: 8,
  edited: {
    scores: [
      [112, 96],
      [96, 112],
    ],
  },
};
