import { writeBundle } from '../formats/bundle.ts';
import type { TestRows } from '../formats/tested.ts';
import { historyUntil } from '../runs/record.ts';
import type { RunHistory, RunResult } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';

/**
 * The zip of a run with these of its weights.
 * @param whole they are its best ones; else nothing goes along of what came after them, the result among it
 */
export function zipOf(
  { recipe, vocabulary, labels, maxLength, weights, step }: CheckpointRecord,
  record: { history: RunHistory; result: RunResult | null; createdAt?: number },
  { testRows, whole }: { testRows: TestRows | null; whole: boolean },
): Blob {
  const zip = writeBundle({
    ...{ recipe, vocabulary, labels, maxLength, weights, testRows },
    history: whole ? record.history : historyUntil(record.history, step),
    result: whole ? record.result : null,
    ...(record.createdAt !== undefined && { startedAt: record.createdAt }),
  });
  return new Blob([zip], { type: 'application/zip' });
}
