import { LabError, type LabErrorData } from '../base/errors.ts';
import type { DatasetInfo, PreparedData } from '../data/types.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { DeviceKind, DeviceReport, RunEvent } from '../runs/types.ts';
import { dataClient } from '../worker/client.ts';
import type { FeaturesMade, JobProgress } from '../worker/protocol.ts';

/** What a page of the command line is asked, what it tells meanwhile, and how it comes by its texts. */

export interface HeadlessRequest {
  recipe: Recipe;
  /** Null: the best there is. */
  device: DeviceKind | null;
  /** Addresses of the person's own files, where the recipe's source is a file. */
  data: string | null;
  test: string | null;
  /** Address of the zip of the model that the recipe begins with, where it names a file. */
  init: string | null;
  /** The zip to take home is posted here; null: it is not made. */
  bundleTo: string | null;
}

export type HeadlessMessage =
  | { type: 'device'; device: DeviceReport }
  | { type: 'job'; progress: JobProgress }
  | { type: 'opened'; info: DatasetInfo }
  | {
      type: 'prepared';
      rows: Record<keyof PreparedData['splits'], number>;
      vocabulary: number;
      /** Classes; of a translation the entries of the target's vocabulary. */
      labels: number;
      task: Recipe['task'];
      /** The vocabulary has only special tokens. */
      noWords: LabErrorData | null;
    }
  | { type: 'run'; events: RunEvent[] }
  | { type: 'features'; made: FeaturesMade }
  | { type: 'exporting' };

declare global {
  interface Window {
    /** Given by whoever opened the page. */
    seqlabMessage(message: HeadlessMessage): Promise<void>;
  }
}

export const tell = (message: HeadlessMessage): void => void window.seqlabMessage(message);

async function blobAt(address: string | null): Promise<Blob | undefined> {
  if (address === null) return undefined;
  const response = await fetch(address);
  if (!response.ok) throw new LabError('data/fetch', `The file could not be read: ${await response.text()}`);
  return response.blob();
}

/** The texts of a recipe as ids, and under which name their data set is open. @throws LabError */
export async function prepare({
  recipe,
  data,
  test,
  init,
}: HeadlessRequest): Promise<{ datasetId: string; prepared: PreparedData }> {
  const client = dataClient();
  const onProgress = (progress: JobProgress): void => tell({ type: 'job', progress });
  const [file, testFile, model] = await Promise.all([blobAt(data), blobAt(test), blobAt(init)]);
  const info = await client.open(
    'open',
    { source: recipe.data.source, ...(file && { file }), ...(testFile && { testFile }) },
    onProgress,
  );
  tell({ type: 'opened', info });
  const prepared = await client.prepare('prepare', info.id, recipe, onProgress, model);
  const { train, validation, test: official } = prepared.splits;
  tell({
    type: 'prepared',
    rows: { train: train.rows.length, validation: validation.rows.length, test: official.rows.length },
    vocabulary: prepared.vocabulary.length,
    labels: prepared.labels.length,
    task: recipe.task,
    noWords: prepared.noWords ?? null,
  });
  return { datasetId: info.id, prepared };
}

/** Hands over the zip of what is to be taken home. @throws LabError `cli/out` */
export async function post(zip: Blob, address: string): Promise<void> {
  const response = await fetch(address, { method: 'POST', body: zip });
  if (!response.ok) throw new LabError('cli/out', await response.text());
}
