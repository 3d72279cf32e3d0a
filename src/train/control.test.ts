import { describe, expect, it } from 'vitest';
import { RunControl } from './control.ts';

const settled = async (promise: Promise<void>) => {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await new Promise((resolve) => setTimeout(resolve));
  return done;
};

describe('RunControl', () => {
  it('waits while paused, until resume or stop', async () => {
    for (const way of ['resume', 'stop', 'finishEpoch'] as const) {
      const control = new RunControl();
      control.pause();
      const waiting = control.whilePaused();
      expect(await settled(waiting)).toBe(false);
      control[way]();
      expect(await settled(waiting)).toBe(true);
    }
  });

  it('does not wait when resumed before the pause was reached', async () => {
    const control = new RunControl();
    control.pause();
    control.resume();
    expect(await settled(control.whilePaused())).toBe(true);
  });

  it('pauses at the end of the epoch when asked to finish it, unless resumed', () => {
    const control = new RunControl();
    control.finishEpoch();
    expect(control.pausing).toBe(false);
    control.epochEnded();
    expect(control.pausing).toBe(true);
    control.finishEpoch();
    control.resume();
    control.epochEnded();
    expect(control.pausing).toBe(false);
  });

  it('a stop is for good', () => {
    const control = new RunControl();
    control.stop();
    control.resume();
    control.pause();
    control.finishEpoch();
    expect(control.stopping).toBe(true);
    expect(control.pausing).toBe(false);
  });
});
