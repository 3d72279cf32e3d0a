import type { DeviceReport, RunEvent } from '../../runs/types.ts';
import type { CheckpointRecord } from '../../storage/types.ts';
import { CheckpointStore } from '../../train/checkpoint-store.ts';
import { RunControl } from '../../train/control.ts';
import { Reporter } from '../../train/reporter.ts';
import { train } from '../../train/train.ts';
import type { ModelPieces } from '../../models/pieces.ts';
import type { ToSandbox } from './protocol.ts';

/** Trains the small classifier, with the student's piece in it or without. Its weights die with the sandbox. */
export async function trainWith(
  { recipe, data }: Extract<ToSandbox, { type: 'train' }>,
  device: DeviceReport,
  pieces: ModelPieces,
  tell: (events: RunEvent[]) => void,
): Promise<void> {
  const kept = new Map<string, CheckpointRecord>();
  const checkpoints = new CheckpointStore({
    write: async (record) => void kept.set(record.kind, record),
    read: async (_, kind) => kept.get(kind),
  });
  const reporter = new Reporter(tell);
  await train({
    runId: 'sandbox',
    recipe,
    data,
    device,
    control: new RunControl(),
    checkpoints,
    resume: null,
    emit: (event) => reporter.emit(event),
    pieces,
  });
  await reporter.close();
}
