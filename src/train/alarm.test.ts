import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Alarm } from './alarm.ts';
import { explained, notFinite, weightsNotFinite } from './failures.ts';

const lost = new LabError('device/lost', 'Lost.');

describe('Alarm', () => {
  it('lets promises through until something is raised', async () => {
    const alarm = new Alarm();
    expect(await alarm.guard(Promise.resolve(1))).toBe(1);
    await expect(alarm.guard(Promise.reject(new Error('own')))).rejects.toThrow('own');
    const never = alarm.guard(new Promise(() => undefined));
    alarm.raise(lost);
    alarm.raise(new LabError('other', 'A later one.'));
    await expect(never).rejects.toBe(lost);
    await expect(alarm.guard(Promise.resolve(2))).rejects.toBe(lost);
    expect(() => alarm.check()).toThrow(lost);
  });
});

describe('failures', () => {
  it('name step, learning rate and last gradient norm', () => {
    const { message } = notFinite({ step: 7, loss: NaN, lr: 0.00123456, gradNorm: NaN }, 3.14159, 5);
    expect(message).toBe(
      'Training stopped at step 7: the loss became NaN at a learning rate of 0.001235; the gradient norm of the step before was 3.142.',
    );
    expect(notFinite({ step: 1, loss: 2, lr: 1, gradNorm: Infinity }, null, 0).message).toBe(
      'Training stopped at step 1: the gradient norm became Infinity at a learning rate of 1.',
    );
  });

  it('speak of kept weights only where a step is in them', () => {
    const at = (keptStep: number) => notFinite({ step: 7, loss: NaN, lr: 1, gradNorm: NaN }, null, keptStep);
    expect(at(5).hint).toMatch(/\. The weights of the last good checkpoint are kept\.$/);
    expect(at(0).hint).toBe('Try a smaller learning rate, or clip the gradient norm (for instance to 1).');
    expect(weightsNotFinite(7, 1, null, 0).hint).toBe(at(0).hint);
  });

  it('know an allocation that failed from other errors', () => {
    for (const message of ['Aborted(OOM)', 'Array buffer allocation failed', 'memory access out of bounds'])
      expect(explained(new Error(message))).toMatchObject({ code: 'train/out-of-memory' });
    const other = new Error('something else, in the room');
    expect(explained(other)).toBe(other);
    expect(explained(lost)).toBe(lost);
  });
});
