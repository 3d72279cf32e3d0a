import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';

type Sees = (t: number, s: number, length: number) => boolean;

const maskOf = (lengths: readonly number[], steps: number, sees: Sees): number[][][] =>
  lengths.map((length) =>
    Array.from({ length: steps }, (_, t) =>
      Array.from({ length: steps }, (__, s) => Number(sees(t, s, length))),
    ),
  );

const right: Sees = (t, s, length) => s <= t && s < length;

function compare({ causalMask }: Student, kit: Kit, lengths: readonly number[], steps: number): void {
  const as = (sees: Sees): number[][][] => maskOf(lengths, steps, sees);
  kit.equal(causalMask?.([...lengths], steps), as(right), {
    what: 'the mask',
    input: { lengths, steps },
    mistakes: {
      'Steps see the future: column s may be 1 only where s ≤ t.': as((_, s, length) => s < length),
      'Rows and columns are exchanged: a step sees only what comes later.': as(
        (t, s, length) => t <= s && t < length,
      ),
      'Only the future is seen: the comparison is the wrong way round.': as(
        (t, s, length) => s >= t && s < length,
      ),
      'A step does not see itself: s ≤ t, not s < t.': as((t, s, length) => s < t && s < length),
      'Padding is seen: column s has to be 0 from the length on.': as((t, s) => s <= t),
      'Rows of padding are empty: only columns of padding are 0.': as(
        (t, s, length) => s <= t && s < length && t < length,
      ),
      'The mask is the wrong way round: 1 stands where looking is forbidden.': as((...at) => !right(...at)),
      'The mask is empty.': lengths.map(() => []),
      'There are as many steps as the longest text has; as many are wanted as are asked for.': maskOf(
        lengths,
        Math.max(0, ...lengths),
        right,
      ),
    },
  });
}

export const checks: ExerciseChecks = {
  id: 'attention/causal-mask',
  checks: {
    future(student, kit) {
      compare(student, kit, [3], 3);
      compare(student, kit, [5, 5], 5);
    },
    padding(student, kit) {
      compare(student, kit, [2, 3], 3);
      compare(student, kit, [1, 4, 6, 2], 6);
    },
    edges(student, kit) {
      compare(student, kit, [1], 1);
      compare(student, kit, [0, 2], 2);
      compare(student, kit, [1, 0], 3);
      compare(student, kit, [], 4);
      const lengths = [2, 1];
      const got = student['causalMask']?.(lengths, 2) as number[][][] | undefined;
      if (got && got[0] !== undefined && got[0][0] === got[0][1])
        kit.fail('Rows are one and the same array: changing one changes all.', { lengths, steps: 2 });
    },
  },
};
