import type { ClassReport } from '../runs/types.ts';
import type { ClassificationScores } from '../stats/scores.ts';

/** The per-class scores under the names of the classes. */
export function classReport(scores: ClassificationScores, labels: readonly string[]): ClassReport[] {
  return scores.perClass.map((report, k) => ({ label: labels[k] ?? `class ${k}`, ...report }));
}

/** Weights n / (classes · count) of scikit-learn's `class_weight='balanced'`; a class without a text weighs 0. */
export function balancedWeights(labels: Int32Array, classes: number): Float32Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return Float32Array.from(counts, (count) => ratio(labels.length, classes * count));
}

function ratio(above: number, below: number): number {
  return below === 0 ? 0 : above / below;
}
