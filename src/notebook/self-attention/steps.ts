import { Random } from '../../base/random.ts';

/** Self-attention of a few words by hand (Vaswani et al. 2017, equation 1): every matrix, any of them overwritten. */

export type Matrix = readonly (readonly number[])[];

/** In the order in which each is made of those before it. */
export const STEPS = [
  'embeddings', 'positions', 'inputs', 'W_q', 'W_k', 'W_v', 'queries', 'keys', 'values', 'scores', 'scaled', 'masked',
  'weights', 'output',
] as const; // prettier-ignore
export type Step = (typeof STEPS)[number];

type Some = Readonly<Partial<Record<Step, Matrix>>>;

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
  /** Matrices that an example brings: where it brings queries, there is nothing before them. */
  given: Some;
  /** Matrices that a person wrote in, which are then taken as they are. */
  edited: Some;
}

/** Those before the queries are empty where an example begins with queries. */
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

/** Scores of places that may not be looked at are −∞. */
export const maskedScores = (settings: Settings, scores: Matrix): number[][] =>
  scores.map((row, from) => row.map((score, at) => (maySee(settings, from, at) ? score : -Infinity)));

export const divisorOf = ({ divisor, size }: Settings): number => divisor ?? Math.sqrt(size);

/** Whether an example begins with queries, keys and values, without the words' own numbers. */
export const beginsWithQueries = ({ given }: Settings): boolean => given.queries !== undefined;

/** All matrices; those that were edited as they are, and what follows from them. */
export function compute(settings: Settings): Matrices {
  const { words, size, positions, edited, given } = settings;
  const made: Partial<Record<Step, Matrix>> = {};
  const late = beginsWithQueries(settings);
  const step = (name: Step, make: () => Matrix): Matrix =>
    (made[name] = edited[name] ?? given[name] ?? make());
  const early = (name: Step, make: () => Matrix): Matrix => (late ? (made[name] = []) : step(name, make));
  const own = early('embeddings', () => words.map((word) => embeddingOf(word, size)));
  const where = early('positions', () => words.map((_, place) => positionOf(place, size)));
  // What was written into the sum counts only while there is one.
  const x = positions
    ? early('inputs', () => own.map((row, i) => row.map((value, j) => value + (where[i]?.[j] ?? 0))))
    : (made.inputs = own);
  const [wq, wk, wv] = (['W_q', 'W_k', 'W_v'] as const).map((name) =>
    early(name, () => weightOf(name, size)),
  ) as [Matrix, Matrix, Matrix];
  const q = step('queries', () => product(x, wq));
  const k = step('keys', () => product(x, wk));
  const v = step('values', () => product(x, wv));
  const scores = step('scores', () => product(q, k, true));
  const divisor = divisorOf(settings);
  const scaled = step('scaled', () => scores.map((row) => row.map((score) => score / divisor)));
  const masked = step('masked', () => maskedScores(settings, scaled));
  const weights = step('weights', () => softmaxRows(masked));
  step('output', () => product(weights, v));
  return made as Matrices;
}

/** At most so many words are looked at: more do not fit a page. */
export const MOST_WORDS = 8;
export const MOST_SIZE = 6;

/** All words and marks, those beyond the limit too. */
export const allWordsOf = (sentence: string): string[] =>
  sentence.match(/[\p{L}\p{N}’'-]+|[^\s\p{L}\p{N}]/gu) ?? [];

export const wordsOf = (sentence: string): string[] => allWordsOf(sentence).slice(0, MOST_WORDS);

export const FIRST: Settings = {
  words: wordsOf('the dog chased the cat'),
  size: 4,
  divisor: null,
  positions: false,
  causal: false,
  padding: 0,
  given: {},
  edited: {},
};

const places = (of: (place: number) => number): number[] => Array.from({ length: 64 }, (_, i) => of(i));
const [THINKING, MACHINES] = [places((i) => (i < 28 ? 2 : 0)), places((i) => (i >= 4 && i < 32 ? 2 : 0))];

/**
 * The lecture's numbers: of 64 numbers each, a query scores 112 with its own key (28 places where both have 2) and 96
 * with the other (24 places).
 */
export const LECTURE: Settings = {
  ...FIRST,
  words: ['thinking', 'machines'],
  size: 64,
  given: {
    queries: [THINKING, MACHINES],
    keys: [THINKING, MACHINES],
    values: [places((i) => 1 - (i % 2)), places((i) => i % 2)],
  },
};
