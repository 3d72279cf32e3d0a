import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { LabError } from '../base/errors.ts';
import type { DownloadRecord } from '../data/download-record.ts';
import type { DatasetInfo } from '../data/types.ts';
import type { RunRecord } from '../runs/types.ts';
import type { CheckpointRecord, DatasetRecord, KeptModel } from './types.ts';

/** What the lab keeps in this browser (IndexedDB): nothing of it ever leaves the machine. */
interface LabSchema extends DBSchema {
  /** Listed without touching the files themselves. */
  datasetInfo: { key: string; value: DatasetInfo };
  datasets: { key: string; value: DatasetRecord };
  runs: { key: string; value: RunRecord; indexes: { number: number } };
  /** Under `runId/kind`. */
  checkpoints: { key: string; value: CheckpointRecord };
  /** Published models that were opened: listed without their weights … */
  models: { key: string; value: KeptModel };
  /** … which are one file each, as `formats/published/pack.ts` makes it. */
  modelFiles: { key: string; value: Blob };
  /** Downloads under way or cut off, by address … */
  downloads: { key: string; value: DownloadRecord };
  /** … and what has arrived of each, in order. */
  downloadParts: { key: [url: string, index: number]; value: Blob };
  /** Pieces of tokenizers that were opened from files, by the id that recipes name. */
  vocabularies: { key: string; value: string[] };
  /** Small JSON values: the state of a lesson's cells, settings, conclusions. */
  notes: { key: string; value: unknown };
}

let opened: Promise<IDBPDatabase<LabSchema>> | null = null;

export function openLab(): Promise<IDBPDatabase<LabSchema>> {
  opened ??= openDB<LabSchema>('seqlab', 3, {
    upgrade(db, before) {
      if (before < 1) {
        db.createObjectStore('datasetInfo');
        db.createObjectStore('datasets');
        db.createObjectStore('runs').createIndex('number', 'number');
        db.createObjectStore('checkpoints');
        db.createObjectStore('notes');
      }
      if (before < 2) {
        db.createObjectStore('models');
        db.createObjectStore('modelFiles');
        db.createObjectStore('downloads');
        db.createObjectStore('downloadParts');
      }
      if (before < 3) db.createObjectStore('vocabularies');
    },
    blocking(_current, _next, event) {
      // A newer version of the lab in another tab: this one lets it in and opens again when it next needs to.
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated() {
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw new LabError(
      'storage/closed',
      `This browser gives the page no storage (${error instanceof Error ? error.message : String(error)}), so nothing can be kept.`,
      'Private windows often forbid it: open the lab in an ordinary window. Training works all the same, but a reload loses it.',
    );
  });
  return opened;
}

/** Runs a write and turns a full disk into a sentence. */
export async function writing<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') {
      throw new LabError(
        'storage/full',
        `There is no room left in this browser to keep ${what}.`,
        'Remove runs or data sets that you no longer need, or export them first.',
      );
    }
    throw error;
  }
}
