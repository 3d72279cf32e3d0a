import { tooLarge } from '../recipe/train-fit.ts';
import type { DeviceReport, RunEvent } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import type { CheckpointStore } from '../train/checkpoint-store.ts';
import type { RunControl } from '../train/control.ts';
import { train } from '../train/train.ts';
import { hardLimits } from './device-limits.ts';
import { asItIs, type LoadedData, withWeights } from './backbone.ts';
import type { LabDevice } from './lab-device.ts';
import type { StartRequest } from './protocol.ts';

/** A run that loses one device after the other is given up. */
const MOST_LOSSES = 3;

type LostEvent = Extract<RunEvent, { type: 'status' }>;

const isLoss = (event: RunEvent): event is LostEvent =>
  event.type === 'status' && event.status === 'interrupted' && event.error?.code === 'device/lost';

function goingOn(lost: DeviceReport, next: DeviceReport, step: number): string {
  const from = step > 0 ? `goes on from the checkpoint at step ${step}` : 'begins anew';
  const where =
    next.kind === lost.kind
      ? 'on the same device, which was started anew'
      : `on ${next.kind === 'wasm' ? 'WASM' : 'the plain CPU'}`;
  return `The graphics device was lost while it trained. The run ${from} ${where}.`;
}

interface Parts extends Pick<StartRequest, 'runId' | 'recipe' | 'data'> {
  /** The same, with the weights that the run begins with in memory where it begins. */
  loaded: LoadedData;
  device: LabDevice;
  control: RunControl;
  checkpoints: CheckpointStore;
  /** Where it begins. */
  resume: CheckpointRecord | null;
  emit: (event: RunEvent) => void;
  /** The device is gone, and whatever holds tensors on it has to let go. */
  forget: () => void;
}

/** Says at once that a run cannot fit: allocating until nothing is left takes minutes, and its end is a crash. */
async function refused({ recipe, data, emit }: Parts, { kind }: DeviceReport): Promise<boolean> {
  const { vocabulary, labels, maxLength } = data;
  const sizes = { vocabularySize: vocabulary.length, classes: labels.length, maxLength };
  const error = tooLarge(recipe, sizes, await hardLimits(kind));
  if (error) emit({ type: 'status', status: 'failed', error: error.toData() });
  return error !== null;
}

/** Trains, and where the device is lost goes on from the last checkpoint on another one. */
export async function trainThroughLosses(parts: Parts): Promise<void> {
  const { runId, recipe, data, control, checkpoints, emit, forget } = parts;
  let { resume, loaded } = parts;
  let device = await parts.device.started();
  for (let losses = 0; ; losses++) {
    if (await refused(parts, device)) return;
    const ending: { lost: LostEvent | null } = { lost: null };
    const watched = (event: RunEvent): void => {
      if (isLoss(event)) ending.lost = event;
      else emit(event);
    };
    await train({
      ...{ runId, recipe, data: loaded.data, device, control, checkpoints, resume },
      emit: watched,
      onLoaded: loaded.letGo,
    });
    if (!ending.lost) return;
    forget();
    if (control.stopping) {
      emit({ type: 'status', status: 'stopped' });
      parts.device.abandon();
      return;
    }
    if (losses === MOST_LOSSES) {
      emit(ending.lost);
      return;
    }
    const before = device;
    device = await parts.device.replaced(device, losses);
    resume = await checkpoints.find(runId, 'last');
    loaded = resume ? asItIs(data) : await withWeights(data);
    emit({ type: 'note', message: goingOn(before, device, resume?.step ?? 0) });
  }
}
