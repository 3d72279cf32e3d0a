import { LabError, type LabErrorData } from '../base/errors.ts';
import { columnsTaken } from '../data/columns-taken.ts';
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
  /** Address of the files of a tokenizer, as JSON by name, where the recipe's was opened from a file. */
  tokenizer: string | null;
  /** The zip to take home is posted here, that of a kept epoch to `/epoch-N` below; null: none is made. */
  bundleTo: string | null;
}

export type HeadlessMessage =
  | { type: 'device'; device: DeviceReport }
  | { type: 'job'; progress: JobProgress }
  /** `columns`: what is read of it, in words; null where that is not told. */
  | { type: 'opened'; info: DatasetInfo; columns: string | null }
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

/** The data worker then has the pieces that the recipe names. */
async function openTokenizer(address: string | null): Promise<void> {
  const files = await blobAt(address);
  if (!files) return;
  const texts = JSON.parse(await files.text()) as Record<string, string>;
  await dataClient().openTokenizer(
    Object.entries(texts).map(([name, text]) => ({ name, file: new Blob([text]) })),
  );
}

/** The texts of a recipe as ids, and under which name their data set is open. @throws LabError */
export async function prepare({
  recipe,
  data,
  test,
  init,
  tokenizer,
}: HeadlessRequest): Promise<{ datasetId: string; prepared: PreparedData }> {
  const client = dataClient();
  const onProgress = (progress: JobProgress): void => tell({ type: 'job', progress });
  const [file, testFile, model] = await Promise.all([blobAt(data), blobAt(test), blobAt(init)]);
  const info = await client.open(
    'open',
    { source: recipe.data.source, ...(file && { file }), ...(testFile && { testFile }) },
    onProgress,
  );
  await openTokenizer(tokenizer);
  const own = recipe.data.source.kind !== 'builtin';
  tell({ type: 'opened', info, columns: own ? columnsTaken(info.table, recipe) : null });
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
