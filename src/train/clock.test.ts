import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';

describe('Clock', () => {
  it('counts steps and other work apart, and pauses not at all', () => {
    let now = 5000;
    const clock = new Clock(() => now);
    const spend = (activity: 'steps' | 'other' | null, ms: number) => {
      clock.turnTo(activity);
      now += ms;
    };
    spend('steps', 2000);
    spend('other', 500);
    spend(null, 60_000);
    spend('steps', 1000);
    expect(clock.stepSeconds).toBeCloseTo(3, 9);
    expect(clock.seconds()).toBeCloseTo(3.5, 9);
    const resumed = new Clock(() => now);
    resumed.restore(clock.keep());
    now += 9000;
    expect(resumed.seconds()).toBeCloseTo(3.5, 9);
  });

  it('tells what a step takes without the first one, after a beginning and after a resume', () => {
    let now = 0;
    const steps = (clock: Clock, ...ms: number[]) => {
      clock.turnTo('steps');
      for (const each of ms) {
        now += each;
        clock.step(1);
      }
      clock.turnTo('other');
    };
    const clock = new Clock(() => now);
    steps(clock, 9000);
    expect(clock.secondsPerStep(1)).toBeCloseTo(9, 9);
    steps(clock, 20, 40);
    expect(clock.secondsPerStep(3)).toBeCloseTo(0.03, 9);
    const resumed = new Clock(() => now);
    resumed.restore(clock.keep());
    steps(resumed, 5000, 30);
    expect(resumed.secondsPerStep(5)).toBeCloseTo(0.03, 9);
    // What an older version kept.
    const older = new Clock(() => now);
    older.restore({ stepSeconds: 4, otherSeconds: 0 });
    expect(older.secondsPerStep(2)).toBe(2);
  });

  it('follows the speed of the last seconds and says what is left', () => {
    let now = 0;
    const clock = new Clock(() => now);
    expect(clock.secondsLeft(100)).toBeNull();
    clock.turnTo('steps');
    const steps = (count: number, ms: number) => {
      for (let i = 0; i < count; i++) {
        now += ms;
        clock.step(10);
      }
    };
    steps(100, 100);
    expect(clock.stepsPerSecond).toBeCloseTo(10, 1);
    expect(clock.tokensPerSecond).toBeCloseTo(100, 0);
    expect(clock.secondsLeft(50)).toBeCloseTo(5, 1);
    steps(400, 50);
    expect(clock.stepsPerSecond).toBeGreaterThan(19);
    clock.turnTo('other');
    now += 15_000;
    // Half as much again goes to other work.
    expect(clock.secondsLeft(20)).toBeCloseTo(1.5, 0);
  });

  it('shows the speed of steps that take long on the device', () => {
    let now = 0;
    const clock = new Clock(() => now);
    clock.turnTo('steps');
    now += 20;
    clock.step(64);
    // Recorded in 20 ms, but the device is still at it.
    now += 39_980;
    expect(clock.stepsPerSecond).toBeCloseTo(1 / 40, 4);
    expect(clock.tokensPerSecond).toBeCloseTo(64 / 40, 2);
    for (let i = 0; i < 3; i++) {
      now += 20;
      clock.step(64);
      now += 39_980;
      expect(clock.stepsPerSecond).toBeCloseTo(1 / 40, 3);
      expect(clock.secondsLeft(10)).toBeCloseTo(400, -1);
    }
  });
});
