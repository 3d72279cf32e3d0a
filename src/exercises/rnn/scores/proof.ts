import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const f1Line = 'sum += named + there === 0 ? 0 : (2 * both) / (named + there);';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'a count instead of a share',
      code: changed(reference, '.length / truth.length;', '.length;'),
      caughtBy: 'accuracy',
      reason: /not their share/,
    },
    {
      name: 'accuracy in the place of F1',
      code: changed(reference, 'return sum / classes;', 'return accuracy(truth, predicted);'),
      caughtBy: 'f1',
      reason: /This is the accuracy/,
    },
    {
      name: 'weighed by the size of the class',
      code: changed(
        changed(
          reference,
          f1Line,
          'sum += there * (named + there === 0 ? 0 : (2 * both) / (named + there));',
        ),
        'return sum / classes;',
        'return sum / truth.length;',
      ),
      caughtBy: 'f1',
      reason: /weighed by their size/,
    },
    {
      name: 'recall only',
      code: changed(reference, f1Line, 'sum += there === 0 ? 0 : both / there;'),
      caughtBy: 'f1',
      reason: /mean recall/,
    },
    {
      name: 'precision only',
      code: changed(reference, f1Line, 'sum += named === 0 ? 0 : both / named;'),
      caughtBy: 'f1',
      reason: /mean precision/,
    },
    {
      name: 'F1 of the means',
      code: changed(
        changed(
          changed(reference, 'let sum = 0;', 'let p = 0, r = 0;'),
          f1Line,
          'p += named ? both / named : 0; r += there ? both / there : 0;',
        ),
        'return sum / classes;',
        'p /= classes; r /= classes; return (2 * p * r) / (p + r);',
      ),
      caughtBy: 'f1',
      reason: /F1 of the mean precision/,
    },
    {
      name: 'the sum, not divided by the number of classes',
      code: changed(reference, 'return sum / classes;', 'return sum;'),
      caughtBy: 'f1',
      reason: /divide it by their number/,
    },
    {
      name: '0 / 0 from precision',
      code: changed(
        reference,
        f1Line,
        'const p = both / named, r = both / there; sum += (2 * p * r) / (p + r);',
      ),
      caughtBy: 'absent',
      reason: /NaN/,
    },
    {
      name: 'classes that are not there left out',
      code: changed(
        changed(reference, 'let sum = 0;', 'let sum = 0, n = 0;').replace(
          f1Line,
          'if (named + there > 0) { n++; sum += (2 * both) / (named + there); }',
        ),
        'return sum / classes;',
        'return sum / n;',
      ),
      caughtBy: 'absent',
      reason: /left out of the mean/,
      others: {},
    },
    {
      name: 'the overlap instead of F1',
      code: changed(reference, '(2 * both) / (named + there)', 'both / (named + there - both)'),
      caughtBy: 'f1',
      reason: /that is the overlap/,
    },
    {
      name: 'a percentage',
      code: changed(reference, 'length / truth.length', 'length * 100 / truth.length'),
      caughtBy: 'accuracy',
      reason: /percentage/,
    },
    {
      name: 'classes never named left out',
      code: changed(
        changed(
          reference,
          'sum += named + there === 0 ? 0 : (2 * both) / (named + there);',
          'if (named === 0) { left++; continue; } sum += (2 * both) / (named + there);',
        ),
        'return sum / classes',
        'return classes === left ? 0 : sum / (classes - left)',
      ).replace('let sum = 0;', 'let sum = 0, left = 0;'),
      caughtBy: 'absent',
      reason: /never named are left out/,
    },
  ],
  right: [
    {
      name: 'a tiny number in each denominator',
      code: changed(
        reference,
        'named + there === 0 ? 0 : (2 * both) / (named + there)',
        '(2 * both) / (named + there + 1e-8)',
      ),
    },
    {
      name: 'one pass with counters',
      code: `function accuracy(t, p) { let n = 0; t.forEach((x, i) => { if (x === p[i]) n++; }); return n / t.length; }
      function macroF1(t, p, C) {
        const tp = Array(C).fill(0), fp = Array(C).fill(0), fn = Array(C).fill(0);
        t.forEach((x, i) => { if (x === p[i]) tp[x]++; else { fp[p[i]]++; fn[x]++; } });
        return tp.reduce((s, n, c) => s + 2 * n / Math.max(1, 2 * n + fp[c] + fn[c]), 0) / C;
      }`,
    },
    {
      name: 'precision and recall, then their harmonic mean',
      code: `const accuracy = (t, p) => t.reduce((s, x, i) => s + Number(x === p[i]) / t.length, 0);
      const macroF1 = (t, p, C) => Array.from({ length: C }, (_, c) => {
        const hit = t.filter((x, i) => x === c && p[i] === c).length;
        if (hit === 0) return 0;
        const precision = hit / p.filter((x) => x === c).length;
        const recall = hit / t.filter((x) => x === c).length;
        return 2 / (1 / precision + 1 / recall);
      }).reduce((a, b) => a + b) / C;`,
    },
  ],
};
