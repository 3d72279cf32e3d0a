import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent, RunProgress } from '../runs/types.ts';
import { Reporter } from './reporter.ts';

const step = (n: number): RunEvent => ({ type: 'steps', step: [n], loss: [1], lr: [0.1], gradNorm: [2] });
const progress = (n: number): RunEvent => ({ type: 'progress', progress: { step: n } as RunProgress });

describe('Reporter', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('sends at most ten messages a second and loses nothing', async () => {
    const sent: RunEvent[][] = [];
    const reporter = new Reporter(
      (events) => sent.push(events),
      () => Date.now(),
    );
    for (let n = 0; n < 1000; n++) {
      reporter.emit(step(n));
      reporter.emit(progress(n));
      await vi.advanceTimersByTimeAsync(1);
    }
    const closing = reporter.close();
    await vi.advanceTimersByTimeAsync(100);
    await closing;
    expect(sent.length).toBeLessThanOrEqual(11);
    const steps = sent.flat().flatMap((event) => (event.type === 'steps' ? event.step : []));
    expect(steps).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    for (const message of sent) expect(message.filter(({ type }) => type === 'progress')).toHaveLength(1);
    expect(sent.flat().at(-1)).toEqual(progress(999));
  });

  it('keeps the order of what is not a progress', async () => {
    const sent: RunEvent[][] = [];
    const reporter = new Reporter(
      (events) => sent.push(events),
      () => Date.now(),
    );
    const events: RunEvent[] = [
      step(1),
      { type: 'note', message: 'a' },
      step(2),
      { type: 'status', status: 'done' },
    ];
    for (const event of events) reporter.emit(event);
    await reporter.close();
    expect(sent).toEqual([events]);
  });

  it('sends nothing when there is nothing', async () => {
    const send = vi.fn();
    await new Reporter(send).close();
    expect(send).not.toHaveBeenCalled();
  });
});
