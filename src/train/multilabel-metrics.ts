import type { Scores } from '../stats/scores.ts';

/**
 * Scores where a text has any number of labels, as scikit-learn computes them for indicator matrices with
 * `zero_division=0`: a label that is never predicted scores 0, and counts in the averages like every other.
 */

/** For each label: texts that have it and were given it, that were given it, that have it. */
export interface LabelCounts {
  hits: number[];
  given: number[];
  support: number[];
}

export interface MultilabelScores {
  /** Texts with exactly the right labels (accuracy_score of indicator matrices). */
  subsetAccuracy: number;
  macro: Scores;
  micro: Scores;
  weighted: Scores;
  perClass: (Scores & { support: number })[];
}

const ratio = (above: number, below: number): number => (below === 0 ? 0 : above / below);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const scoresOf = (hits: number, given: number, support: number): Scores => ({
  precision: ratio(hits, given),
  recall: ratio(hits, support),
  f1: ratio(2 * hits, given + support),
});

/** truth and given: texts × labels, 1 where a label applies. Without a text every score is 0. */
export function multilabelScores(truth: Uint8Array, given: Uint8Array, labels: number): MultilabelScores {
  if (truth.length !== given.length)
    throw new RangeError(`${truth.length} true values against ${given.length} predictions`);
  const texts = labels === 0 ? 0 : truth.length / labels;
  const counts: LabelCounts = {
    hits: new Array<number>(labels).fill(0),
    given: new Array<number>(labels).fill(0),
    support: new Array<number>(labels).fill(0),
  };
  let right = 0;
  for (let text = 0; text < texts; text++) {
    let same = true;
    for (let k = 0; k < labels; k++) {
      const is = truth[text * labels + k] as number;
      const said = given[text * labels + k] as number;
      if (is !== said) same = false;
      counts.hits[k] = (counts.hits[k] as number) + (is & said);
      counts.given[k] = (counts.given[k] as number) + said;
      counts.support[k] = (counts.support[k] as number) + is;
    }
    if (same) right++;
  }
  const perClass = counts.support.map((support, k) => ({
    ...scoresOf(counts.hits[k] as number, counts.given[k] as number, support),
    support,
  }));
  const average = (weight: (support: number) => number): Scores => {
    const whole = sum(perClass.map(({ support }) => weight(support)));
    const mean = (pick: (scores: Scores) => number) =>
      ratio(sum(perClass.map((scores) => weight(scores.support) * pick(scores))), whole);
    return { precision: mean((s) => s.precision), recall: mean((s) => s.recall), f1: mean((s) => s.f1) };
  };
  return {
    subsetAccuracy: ratio(right, texts),
    macro: average(() => 1),
    micro: scoresOf(sum(counts.hits), sum(counts.given), sum(counts.support)),
    weighted: average((support) => support),
    perClass,
  };
}

/** together[i][j]: texts that have label i and were given label j. */
export function givenTogether(truth: Uint8Array, given: Uint8Array, labels: number): number[][] {
  const together = Array.from({ length: labels }, () => new Array<number>(labels).fill(0));
  for (let start = 0; start < truth.length; start += labels)
    for (let i = 0; i < labels; i++) {
      if (!truth[start + i]) continue;
      const row = together[i] as number[];
      for (let j = 0; j < labels; j++) row[j] = (row[j] as number) + (given[start + j] as number);
    }
  return together;
}

export const HALF = 0.5;

/**
 * For each label the threshold with the best F1 on these texts, halfway between two probabilities that occur; the
 * lower of equals gives way to the higher. A label that no text has keeps one half.
 */
export function tunedThresholds(probabilities: Float32Array, truth: Uint8Array, labels: number): number[] {
  const texts = labels === 0 ? 0 : truth.length / labels;
  return Array.from({ length: labels }, (_, k) => {
    const at = (text: number): number => probabilities[text * labels + k] as number;
    const order = Array.from({ length: texts }, (_, text) => text).sort((a, b) => at(b) - at(a));
    const support = order.reduce((all, text) => all + (truth[text * labels + k] as number), 0);
    if (support === 0) return HALF;
    let best = { f1: 0, threshold: HALF };
    let hits = 0;
    order.forEach((text, i) => {
      hits += truth[text * labels + k] as number;
      const next = order[i + 1];
      const below = next === undefined ? 0 : at(next);
      // Equal probabilities are given or not given together.
      if (below === at(text)) return;
      const f1 = (2 * hits) / (i + 1 + support);
      if (f1 > best.f1) best = { f1, threshold: (at(text) + below) / 2 };
    });
    return best.threshold;
  });
}

/** pos_weight of BCEWithLogitsLoss: texts without a label for each text with it, or the root of that; 1 where none has it. */
export function positiveWeights(
  support: readonly number[],
  texts: number,
  kind: 'sqrt' | 'balanced',
): Float32Array {
  return Float32Array.from(support, (count) => {
    const balanced = count === 0 ? 1 : (texts - count) / count;
    return kind === 'sqrt' ? Math.sqrt(balanced) : balanced;
  });
}
