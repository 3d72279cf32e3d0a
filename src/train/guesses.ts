import type { Guess } from '../runs/types.ts';
import { classificationScores, confusionMatrix } from '../stats/scores.ts';
import { multilabelScores } from './multilabel-metrics.ts';

/** What whoever knows only how often labels occur would score: the least that a model has to beat. */

/** The most frequent class of train for every text (scikit-learn's DummyClassifier, `most_frequent`). */
export function guessesOfClass(train: Int32Array, truth: Int32Array, classes: number): Guess[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of train) counts[label] = (counts[label] ?? 0) + 1;
  const most = counts.indexOf(Math.max(...counts));
  const scores = classificationScores(
    confusionMatrix(
      truth,
      truth.map(() => most),
      classes,
    ),
  );
  return [
    {
      kind: 'majority',
      accuracy: scores.accuracy,
      macroF1: scores.macro.f1,
      microF1: scores.micro.f1,
      weightedF1: scores.weighted.f1,
    },
  ];
}

/**
 * For each label what most texts of train say (never, where it is rarer than one half), and every label to every text,
 * which is the best F1 that one answer for all texts can have.
 *
 * @param truth texts × labels, 1 where a label applies
 * @param support how often each label occurs among the `rows` texts of train
 */
export function guessesOfLabels(support: readonly number[], rows: number, truth: Uint8Array): Guess[] {
  const labels = support.length;
  const answers: [Guess['kind'], (k: number) => number][] = [
    ['majority', (k) => ((support[k] ?? 0) > rows / 2 ? 1 : 0)],
    ['every-label', () => 1],
  ];
  return answers.map(([kind, answer]) => {
    const { subsetAccuracy, macro, micro, weighted } = multilabelScores(
      truth,
      truth.map((_, i) => answer(i % labels)),
      labels,
    );
    return {
      kind,
      accuracy: subsetAccuracy,
      macroF1: macro.f1,
      microF1: micro.f1,
      weightedF1: weighted.f1,
    };
  });
}
