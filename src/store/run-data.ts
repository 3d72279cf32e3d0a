import { LabError, toErrorData } from '../base/errors.ts';
import type { PreparedData } from '../data/types.ts';
import type { TestRows } from '../formats/tested.ts';
import { dataClient } from '../worker/client.ts';
import type { JobProgress } from '../worker/protocol.ts';
import type { RunSummary } from '../runs/record.ts';
import { changeRun, runOf, useRuns } from './runs.ts';

/** What the texts of a run are found by. */
type DataOfRun = Pick<RunSummary, 'id' | 'datasetId' | 'recipe'>;

const jobOf = (id: string): string => `run/${id}`;

/**
 * Splits, vocabulary and ids of a run: the same every time, so a run that goes on finds the data it began with.
 * @throws LabError where the data set is gone, or is another one than the run began with;
 * `text/no-words` where the vocabulary has only special tokens
 */
export async function prepareRun(id: string): Promise<PreparedData> {
  const { recipe, datasetId, checkpoint, number } = runOf(id);
  const onProgress = (preparing: JobProgress): void => useRuns.setState({ preparing });
  const prepare = async (dataset: string): Promise<PreparedData> => {
    const data = await dataClient().prepare(jobOf(id), dataset, recipe, onProgress);
    if (data.noWords) throw LabError.fromData(data.noWords);
    return data;
  };
  onProgress({ phase: 'preparing the data', done: 0, total: null });
  if (datasetId !== null) {
    const prepared = await unlessUnknown(prepare(datasetId));
    if (prepared) return prepared;
  }
  const opened = await dataClient().open(jobOf(id), { source: recipe.data.source }, onProgress);
  if (checkpoint && datasetId !== null && opened.id !== datasetId) {
    throw new LabError(
      'run/other-data',
      `“${opened.title}” is not the data that run ${number} began with.`,
      'Start a new run on the data as they are now, or open the former file again.',
    );
  }
  changeRun(id, { datasetId: opened.id });
  return prepare(opened.id);
}

export function cancelPreparing(id: string): Promise<void> {
  return dataClient().cancel(jobOf(id));
}

/**
 * The texts of rows that a run was trained on. After a reload the data worker has not read the set yet, and one that
 * comes with the page is kept nowhere else: then it is opened from its source.
 * @throws LabError where its source has it no longer, or has other data
 */
export async function textsOfRun({ id, datasetId, recipe }: DataOfRun, rows: number[]): Promise<string[]> {
  const client = dataClient();
  const texts = (from: string): Promise<string[]> => client.texts(from, recipe.data, rows, recipe.task);
  if (datasetId === null)
    throw new LabError('data/unknown-set', 'The texts of this run are not in this browser.');
  const found = await unlessUnknown(texts(datasetId));
  if (found) return found;
  const opened = await client.open(`texts/${id}`, { source: recipe.data.source }, () => undefined);
  if (opened.id !== datasetId)
    throw new LabError(
      'run/other-data',
      `“${opened.title}” has changed since this run was trained on it.`,
      'The texts of that time are gone.',
    );
  return texts(opened.id);
}

/** The longest `test.csv` of a zip. */
const MOST_TEST_BYTES = 20e6;

/** The test part of a run for the zip to take home; null where its data are not in this browser, or are others by now. */
export async function testRowsOf({ id, datasetId, recipe }: DataOfRun): Promise<TestRows | null> {
  if (datasetId === null) return null;
  const client = dataClient();
  const rows = (from: string): Promise<TestRows | null> => client.testRows(from, recipe, MOST_TEST_BYTES);
  try {
    const found = await unlessUnknown(rows(datasetId).then((value) => ({ value })));
    if (found) return found.value;
    // What comes with the page is read again; nothing is fetched from elsewhere for a download.
    if (recipe.data.source.kind !== 'builtin') return null;
    const opened = await client.open(`test-rows/${id}`, { source: recipe.data.source }, () => undefined);
    return opened.id === datasetId ? await rows(opened.id) : null;
  } catch {
    // The zip is whole without them, and its README says that they are missing.
    return null;
  }
}

/** Null where the data worker does not know the set: its source may still have it. */
async function unlessUnknown<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (thrown) {
    if (toErrorData(thrown).code !== 'data/unknown-set') throw thrown;
    return null;
  }
}
