import type { DatasetInfo } from '../data/types.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { epochOfKind } from '../runs/kept-epochs.ts';
import type { RunRecord } from '../runs/types.ts';
import { openLab, writing } from './db.ts';
import type { CheckpointRecord, DatasetRecord } from './types.ts';

// Every function throws LabError `storage/closed` where the browser gives no storage, and every one that writes
// `storage/full` where there is no room.

export async function keepDataset(record: DatasetRecord): Promise<void> {
  const db = await openLab();
  await writing(`the data set “${record.info.title}”`, async () => {
    const tx = db.transaction(['datasetInfo', 'datasets'], 'readwrite');
    await Promise.all([
      tx.objectStore('datasetInfo').put(record.info, record.info.id),
      tx.objectStore('datasets').put(record, record.info.id),
      tx.done,
    ]);
  });
}

export async function keptDatasets(): Promise<DatasetInfo[]> {
  return (await openLab()).getAll('datasetInfo');
}

export async function keptDataset(id: string): Promise<DatasetRecord | undefined> {
  return (await openLab()).get('datasets', id);
}

export async function dropDataset(id: string): Promise<void> {
  const db = await openLab();
  const tx = db.transaction(['datasetInfo', 'datasets'], 'readwrite');
  await Promise.all([
    tx.objectStore('datasetInfo').delete(id),
    tx.objectStore('datasets').delete(id),
    tx.done,
  ]);
}

export async function keepRun(record: RunRecord): Promise<void> {
  const db = await openLab();
  await writing(`run ${record.number}`, async () => {
    const tx = db.transaction('runs', 'readwrite');
    const put = tx.store.put(record, record.id);
    // Committed at once, not when the page next gets to it: it may be the page's last act.
    tx.commit();
    await Promise.all([put, tx.done]);
  });
}

/** All runs, in the order of their numbers. */
export async function keptRuns(): Promise<RunRecord[]> {
  return (await openLab()).getAllFromIndex('runs', 'number');
}

export async function keptRun(id: string): Promise<RunRecord | undefined> {
  return (await openLab()).get('runs', id);
}

/** Forgets a run and its checkpoints, those of kept epochs among them. */
export async function dropRun(id: string): Promise<void> {
  const db = await openLab();
  const tx = db.transaction(['runs', 'checkpoints'], 'readwrite');
  await Promise.all([
    tx.objectStore('runs').delete(id),
    tx.objectStore('checkpoints').delete(checkpointsOf(id)),
    tx.done,
  ]);
}

/** The keys of all checkpoints of a run: an id has no slash in it. */
const checkpointsOf = (id: string): IDBKeyRange => IDBKeyRange.bound(`${id}/`, `${id}/\uffff`);

/** After which epochs weights of a run are kept, rising: read from the keys, no weights are touched. */
export async function keptEpochsOf(id: string): Promise<number[]> {
  const keys = await (await openLab()).getAllKeys('checkpoints', checkpointsOf(id));
  const epochs = keys.flatMap((key) => epochOfKind(key.slice(id.length + 1)) ?? []);
  return epochs.sort((a, b) => a - b);
}

export async function keepCheckpoint(record: CheckpointRecord): Promise<void> {
  const db = await openLab();
  await writing('the weights of this run', () =>
    db.put('checkpoints', record, `${record.runId}/${record.kind}`),
  );
}

export async function keptCheckpoint(
  runId: string,
  kind: CheckpointRecord['kind'],
): Promise<CheckpointRecord | undefined> {
  const record = await (await openLab()).get('checkpoints', `${runId}/${kind}`);
  // an older version's recipe: what it did not say yet has its default
  return record && { ...record, recipe: parseRecipe(record.recipe) };
}

export async function keepNote(key: string, value: unknown): Promise<void> {
  const db = await openLab();
  await writing('your notes', async () => {
    const tx = db.transaction('notes', 'readwrite');
    const put = tx.store.put(value, key);
    tx.commit();
    await Promise.all([put, tx.done]);
  });
}

/** Several notes in one transaction, which is committed at once: it may be the page's last act. */
export async function keepNotes(notes: ReadonlyMap<string, unknown>): Promise<void> {
  const db = await openLab();
  await writing('your notes', async () => {
    const tx = db.transaction('notes', 'readwrite');
    const puts = [...notes].map(([key, value]) => tx.store.put(value, key));
    tx.commit();
    await Promise.all([...puts, tx.done]);
  });
}

/** The value kept under a key; the caller validates it, for it may be of an older version. */
export async function keptNote(key: string): Promise<unknown> {
  return (await openLab()).get('notes', key);
}

/** All values whose key begins with this, by key. */
export async function keptNotesUnder(prefix: string): Promise<Map<string, unknown>> {
  const tx = (await openLab()).transaction('notes');
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const [keys, values] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range), tx.done]);
  return new Map(keys.map((key, i) => [key, values[i]]));
}

/**
 * Makes the new value of each key of what is kept under it now (`undefined`: nothing), all in one transaction: no other
 * tab writes in between. Where `change` gives `undefined` the note goes.
 * @returns what is kept after that
 */
export async function changeNotes<T>(
  keys: readonly string[],
  change: (key: string, kept: unknown) => T,
): Promise<Map<string, T>> {
  const db = await openLab();
  return writing('your notes', async () => {
    const tx = db.transaction('notes', 'readwrite');
    const after = new Map<string, T>();
    const changeOne = async (key: string): Promise<void> => {
      const value = change(key, await tx.store.get(key));
      after.set(key, value);
      await (value === undefined ? tx.store.delete(key) : tx.store.put(value, key));
    };
    await Promise.all([...keys.map(changeOne), tx.done]);
    return after;
  });
}
