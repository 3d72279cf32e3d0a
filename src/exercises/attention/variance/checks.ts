import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const variance = (values: number[], less = 0): number => {
  const m = mean(values);
  return values.reduce((sum, value) => sum + (value - m) ** 2, 0) / (values.length - less);
};

function softmax(scores: number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const whole = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / whole);
}

const tens = (scores: number[]): number[][] =>
  Array.from({ length: scores.length / 10 }, (_, i) => scores.slice(10 * i, 10 * i + 10));
const peak = (scores: number[]): number => mean(tens(scores).map((ten) => Math.max(...softmax(ten))));

interface Drawn {
  got: Record<string, unknown>;
  draws: number;
  scores: number[];
}

/** Runs the experiment on numbers that are kept, so that the scores are known. */
function run({ experiment }: Student, kit: Kit, size: number, count: number, scale = 1): Drawn {
  const numbers: number[] = [];
  const got: unknown = experiment?.(size, count, () => {
    if (numbers.length % 1000 === 0) kit.alive();
    if (numbers.length > 20 * size * count)
      kit.fail('Numbers are drawn without end.', { D: size, count, 'drawn so far': numbers.length });
    const next = scale * kit.random.normal();
    numbers.push(next);
    return next;
  });
  const record = kit.record(got, 'experiment', ['variance', 'scaled', 'peak', 'scaledPeak']);
  const scores = Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let d = 0; d < size; d++)
      sum += (numbers[2 * size * i + d] as number) * (numbers[2 * size * i + size + d] as number);
    return sum;
  });
  return { got: record as Record<string, unknown>, draws: numbers.length, scores };
}

const CASES = [
  [1, 10],
  [4, 50],
  [64, 100],
] as const;

export const checks: ExerciseChecks = {
  id: 'attention/variance',
  checks: {
    draws(student, kit) {
      for (const [size, count] of CASES) {
        const { draws } = run(student, kit, size, count);
        kit.equal(draws, 2 * size * count, {
          what: 'the count of numbers drawn',
          input: { D: size, count },
          mistakes: {
            'No number is drawn.': 0,
            'q is drawn once for all scores: each score needs a q of its own.': size + size * count,
            'Only one of q and k is drawn.': size * count,
            'One number is drawn for q and one for k: each has D of them.': 2 * count,
          },
        });
      }
    },
    variance(student, kit) {
      for (const [size, count] of CASES) {
        const { got, scores } = run(student, kit, size, count);
        const wanted = variance(scores);
        const options = { input: { D: size, count }, tolerance: 1e-6 * Math.max(1, wanted) };
        kit.equal(got['variance'], wanted, {
          ...options,
          what: 'variance',
          mistakes: {
            'This is the standard deviation; the variance is its square.': Math.sqrt(wanted),
            'Divided by count − 1; divide by count.': variance(scores, 1),
            'This is the mean of the scores.': mean(scores),
            'The mean is not taken away: this is the mean of the squares.': mean(scores.map((x) => x * x)),
          },
        });
        kit.equal(got['scaled'], wanted / size, {
          ...options,
          what: 'scaled',
          mistakes: {
            'The scores are not divided by √D.': wanted,
            'The scores are divided by D, not by its root.': wanted / size ** 2,
            'The variance is divided by √D; the scores have to be.': wanted / Math.sqrt(size),
          },
        });
      }
    },
    peak(student, kit) {
      for (const [size, count] of CASES) {
        const { got, scores } = run(student, kit, size, count);
        const scaled = scores.map((score) => score / Math.sqrt(size));
        const input = { D: size, count };
        for (const [what, of] of [
          ['peak', scores],
          ['scaledPeak', scaled],
        ] as const)
          kit.equal(got[what], peak(of), {
            what,
            input,
            tolerance: 1e-6,
            mistakes: {
              'The softmax goes over all scores at once: over each ten that follow each other.': Math.max(
                ...softmax(of),
              ),
              'This is the greatest of all weights; wanted is the mean over the groups.': Math.max(
                ...tens(of).map((ten) => Math.max(...softmax(ten))),
              ),
              'This is the mean of the greatest scores; wanted is that of the weights.': mean(
                tens(of).map((ten) => Math.max(...ten)),
              ),
            },
          });
      }
      // Scores of thousands must not overflow.
      const { got } = run(student, kit, 64, 10, 30);
      if (!Number.isFinite(got['peak'] as number))
        kit.fail(
          'With scores of thousands the weights are no numbers: take the greatest score away before exp.',
          {
            'you return': got['peak'],
          },
        );
    },
    finding(student, kit) {
      for (const size of [4, 100]) {
        const { got } = run(student, kit, size, 500);
        const input = { D: size, count: 500, variance: got['variance'], scaled: got['scaled'] };
        if (!(Math.abs((got['variance'] as number) / size - 1) < 0.3))
          kit.fail('The variance of q · k should come out near D.', input);
        if (!(Math.abs((got['scaled'] as number) - 1) < 0.3))
          kit.fail('The variance of q · k / √D should come out near 1.', input);
        if (!((got['peak'] as number) > (got['scaledPeak'] as number)))
          kit.fail('Without the root the softmax should be sharper than with it.', {
            ...input,
            peak: got['peak'],
            scaledPeak: got['scaledPeak'],
          });
      }
    },
  },
};
