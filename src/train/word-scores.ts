import type { ScoreSet } from '../runs/types.ts';

/**
 * Scores of next words, each word a class, as scikit-learn computes them with `zero_division=0`; counts only, as the
 * confusion matrix of a vocabulary would be large.
 */
export class WordScores {
  private readonly hits: Float64Array;
  private readonly there: Float64Array;
  private readonly said: Float64Array;
  total = 0;

  constructor(words: number) {
    this.hits = new Float64Array(words);
    this.there = new Float64Array(words);
    this.said = new Float64Array(words);
  }

  /** Labels and predictions of the same places; those with the label `ignore` do not count. */
  add(labels: Int32Array, predicted: ArrayLike<number>, ignore: number): void {
    const plus = (counts: Float64Array, word: number) => (counts[word] = (counts[word] as number) + 1);
    labels.forEach((label, i) => {
      if (label === ignore) return;
      const word = predicted[i] as number;
      this.total++;
      plus(this.there, label);
      plus(this.said, word);
      if (word === label) plus(this.hits, label);
    });
  }

  scores(): Omit<ScoreSet, 'loss'> {
    const { hits, there, said, total } = this;
    let [hit, classes, macro, weighted] = [0, 0, 0, 0];
    hits.forEach((own, word) => {
      const both = (there[word] as number) + (said[word] as number);
      if (both === 0) return;
      const f1 = (2 * own) / both;
      hit += own;
      classes++;
      macro += f1;
      weighted += f1 * (there[word] as number);
    });
    const accuracy = total > 0 ? hit / total : 0;
    return {
      accuracy,
      macroF1: classes > 0 ? macro / classes : 0,
      microF1: accuracy,
      weightedF1: total > 0 ? weighted / total : 0,
    };
  }
}
