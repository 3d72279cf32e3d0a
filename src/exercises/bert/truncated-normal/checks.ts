import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

/** Deviation of N(0, 1) cut at ±2. */
const CUT = 0.8796;

interface Asked {
  rows: number;
  columns: number;
  deviation: number;
  padding?: number | null;
}

/** @param drawn is given what normal() gave */
function draw({ truncatedNormal }: Student, kit: Kit, asked: Asked, drawn: number[] = []): number[][] {
  const { rows, columns, deviation, padding = null } = asked;
  const got: unknown = truncatedNormal?.(
    rows,
    columns,
    deviation,
    () => {
      if (drawn.length > 20 * rows * columns + 200) kit.fail('Numbers are drawn without end.', { ...asked });
      const value = kit.random.normal();
      drawn.push(value);
      return value;
    },
    padding,
  );
  const fits = (row: unknown): boolean =>
    Array.isArray(row) && row.length === columns && row.every((value) => typeof value === 'number');
  if (!Array.isArray(got) || got.length !== rows || !got.every(fits))
    kit.fail('It has to return rows × columns numbers, a list for each row.', {
      ...asked,
      'you return': got,
    });
  return got as number[][];
}

/** Every value is one that normal() gave, of those within the bounds, and each is used once. */
function comeFromNormal(kit: Kit, asked: Asked, values: readonly number[], drawn: readonly number[]): void {
  const { deviation } = asked;
  if (drawn.length === 0)
    kit.fail(
      'normal() is never called: the numbers have to be those that it gives, so that a seed fixes them.',
      {
        ...asked,
      },
    );
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5;
  const up = (a: number, b: number): number => a - b;
  const within = drawn.filter((value) => Math.abs(value) <= 2).sort(up);
  let next = 0;
  const foreign = values
    .map((value) => value / deviation)
    .sort(up)
    .filter((value) => {
      while (next < within.length && (within[next] as number) < value - 1e-5) next++;
      return !near(within[next++] ?? NaN, value);
    });
  const [one] = foreign;
  if (one === undefined) return;
  const beyond = drawn.filter((value) => Math.abs(value) > 2);
  const from = (change: (value: number) => number): boolean =>
    beyond.some((value) => near(change(value), one));
  const evidence = {
    ...asked,
    'values that normal() did not give': foreign.length,
    'one of them, divided by the deviation': one,
  };
  if (from((value) => value % 2))
    kit.fail('What falls beyond two deviations comes in again as its remainder by 2: draw anew.', evidence);
  if (from((value) => value / 2))
    kit.fail('What falls beyond two deviations is halved: draw anew.', evidence);
  kit.fail('There are values that normal() did not give: what falls beyond is drawn anew with it.', evidence);
}

export const checks: ExerciseChecks = {
  id: 'bert/truncated-normal',
  checks: {
    bounds(student, kit) {
      for (const asked of [
        { rows: 40, columns: 50, deviation: 0.02 },
        { rows: 1, columns: 900, deviation: 3 },
      ]) {
        const values = draw(student, kit, asked).flat();
        const most = 2 * asked.deviation;
        const evidence = { ...asked, greatest: Math.max(...values.map(Math.abs)) };
        const beyond = values.filter((value) => !(Math.abs(value) <= most * (1 + 1e-6))).length;
        if (beyond > 0)
          kit.fail(`${beyond} of ${values.length} values are beyond two deviations (±${most}).`, evidence);
        const ends = values.filter((value) => Math.abs(value) > most * 0.9999).length;
        if (ends > values.length / 200)
          kit.fail(
            `${ends} values lie right at ±${most}: what falls beyond is drawn anew, not cut off.`,
            evidence,
          );
        const zeros = values.filter((value) => value === 0).length;
        if (zeros > 2) kit.fail(`${zeros} of ${values.length} values are 0.`, evidence);
        const outer = values.filter((value) => Math.abs(value) > 1.5 * asked.deviation).length;
        if (outer < values.length / 40)
          kit.fail('Hardly a value lies beyond 1.5 deviations: the cut is at two.', evidence);
      }
    },
    spread(student, kit) {
      for (const deviation of [0.02, 1, 3]) {
        const asked = { rows: 50, columns: 60, deviation };
        const drawn: number[] = [];
        const values = draw(student, kit, asked, drawn).flat();
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const found = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
        const evidence = { ...asked, 'mean of yours': mean, 'deviation of yours': found };
        const near = (wanted: number): boolean => Math.abs(found / wanted - 1) < 0.05;
        if (!(Math.abs(mean) < 0.1 * Math.max(deviation, found))) kit.fail('The mean is not 0.', evidence);
        if (near(CUT * deviation)) {
          if (new Set(values).size < values.length / 2)
            kit.fail('Values occur more than once: each is drawn by itself.', evidence);
          comeFromNormal(kit, asked, values, drawn);
          continue;
        }
        if (deviation !== 1 && near(CUT))
          kit.fail('The values are not multiplied by the deviation.', evidence);
        if (deviation !== 1 && near(CUT * deviation ** 2))
          kit.fail('The values are multiplied by the variance; it has to be the deviation.', evidence);
        if (Math.abs(found / (1.155 * deviation) - 1) < 0.05)
          kit.fail(
            'The values are spread evenly over ±2 deviations: wanted is the normal distribution.',
            evidence,
          );
        kit.fail(
          `The deviation should be ${(CUT * deviation).toPrecision(3)}, 0.88 of what is asked for.`,
          evidence,
        );
      }
    },
    padding(student, kit) {
      for (const padding of [0, 3, null]) {
        const asked = { rows: 5, columns: 8, deviation: 0.02, padding };
        draw(student, kit, asked).forEach((row, i) => {
          const zeros = row.filter((value) => value === 0).length;
          const evidence = { ...asked, row: i, values: row };
          if (i === padding && zeros < row.length)
            kit.fail(`Row ${i}, that of padding, is not zero.`, evidence);
          if (i !== padding && zeros > 0)
            kit.fail(
              padding === null
                ? `Row ${i} is zero, but no row was asked to be.`
                : `Row ${i} is zero; the row of padding is ${padding}.`,
              evidence,
            );
        });
      }
    },
  },
};
