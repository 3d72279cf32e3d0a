import { describe, expect, it } from 'vitest';
import type { ScheduleSpec } from '../recipe/recipe.ts';
import fixture from './fixtures/schedules.json' with { type: 'json' };
import { scheduleFactor } from './schedules.ts';

describe('scheduleFactor', () => {
  const totalSteps = fixture.epochs * fixture.stepsPerEpoch;

  it.each(fixture.cases.map((c) => [JSON.stringify(c.spec), c] as const))(
    'agrees with PyTorch: %s',
    (_, c) => {
      const factors = Array.from({ length: totalSteps }, (_, step) =>
        scheduleFactor({ initial: 0, ...c.spec } as ScheduleSpec, {
          step,
          totalSteps,
          epoch: Math.floor(step / fixture.stepsPerEpoch),
        }),
      );
      factors.forEach((factor, step) => expect(factor).toBeCloseTo(c.factors[step]!, 7));
    },
  );

  it('decays to the final share and no further', () => {
    for (const kind of ['linear', 'cosine'] as const) {
      const at = (step: number) =>
        scheduleFactor({ kind, initial: 0, warmup: 0.2, final: 0.25 }, { step, totalSteps: 10, epoch: 0 });
      expect(at(0)).toBe(0);
      expect(at(2)).toBe(1);
      expect(at(10)).toBeCloseTo(0.25, 12);
      expect(at(99)).toBeCloseTo(0.25, 12);
    }
  });
});
