import { LabError } from '../base/errors.ts';
import { epochKind, epochOfKind } from '../runs/kept-epochs.ts';
import type { CheckpointKind } from '../runs/types.ts';
import { keptEpochsOf } from '../storage/store.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import type { CheckpointStore } from '../train/checkpoint-store.ts';
import { drawnRecord } from '../train/drawn.ts';
import { ensureLemmas } from './lemma-file.ts';
import { missingEpoch } from './missing-epoch.ts';
import type { AtEpoch } from './protocol.ts';
import { root } from './root.ts';

/** What runs have left to be read with: each with what is needed to read a text as the run did. */
export class RunWeights {
  private readonly checkpoints: CheckpointStore;

  constructor(checkpoints: CheckpointStore) {
    this.checkpoints = checkpoints;
  }

  /** The best weights of a run; while there are none, its last. @throws LabError `run/no-weights` */
  async best(runId: string): Promise<CheckpointRecord> {
    const record =
      (await this.checkpoints.find(runId, 'best')) ?? (await this.checkpoints.find(runId, 'last'));
    if (record) return readable(record);
    throw new LabError(
      'run/no-weights',
      'This run has left no weights in this browser.',
      'Start it again, or open the zip it was exported to.',
    );
  }

  /** A run as it was after an epoch; 0: as it was drawn. @throws LabError `model/missing-epoch`, `run/not-drawn` */
  async at({ run, epoch }: AtEpoch): Promise<CheckpointRecord> {
    if (epoch === 0) return drawnRecord(await this.best(run));
    const record = await this.checkpoints.find(run, epochKind(epoch));
    return readable(record ?? missingEpoch(epoch, await keptEpochsOf(run).catch(() => [])));
  }
}

async function readable(record: CheckpointRecord): Promise<CheckpointRecord> {
  await ensureLemmas(record.recipe.text, root);
  return record;
}

/** Under which a run at an epoch is loaded. */
export const nameAt = ({ run, epoch }: AtEpoch): string => `${run} ${epochKind(epoch)}`;

/** The loaded model that a new checkpoint of a run takes the place of; the last weights are nobody's. */
export function nameOfKept(runId: string, kind: CheckpointKind): string | null {
  const epoch = epochOfKind(kind);
  if (epoch !== null) return nameAt({ run: runId, epoch });
  return kind === 'best' ? runId : null;
}
