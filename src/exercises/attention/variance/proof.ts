import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const scaling = 'score / Math.sqrt(size)';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'draws', reason: /No number is drawn/ },
    {
      name: 'invented figures',
      code: 'function experiment(size) { return { variance: size, scaled: 1, peak: 0.9, scaledPeak: 0.3 }; }',
      caughtBy: 'variance',
      reason: /variance|not right/,
    },
    {
      name: 'one q for all',
      code: changed(
        changed(reference, '    const q = draw();\n', ''),
        '  const scores = Array',
        '  const q = draw();\n  const scores = Array',
      ),
      caughtBy: 'draws',
      reason: /q is drawn once/,
    },
    {
      name: 'the standard deviation',
      code: changed(reference, 'variance: varianceOf(scores)', 'variance: Math.sqrt(varianceOf(scores))'),
      caughtBy: 'variance',
      reason: /standard deviation/,
    },
    {
      name: 'divided by count − 1',
      code: changed(
        reference,
        'return mean(values.map((value) => (value - m) ** 2));',
        'return values.reduce((s, value) => s + (value - m) ** 2, 0) / (values.length - 1);',
      ),
      caughtBy: 'variance',
      reason: /count − 1/,
    },
    {
      name: 'divided by D',
      code: changed(reference, scaling, 'score / size'),
      caughtBy: 'variance',
      reason: /not by its root/,
    },
    {
      name: 'not scaled',
      code: changed(reference, scaling, 'score'),
      caughtBy: 'finding',
      reason: /near 1/,
    },
    {
      name: 'one softmax over all',
      code: changed(reference, 'i += 10', 'i += scores.length').replace(
        'scores.slice(i, i + 10)',
        'scores.slice(i)',
      ),
      caughtBy: 'peak',
      reason: /all scores at once/,
      others: {},
    },
    {
      name: 'overflows',
      code: changed(reference, 'const highest = Math.max(...group);', 'const highest = 0;').replace(
        'peaks.push(1 / whole)',
        'peaks.push(Math.exp(Math.max(...group)) / whole)',
      ),
      caughtBy: 'peak',
      reason: /thousands/,
    },
  ],
  right: [
    {
      name: 'loops',
      code: `function experiment(size, count, normal) {
        const raw = [];
        for (let n = 0; n < count; n++) {
          const q = [];
          for (let d = 0; d < size; d++) q.push(normal());
          let score = 0;
          for (let d = 0; d < size; d++) score += q[d] * normal();
          raw.push(score);
        }
        const look = (scores) => {
          let sum = 0, squares = 0, tops = 0;
          for (const s of scores) sum += s;
          const m = sum / count;
          for (const s of scores) squares += (s - m) ** 2;
          for (let g = 0; g < count / 10; g++) {
            const ten = scores.slice(10 * g, 10 * g + 10), top = Math.max(...ten);
            let whole = 0;
            for (const s of ten) whole += Math.exp(s - top);
            tops += 1 / whole;
          }
          return [squares / count, tops / (count / 10)];
        };
        const [variance, peak] = look(raw);
        const [scaled, scaledPeak] = look(raw.map((s) => s / size ** 0.5));
        return { variance, scaled, peak, scaledPeak };
      }`,
    },
    {
      name: 'the scaled variance by calculation',
      code: changed(reference, 'scaled: varianceOf(scaledScores)', 'scaled: varianceOf(scores) / size'),
    },
  ],
};
