import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

interface Triangle {
  total: number;
  warmup: number;
  initial: number;
  peak: number;
  final: number;
}

const steps = ({ warmup, total }: Triangle, round: (x: number) => number = Math.ceil): number =>
  round(warmup * total);

function rising(step: number, one: Triangle, by = steps(one), shift = 0): number {
  return one.initial + ((one.peak - one.initial) * (step + shift)) / by;
}
function falling(step: number, { peak, final, total }: Triangle, from: number, end = total): number {
  return peak + ((final - peak) * (step - from)) / (end - from);
}
function right(step: number, one: Triangle): number {
  const by = steps(one);
  if (step < by) return rising(step, one);
  return step >= one.total ? one.final : falling(step, one, by);
}

/** What a rate may be by mistake, at this step. Equal ones say nothing and are left out. */
function mistakesAt(step: number, one: Triangle): Record<string, number> {
  const by = steps(one);
  const { total, peak, final, initial } = one;
  const down = Math.floor(one.warmup * total);
  const up = step < by;
  const all: Record<string, number> = {
    'It goes on falling behind the end: it stays at the final rate.':
      step > total ? falling(step, one, by) : NaN,
    'It is NaN: something is divided by 0.': NaN,
    'It is infinite: something is divided by 0.': Infinity,
    'There is no warm-up: it begins at the peak.': up ? (step === 0 ? peak : falling(step, one, 0)) : NaN,
    'It is always the peak.': peak,
    'It rises from 0; it has to be from the initial rate.': up ? (peak * step) / by : NaN,
    'The first step is counted as 1: it has to be the initial rate itself.': up
      ? rising(step, one, by, 1)
      : NaN,
    'The peak comes one step too early.': up && by > 1 && by === down ? rising(step, one, by - 1) : NaN,
    'The initial rate is added to a rise up to the peak: it ends above it.': up
      ? initial + (peak * step) / by
      : NaN,
    'The steps of the warm-up are not rounded up to a whole number.': up
      ? rising(step, one, one.warmup * total)
      : falling(step, one, one.warmup * total),
    'The steps of the warm-up are rounded down.':
      step < down ? rising(step, one, down) : falling(step, one, down),
    'It falls to 0; it has to be to the final rate.': up ? NaN : (peak * (total - step)) / (total - by),
    'The fall is counted from step 0: behind the warm-up it jumps down.': up ? NaN : falling(step, one, 0),
    'The fall takes as many steps as the whole run: it does not arrive.': up
      ? NaN
      : peak + ((final - peak) * (step - by)) / total,
    'The fall ends one step too early.': up ? NaN : falling(step, one, by, total - 1),
    'It is 0 behind the end: it stays at the final rate.': step > total ? 0 : NaN,
  };
  const wanted = right(step, one);
  return Object.fromEntries(
    Object.entries(all).filter(
      ([sentence, value]) =>
        (Number.isFinite(value) && Math.abs(value - wanted) > 1e-12) || /^It is (NaN|inf)/.test(sentence),
    ),
  );
}

function compare({ learningRate }: Student, kit: Kit, one: Triangle, at: readonly number[]): void {
  for (const step of at)
    kit.equal(learningRate?.(step, one), right(step, one), {
      what: `the rate of step ${step}`,
      input: { ...one },
      tolerance: 1e-12,
      mistakes: () => mistakesAt(step, one),
    });
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const triangle = (changes: Partial<Triangle> = {}): Triangle => ({
  total: 100,
  warmup: 0.1,
  initial: 1e-5,
  peak: 1e-3,
  final: 1e-6,
  ...changes,
});

export const checks: ExerciseChecks = {
  id: 'bert/schedule',
  checks: {
    rise(student, kit) {
      compare(student, kit, triangle(), range(1, 10));
      compare(student, kit, triangle(), [0]);
      // 4.62 steps: rounded up to 5.
      compare(student, kit, triangle({ total: 77, warmup: 0.06 }), range(1, 5));
      compare(student, kit, triangle({ total: kit.integer(40, 60), initial: 2e-4 }), [3, 1, 2]);
    },
    fall(student, kit) {
      compare(student, kit, triangle(), [50, ...range(10, 100)]);
      compare(student, kit, triangle({ total: 77, warmup: 0.06 }), range(5, 77));
      compare(student, kit, triangle({ total: 31, warmup: 0.5, final: 1e-4 }), [20, 30]);
    },
    edges(student, kit) {
      compare(student, kit, triangle(), [120, 101, 100]);
      compare(student, kit, triangle({ warmup: 0 }), [0, 1, 99, 100]);
      compare(student, kit, triangle({ warmup: 1, total: 10 }), [...range(0, 12)]);
      compare(student, kit, triangle({ total: 1, warmup: 0.06 }), [0, 1]);
    },
  },
};
