import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { FeatureSet } from '../stats/features.ts';
import { writing } from './db.ts';

/** Features that were computed once, under the name of what they follow from. */
export interface FeatureRecord extends FeatureSet {
  key: string;
  /** Epoch milliseconds when they were last asked for. */
  usedAt: number;
  /** What computing them took. */
  seconds: number;
}

interface FeaturesSchema extends DBSchema {
  features: { key: string; value: FeatureRecord; indexes: { usedAt: number } };
}

/** So many sets are kept; the one that was not asked for the longest goes first. */
const MOST_SETS = 6;

let opened: Promise<IDBPDatabase<FeaturesSchema>> | null = null;
/** Where the browser keeps nothing, the last set at least stays in this worker. */
let last: FeatureRecord | null = null;

function openFeatures(): Promise<IDBPDatabase<FeaturesSchema>> {
  opened ??= openDB<FeaturesSchema>('seqlab-features', 1, {
    upgrade(db) {
      db.createObjectStore('features', { keyPath: 'key' }).createIndex('usedAt', 'usedAt');
    },
    terminated() {
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

/** Resolves to whether the browser keeps them, too. @throws LabError `storage/full` */
export async function keepFeatures(record: FeatureRecord): Promise<boolean> {
  last = record;
  const db = await openFeatures().catch(() => null);
  if (!db) return false;
  await writing('the features of a data set', () => db.put('features', record));
  const tx = db.transaction('features', 'readwrite');
  let spare = (await tx.store.count()) - MOST_SETS;
  for (let at = await tx.store.index('usedAt').openCursor(); at && spare > 0; at = await at.continue()) {
    await at.delete();
    spare--;
  }
  await tx.done;
  return true;
}

export async function keptFeatures(key: string): Promise<FeatureRecord | null> {
  if (last?.key === key) return last;
  const db = await openFeatures().catch(() => null);
  const record = await db?.get('features', key);
  if (!db || !record) return null;
  last = { ...record, usedAt: Date.now() };
  await db.put('features', last);
  return last;
}
