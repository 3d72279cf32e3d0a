import { LabError, toErrorData } from '../base/errors.ts';
import type { PreparedData } from '../data/types.ts';
import { dataClient } from '../worker/client.ts';
import type { JobProgress } from '../worker/protocol.ts';
import { changeRun, runOf, useRuns } from './runs.ts';

const jobOf = (id: string): string => `run/${id}`;

/**
 * Splits, vocabulary and ids of a run: the same every time, so a run that goes on finds the data it began with.
 * @throws LabError where the data set is gone, or is another one than the run began with
 */
export async function prepareRun(id: string): Promise<PreparedData> {
  const { recipe, datasetId, checkpoint, number } = runOf(id);
  const onProgress = (preparing: JobProgress): void => useRuns.setState({ preparing });
  const prepare = (dataset: string): Promise<PreparedData> =>
    dataClient().prepare(jobOf(id), dataset, recipe, onProgress);
  onProgress({ phase: 'preparing the data', done: 0, total: null });
  if (datasetId !== null) {
    try {
      return await prepare(datasetId);
    } catch (thrown) {
      // Not kept under this name: its source may still have it.
      if (toErrorData(thrown).code !== 'data/unknown-set') throw thrown;
    }
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
