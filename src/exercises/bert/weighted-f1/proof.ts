import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;

/** F1 once, of precision and recall that are averaged over the classes first. @param weight of a class, as code */
const f1OfMeans = (weight: string): string => `const weightedF1 = (truth, predicted, classes) => {
  let [p, r] = [0, 0];
  for (let c = 0; c < classes; c++) {
    const there = truth.filter((y) => y === c).length;
    const named = predicted.filter((y) => y === c).length;
    const both = truth.filter((y, i) => y === c && predicted[i] === c).length;
    p += (${weight}) * (named && both / named);
    r += (${weight}) * (there && both / there);
  }
  return p + r && (2 * p * r) / (p + r);
};`;

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'weighted', reason: /nothing is computed/ },
    {
      name: 'macro F1',
      code: changed(
        changed(reference, 'sum += there * f1', 'sum += f1'),
        'return sum / truth.length',
        'return sum / classes',
      ),
      caughtBy: 'weighted',
      reason: /macro F1/,
    },
    {
      name: 'accuracy',
      code: 'const weightedF1 = (truth, predicted) => truth.filter((y, i) => y === predicted[i]).length / truth.length;',
      caughtBy: 'weighted',
      reason: /accuracy/,
    },
    {
      name: 'weighed by what is given',
      code: changed(reference, 'sum += there * f1', 'sum += named * f1'),
      caughtBy: 'weighted',
      reason: /how often they are given/,
    },
    {
      name: 'precision',
      code: changed(
        reference,
        'there + named === 0 ? 0 : (2 * both) / (there + named)',
        'named === 0 ? 0 : both / named',
      ),
      caughtBy: 'weighted',
      reason: /precision/,
    },
    {
      name: 'not divided',
      code: changed(reference, 'return sum / truth.length', 'return sum'),
      caughtBy: 'weighted',
      reason: /not divided/,
    },
    {
      name: 'without the 2',
      code: changed(reference, '(2 * both)', 'both'),
      caughtBy: 'weighted',
      reason: /2 is missing/,
    },
    {
      name: 'divided by nothing',
      code: changed(
        changed(reference, 'there + named === 0 ? 0 : (2 * both)', '(2 * both)'),
        'if (truth.length === 0) return 0;',
        '',
      ),
      caughtBy: 'absent',
      reason: /NaN/,
      others: {},
    },
    {
      name: 'no texts',
      code: changed(reference, 'if (truth.length === 0) return 0;', ''),
      caughtBy: 'absent',
      reason: /Without texts/,
    },
    {
      name: 'F1 of weighted precision and recall',
      code: f1OfMeans('there / truth.length'),
      caughtBy: 'weighted',
      reason: /F1 of the weighted precision and recall/,
    },
    {
      name: 'F1 of mean precision and recall',
      code: f1OfMeans('1 / classes'),
      caughtBy: 'weighted',
      reason: /F1 of the mean precision/,
    },
  ],
  right: [
    {
      name: 'by counts in one pass',
      code: `function weightedF1(truth, predicted, classes) {
        const [there, named, both] = [0, 1, 2].map(() => new Array(classes).fill(0));
        truth.forEach((y, i) => {
          there[y]++;
          named[predicted[i]]++;
          if (y === predicted[i]) both[y]++;
        });
        const total = truth.length || 1;
        return there.reduce((sum, n, c) => sum + (n === 0 ? 0 : (n * 2 * both[c]) / (n + named[c])), 0) / total;
      }`,
    },
    {
      name: 'by precision and recall',
      code: `const weightedF1 = (truth, predicted, classes) => {
        let sum = 0;
        for (const c of new Set(truth)) {
          const hits = truth.filter((y, i) => y === c && predicted[i] === c).length;
          if (hits === 0) continue;
          const p = hits / predicted.filter((y) => y === c).length;
          const n = truth.filter((y) => y === c).length;
          const r = hits / n;
          sum += (n / truth.length) * ((2 * p * r) / (p + r));
        }
        return sum;
      };`,
    },
  ],
};
