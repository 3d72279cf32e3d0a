import { LabError, toErrorData } from '../base/errors.ts';
import { onDeviceLost, onDeviceError } from '../engine/device.ts';
import type { RunEvent } from '../runs/types.ts';
import { Alarm } from './alarm.ts';
import { deviceFailed, deviceLost, explained, Stopped } from './failures.ts';
import { Trainer, type TrainerOptions } from './trainer.ts';

/** A read from a GPU fails a moment before the browser says that it is lost. */
const LOSS_MS = 300;

/**
 * Trains a recipe from beginning to end. Never throws: the last event says how it ended (`done`, `stopped`,
 * `interrupted` where the device was lost, `failed`). All tensors are freed.
 */
export async function train(options: Omit<TrainerOptions, 'alarm'>): Promise<void> {
  const alarm = new Alarm();
  const silence = [
    onDeviceLost((reason) => alarm.raise(deviceLost(reason))),
    onDeviceError((error) => alarm.raise(deviceFailed(error))),
  ];
  let trainer: Trainer | null = null;
  let ending: RunEvent;
  try {
    trainer = new Trainer({ ...options, alarm });
    options.emit({ type: 'finished', result: await trainer.run() });
    ending = { type: 'status', status: 'done' };
  } catch (error) {
    ending = await endingOf(error, alarm, options.device.kind === 'webgpu');
  } finally {
    for (const stop of silence) stop();
  }
  trainer?.dispose();
  await options.checkpoints.flush();
  options.emit(ending);
}

async function endingOf(thrown: unknown, alarm: Alarm, gpu: boolean): Promise<RunEvent> {
  if (thrown instanceof Stopped) return { type: 'status', status: 'stopped' };
  let error = explained(thrown);
  if (gpu && !alarm.error && !(error instanceof LabError))
    await new Promise((resolve) => setTimeout(resolve, LOSS_MS));
  error = alarm.error ?? error;
  const status = error instanceof LabError && error.code === 'device/lost' ? 'interrupted' : 'failed';
  return { type: 'status', status, error: toErrorData(error) };
}
