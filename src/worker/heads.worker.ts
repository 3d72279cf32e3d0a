import { expose } from 'comlink';
import { LabError, toErrorData } from '../base/errors.ts';
import { chooseDevice } from '../engine/device.ts';
import type { DeviceKind } from '../runs/types.ts';
import { type HeadTrainingSpec, HeadTrainer } from '../train/head-trainer.ts';
import type { HeadsApi, HeadsTrained } from './heads-protocol.ts';
import type { Result } from './protocol.ts';

/** A small encoder whose heads are watched, in a worker of its own: a run of the lab may go on beside it. */

async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorData(error) };
  }
}

let trainer: HeadTrainer | null = null;

async function begin(spec: HeadTrainingSpec, device: DeviceKind): Promise<HeadTrainer> {
  trainer?.dispose();
  trainer = null;
  await chooseDevice(device);
  return (trainer = new HeadTrainer(spec));
}

function trained(): HeadTrainer {
  if (!trainer) throw new LabError('heads/none', 'There is no trained encoder here.', 'Train it first.');
  return trainer;
}

async function outcome(own: HeadTrainer): Promise<HeadsTrained> {
  const { layers, heads } = own.spec;
  const whole = await own.score();
  const without = [];
  for (let head = 0; head < layers * heads; head++) without.push(await own.score([head]));
  return { whole, without, profiles: await own.profiles(), weights: await own.model.stateDict() };
}

const api: HeadsApi = {
  train: (spec, device, watched, every, tell) =>
    attempt(async () => {
      const own = await begin(spec, device);
      // Through the border a call of `tell` is a promise: all that was told has arrived before the answer goes.
      const told: unknown[] = [];
      await own.train(watched, every, (progress) => told.push(tell(progress)));
      const found = await outcome(own);
      await Promise.all(told);
      return found;
    }),
  open: (spec, device, weights) =>
    attempt(async () => {
      (await begin(spec, device)).load(weights);
    }),
  score: (off) => attempt(async () => trained().score(off)),
  look: (text) => attempt(async () => trained().look(text)),
};

expose(api);
