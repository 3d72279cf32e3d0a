import { type LabErrorData, toErrorData } from '../base/errors.ts';
import { keepCheckpoint, keptCheckpoint } from '../storage/store.ts';
import type { CheckpointKind } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';

export interface CheckpointStorage {
  write(record: CheckpointRecord): Promise<void>;
  read(runId: string, kind: CheckpointKind): Promise<CheckpointRecord | undefined>;
}

export interface KeepListener {
  saved(record: CheckpointRecord): void;
  failed(error: LabErrorData): void;
}

const browser: CheckpointStorage = { write: keepCheckpoint, read: keptCheckpoint };

/**
 * Checkpoints on their way into the browser's storage. Writing runs beside the training; of several checkpoints of
 * a kind that wait, only the newest is written. What the browser does not take stays here in memory, so that the
 * run can still be used as long as the worker lives.
 */
export class CheckpointStore {
  private readonly storage: CheckpointStorage;
  private readonly held = new Map<string, CheckpointRecord>();
  private readonly writing = new Map<string, Promise<void>>();

  constructor(storage: CheckpointStorage = browser) {
    this.storage = storage;
  }

  /** Begins to write; never throws. */
  keep(record: CheckpointRecord, listener: KeepListener): void {
    const key = keyOf(record);
    this.held.set(key, record);
    if (!this.writing.has(key)) this.writing.set(key, this.write(key, listener));
  }

  /** The newest checkpoint of a kind; a storage that cannot be read counts as empty. */
  async find(runId: string, kind: CheckpointKind): Promise<CheckpointRecord | null> {
    const held = this.held.get(keyOf({ runId, kind }));
    if (held) return held;
    try {
      return (await this.storage.read(runId, kind)) ?? null;
    } catch (error) {
      console.warn('No checkpoint could be read:', error);
      return null;
    }
  }

  /** Whether a checkpoint is here because the browser has not taken it. */
  holds(runId: string, kind: CheckpointKind): boolean {
    return this.held.has(keyOf({ runId, kind }));
  }

  /** Waits until all that is being written is written or has failed. */
  async flush(): Promise<void> {
    await Promise.all(this.writing.values());
  }

  /** Writes until the newest one is written. Says that it has ended in the same turn in which it found no newer one. */
  private async write(key: string, listener: KeepListener): Promise<void> {
    for (;;) {
      const record = this.held.get(key) as CheckpointRecord;
      let failure: LabErrorData | null = null;
      try {
        await this.storage.write(record);
      } catch (error) {
        failure = toErrorData(error);
      }
      const newest = this.held.get(key) === record;
      if (newest) this.writing.delete(key);
      if (newest && !failure) this.held.delete(key);
      if (failure) listener.failed(failure);
      else listener.saved(record);
      if (newest) return;
    }
  }
}

const keyOf = ({ runId, kind }: Pick<CheckpointRecord, 'runId' | 'kind'>) => `${runId}/${kind}`;
