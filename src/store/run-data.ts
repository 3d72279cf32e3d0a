import { LabError, toErrorData } from '../base/errors.ts';
import type { PreparedData } from '../data/types.ts';
import type { JobProgress } from '../worker/protocol.ts';
import { dataClient } from '../worker/client.ts';
import { changeRun, runOf, useRuns } from './runs.ts';

const jobOf = (id: string): string => `run/${id}`;

/** Splits, vocabulary and ids of a run: the same every time, so a run that goes on finds the data it began with. */
export async function prepareRun(id: string): Promise<PreparedData> {
  const { recipe, datasetId } = runOf(id);
  const onProgress = (preparing: JobProgress): void => useRuns.setState({ preparing });
  onProgress({ phase: 'preparing the data', done: 0, total: null });
  if (datasetId !== null) {
    try {
      return await dataClient().prepare(jobOf(id), datasetId, recipe, onProgress);
    } catch (thrown) {
      if (toErrorData(thrown).code !== 'data/not-open') throw thrown;
    }
  }
  const { source } = recipe.data;
  if (source.kind === 'file') {
    throw new LabError(
      'run/no-file',
      `The file “${source.name}” that this run is trained on is not kept in this browser any more.`,
      'Open the file again in the Data cell and start the run anew.',
    );
  }
  const { id: opened } = await dataClient().open(jobOf(id), { source }, onProgress);
  changeRun(id, { datasetId: opened });
  return dataClient().prepare(jobOf(id), opened, recipe, onProgress);
}

export function cancelPreparing(id: string): Promise<void> {
  return dataClient().cancel(jobOf(id));
}
