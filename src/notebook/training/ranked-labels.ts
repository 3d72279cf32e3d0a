/** A label as it stands under a text that is tried. */
export interface RankedLabel {
  label: string;
  probability: number;
  /** From which probability on it is given; null: the greatest alone counts. */
  threshold: number | null;
  given: boolean;
}

/** More of those that are not given would bury the text. */
const MOST = 8;

/**
 * The most probable labels, the greatest first, and every label that is given: a rare one has a low threshold, and may be
 * given with a probability below that of many that are not.
 */
export function rankedLabels(
  labels: readonly string[],
  probabilities: readonly number[],
  thresholds: readonly number[] | null,
): RankedLabel[] {
  return probabilities
    .map((probability, i): RankedLabel => {
      const threshold = thresholds === null ? null : (thresholds[i] ?? 1);
      return {
        label: labels[i] ?? String(i),
        probability,
        threshold,
        given: threshold !== null && probability >= threshold,
      };
    })
    .sort((a, b) => b.probability - a.probability)
    .filter(({ given }, place) => given || place < MOST);
}
