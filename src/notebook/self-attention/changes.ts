import { compute, embeddingOf, FIRST, type Matrix, type Settings, type Step, STEPS } from './steps.ts';

/** Other settings made of these. What a person wrote goes along where it can; `lost` tells what could not. */

type Edited = Settings['edited'];

/** Rows belong to words. */
const OF_WORDS: readonly Step[] = ['embeddings', 'inputs', 'queries', 'keys', 'values', 'output'];
/** Rows and columns belong to words. */
const OF_PAIRS: readonly Step[] = ['scores', 'scaled', 'masked', 'weights'];
const WEIGHTS: readonly Step[] = ['W_q', 'W_k', 'W_v'];

const only = (edited: Edited, steps: readonly Step[]): Edited =>
  Object.fromEntries(Object.entries(edited).filter(([step]) => steps.includes(step as Step)));

/** One number of a matrix changed; the matrix is then the person's own. */
export function edit(settings: Settings, step: Step, row: number, column: number, value: number): Settings {
  const matrix = compute(settings)[step].map((numbers, i) =>
    i === row ? numbers.map((old, j) => (j === column ? value : old)) : [...numbers],
  );
  return { ...settings, edited: { ...settings.edited, [step]: matrix } };
}

/** A matrix as it follows from those before it. */
export const restore = (settings: Settings, step: Step): Settings => ({
  ...settings,
  edited: only(
    settings.edited,
    STEPS.filter((other) => other !== step),
  ),
});

/** Other words under the same settings. A word that stays keeps its embedding; an example's own numbers do not fit others. */
export function withWords(settings: Settings, words: readonly string[]): Settings {
  if (words.join(' ') === settings.words.join(' ')) return settings;
  const example = settings.given.queries !== undefined;
  const size = example ? FIRST.size : settings.size;
  const edited: Partial<Record<Step, Matrix>> = { ...only(settings.edited, WEIGHTS) };
  const embeddings = settings.edited.embeddings;
  if (embeddings) {
    const taken = new Set<number>();
    let own = false;
    const rows = words.map((word, i) => {
      // Where it stood before, else at another place.
      const from = [i, ...settings.words.keys()].find((at) => settings.words[at] === word && !taken.has(at));
      if (from === undefined) return embeddingOf(word, size);
      taken.add(from);
      const row = embeddings[from] as readonly number[];
      own ||= row.join() !== embeddingOf(word, size).join();
      return row;
    });
    if (own) edited.embeddings = rows;
  }
  return {
    ...settings,
    words,
    size,
    given: {},
    padding: Math.min(settings.padding, Math.max(0, words.length - 1)),
    edited,
  };
}

/** Another D: no matrix of another one fits. */
export const withSize = (settings: Settings, size: number): Settings =>
  size === settings.size ? settings : { ...settings, size, given: {}, divisor: null, edited: {} };

const turned = <T>(list: readonly T[]): T[] => [...list].reverse();

function turnedAll(matrices: Edited): Edited {
  return Object.fromEntries(
    Object.entries(matrices).map(([name, matrix]) => {
      const step = name as Step;
      if (OF_PAIRS.includes(step)) return [step, turned(matrix.map(turned))];
      // Positions belong to places and weights to nobody: they stay.
      return [step, OF_WORDS.includes(step) ? turned(matrix) : matrix];
    }),
  );
}

/** The words from the end, each with all that was written for it. */
export const reversed = (settings: Settings): Settings => ({
  ...settings,
  words: turned(settings.words),
  given: turnedAll(settings.given),
  edited: turnedAll(settings.edited),
});

/** Matrices in which something was written before that is not there after. */
export function lost(before: Settings, after: Settings): Step[] {
  return STEPS.filter((step) => {
    const [had, has] = [before.edited[step], after.edited[step]];
    if (!had) return false;
    if (!has) return true;
    if (step !== 'embeddings') return false;
    // A word that is gone took its numbers along, if they were the person's.
    const rows = new Set(has.map((row) => row.join()));
    return had.some(
      (row, i) =>
        row.join() !== embeddingOf(before.words[i] ?? '', before.size).join() && !rows.has(row.join()),
    );
  });
}

/** Matrices of the person's own that do not follow from words and places any more. */
export const beyondWords = ({ edited, positions }: Settings): Step[] =>
  STEPS.filter(
    (step) =>
      edited[step] && (OF_PAIRS.includes(step) || step === 'output' || (step === 'inputs' && positions)),
  );

/**
 * The greatest difference between the outputs of the same words in the two orders. Without positions and masks it is 0, as
 * self-attention does not know the order. Null where numbers of the person's own stand in the way.
 */
export function differenceReversed(settings: Settings): number | null {
  if (beyondWords(settings).length > 0) return null;
  const there = compute(settings).output;
  const back = turned(compute(reversed(settings)).output);
  return Math.max(
    0,
    ...there.flatMap((row, i) => row.map((value, j) => Math.abs(value - (back[i]?.[j] as number)))),
  );
}
