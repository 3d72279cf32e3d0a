import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const given = 'sigmoid(logit) >= thresholds[c] ? 1 : 0';
const one = 'sum += named + there === 0 ? 0 : (2 * both) / (named + there);';
const end = 'return labels === 0 ? 0 : sum / labels;';

export const proof: ExerciseProof = {
  wrong: [
    {
      name: 'true and false',
      code: changed(
        reference,
        '(sigmoid(logit) >= thresholds[c] ? 1 : 0)',
        'sigmoid(logit) >= thresholds[c]',
      ),
      caughtBy: 'predict',
      reason: /true and false/,
      others: {},
    },
    {
      name: 'a softmax over the labels',
      code: changed(
        reference,
        '(sigmoid(logit) >= thresholds[c] ? 1 : 0)',
        '(Math.exp(logit) / row.reduce((all, one) => all + Math.exp(one), 0) >= thresholds[c] ? 1 : 0)',
      ),
      caughtBy: 'predict',
      reason: /those of a softmax/,
    },
    {
      name: 'logits against thresholds',
      code: changed(reference, given, 'logit >= thresholds[c] ? 1 : 0'),
      caughtBy: 'predict',
      reason: /apply the sigmoid first/,
    },
    {
      name: 'one half for all',
      code: changed(reference, given, 'sigmoid(logit) >= 0.5 ? 1 : 0'),
      caughtBy: 'predict',
      reason: /each has one of its own/,
    },
    {
      name: 'more than the threshold',
      code: changed(reference, given, 'sigmoid(logit) > thresholds[c] ? 1 : 0'),
      caughtBy: 'predict',
      reason: /at least, not more than/,
    },
    {
      name: 'the greatest alone, as with one class a text',
      code: changed(reference, given, 'logit === Math.max(...row) ? 1 : 0'),
      caughtBy: 'predict',
      reason: /question of its own/,
    },
    {
      name: 'micro F1',
      code: changed(
        changed(
          reference,
          'for (let c = 0; c < labels; c++) {\n    let both = 0, named = 0, there = 0;',
          'let both = 0, named = 0, there = 0;\n  for (let c = 0; c < labels; c++) {',
        ),
        `${one}\n  }\n  ${end}`,
        '}\n  return (2 * both) / (named + there);',
      ),
      caughtBy: 'f1',
      reason: /micro F1/,
    },
    {
      name: 'the mean over the texts',
      code: changed(
        reference,
        'function macroF1(truth: number[][], predicted: number[][]): number {',
        `function macroF1(y, p) {
  const truth = y[0].map((_, c) => y.map((row) => row[c])), predicted = p[0].map((_, c) => p.map((row) => row[c]));`,
      ),
      caughtBy: 'f1',
      reason: /over the texts/,
    },
    {
      name: 'share of right marks',
      code: changed(
        reference,
        end,
        'return truth.flat().filter((y, i) => y === predicted.flat()[i]).length / truth.flat().length;',
      ),
      caughtBy: 'f1',
      reason: /share of right marks/,
    },
    {
      name: 'weighed by how often the label occurs',
      code: changed(
        changed(
          changed(reference, 'let sum = 0;', 'let sum = 0, all = 0;'),
          one,
          `all += there; if (there > 0) sum += (there * 2 * both) / (named + there);`,
        ),
        end,
        'return sum / all;',
      ),
      caughtBy: 'f1',
      reason: /weighed by how often/,
    },
    {
      name: 'the sum, not divided by the number of labels',
      code: changed(reference, end, 'return sum;'),
      caughtBy: 'f1',
      reason: /divide it by their number/,
    },
    {
      name: '0 / 0 from precision and recall',
      code: changed(
        reference,
        one,
        'const p = both / named, r = both / there; sum += (2 * p * r) / (p + r);',
      ),
      caughtBy: 'absent',
      reason: /NaN/,
      others: {},
    },
    {
      name: 'labels never given left out',
      code: changed(
        changed(
          changed(reference, 'let sum = 0;', 'let sum = 0, n = 0;'),
          one,
          `if (named > 0) { n++; sum += (2 * both) / (named + there); }`,
        ),
        end,
        'return n === 0 ? 0 : sum / n;',
      ),
      caughtBy: 'absent',
      reason: /never given are left out/,
    },
    {
      name: 'labels that no text has left out',
      code: changed(
        changed(
          changed(reference, 'let sum = 0;', 'let sum = 0, n = 0;'),
          one,
          `if (there > 0) { n++; sum += (2 * both) / (named + there); }`,
        ),
        end,
        'return n === 0 ? 0 : sum / n;',
      ),
      caughtBy: 'absent',
      reason: /no text has are left out/,
    },
    {
      name: 'labels that are not there left out',
      code: changed(
        changed(
          changed(reference, 'let sum = 0;', 'let sum = 0, n = 0;'),
          one,
          `if (named + there > 0) { n++; sum += (2 * both) / (named + there); }`,
        ),
        end,
        'return n === 0 ? 0 : sum / n;',
      ),
      caughtBy: 'absent',
      reason: /neither occur nor are given are left out/,
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
      name: 'the logit of the threshold, and one pass with counters',
      code: `const predict = (logits, thresholds) =>
        logits.map((row) => row.map((z, c) => Number(z >= Math.log(thresholds[c] / (1 - thresholds[c])))));
      function macroF1(truth, predicted) {
        const C = truth[0].length, tp = Array(C).fill(0), wrong = Array(C).fill(0);
        truth.forEach((row, i) => row.forEach((y, c) => {
          if (y && predicted[i][c]) tp[c]++;
          else if (y || predicted[i][c]) wrong[c]++;
        }));
        return tp.map((n, c) => (n ? (2 * n) / (2 * n + wrong[c]) : 0)).reduce((a, b) => a + b) / C;
      }`,
    },
    {
      name: 'precision and recall, then their harmonic mean',
      code: `function predict(logits, thresholds) {
        return logits.map((row) => row.map((z, c) => {
          const p = z > 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
          return p < thresholds[c] ? 0 : 1;
        }));
      }
      function macroF1(truth, predicted) {
        const scores = truth[0].map((_, c) => {
          const hit = truth.filter((row, i) => row[c] === 1 && predicted[i][c] === 1).length;
          if (hit === 0) return 0;
          const precision = hit / predicted.filter((row) => row[c] === 1).length;
          const recall = hit / truth.filter((row) => row[c] === 1).length;
          return (2 * precision * recall) / (precision + recall);
        });
        return scores.reduce((a, b) => a + b, 0) / scores.length;
      }`,
    },
  ],
};
