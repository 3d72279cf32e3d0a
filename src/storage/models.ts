import { LabError } from '../base/errors.ts';
import type { DownloadRecord } from '../data/download-record.ts';
import { openLab, writing } from './db.ts';
import type { KeptModel } from './types.ts';

/** Published models and the downloads they come by. */

export async function keepModel(model: KeptModel, file: Blob): Promise<void> {
  const db = await openLab();
  await writing(`the model ${model.id}`, async () => {
    const tx = db.transaction(['models', 'modelFiles'], 'readwrite');
    await Promise.all([
      tx.objectStore('models').put(model, model.id),
      tx.objectStore('modelFiles').put(file, model.id),
      tx.done,
    ]);
  });
}

/** The newest first. */
export async function keptModels(): Promise<KeptModel[]> {
  const all = await (await openLab()).getAll('models');
  return all.sort((a, b) => b.addedAt - a.addedAt);
}

export async function keptModel(id: string): Promise<KeptModel | undefined> {
  return (await openLab()).get('models', id);
}

/** The file of a kept model; it lies on the disk until it is read. @throws LabError `model/missing` */
export async function keptModelFile(id: string): Promise<Blob> {
  const file = await (await openLab()).get('modelFiles', id);
  if (file) return file;
  throw new LabError(
    'model/missing',
    `The model ${id} is not kept in this browser.`,
    'Open it again: by its name on the hub, or from its files.',
  );
}

export async function dropModel(id: string): Promise<void> {
  const db = await openLab();
  const tx = db.transaction(['models', 'modelFiles'], 'readwrite');
  await Promise.all([tx.objectStore('models').delete(id), tx.objectStore('modelFiles').delete(id), tx.done]);
}

export async function keptDownloads(): Promise<DownloadRecord[]> {
  return (await openLab()).getAll('downloads');
}

export async function keptDownload(url: string): Promise<DownloadRecord | undefined> {
  return (await openLab()).get('downloads', url);
}

/** One more part of a download; `record` counts it already. */
export async function keepPart(record: DownloadRecord, part: Blob): Promise<void> {
  const db = await openLab();
  await writing(`what has arrived of ${record.owner}`, async () => {
    const tx = db.transaction(['downloads', 'downloadParts'], 'readwrite');
    await Promise.all([
      tx.objectStore('downloads').put(record, record.url),
      tx.objectStore('downloadParts').put(part, [record.url, record.parts - 1]),
      tx.done,
    ]);
  });
}

/** What has arrived, as one file that lies on the disk. */
export async function arrived(record: DownloadRecord): Promise<Blob> {
  return new Blob(await (await openLab()).getAll('downloadParts', partsOf(record.url)));
}

export async function dropDownload(url: string): Promise<void> {
  const db = await openLab();
  const tx = db.transaction(['downloads', 'downloadParts'], 'readwrite');
  await Promise.all([
    tx.objectStore('downloads').delete(url),
    tx.objectStore('downloadParts').delete(partsOf(url)),
    tx.done,
  ]);
}

const partsOf = (url: string): IDBKeyRange => IDBKeyRange.bound([url, 0], [url, Number.MAX_SAFE_INTEGER]);
