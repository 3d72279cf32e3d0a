import { expose, releaseProxy } from 'comlink';
import { LabError, toErrorData } from '../base/errors.ts';
import { Job } from '../data/job.ts';
import { classifyFeatures } from '../stats/classify.ts';
import { fitPca, projected } from '../stats/pca.ts';
import { takeRows } from '../stats/table.ts';
import { type FeatureRecord, keptFeatures } from '../storage/features.ts';
import type { Result } from './protocol.ts';
import type { StatsApi } from './stats-protocol.ts';

/** Classical statistics of features, in a worker of their own: neither a run nor a data set waits for them. */

const jobs = new Map<string, AbortController>();

async function attempt<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toErrorData(error) };
  }
}

async function features(key: string): Promise<FeatureRecord> {
  const record = await keptFeatures(key);
  if (record) return record;
  throw new LabError(
    'features/gone',
    'The features are no longer kept in this browser.',
    'Run the cell of the features again.',
  );
}

/** In progress shares are told as thousandths. */
const WHOLE = 1000;

const api: StatsApi = {
  async classify(jobId, key, options, onProgress) {
    const controller = new AbortController();
    jobs.set(jobId, controller);
    try {
      return await attempt(async () => {
        const set = await features(key);
        const present = new Set(set.splits.train.labels);
        if (present.size < 2 || present.size < set.labels.length)
          throw new LabError(
            'features/classes',
            present.size < 2
              ? 'All texts of train have one label: there is nothing to tell apart.'
              : `Train has no text of ${set.labels.find((_, k) => !present.has(k)) ?? ''}.`,
            'Let more texts into train, or merge labels.',
          );
        const job = new Job(controller.signal, onProgress);
        return classifyFeatures(set, options, (phase, share) =>
          job.breathe({ phase, done: Math.round(share * WHOLE), total: WHOLE }),
        );
      });
    } finally {
      jobs.delete(jobId);
      (onProgress as { [releaseProxy]?: () => void })[releaseProxy]?.();
    }
  },
  project: (key, most) =>
    attempt(async () => {
      const { width, splits } = await features(key);
      const { train, test } = splits;
      const pca = fitPca({ width, values: train.values });
      const rows = test.rows.length;
      const step = Math.max(1, rows / most);
      const index = Uint32Array.from({ length: Math.min(rows, most) }, (_, i) => Math.floor(i * step));
      const points = projected(pca, takeRows({ width, values: test.values }, index));
      return { points, index, ratio: pca.ratio };
    }),
  async cancel(jobId) {
    jobs.get(jobId)?.abort();
  },
};

expose(api);
