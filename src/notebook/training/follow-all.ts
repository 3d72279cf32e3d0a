import { LabError } from '../../base/errors.ts';
import { isUnfinished } from '../../runs/record.ts';
import type { RunContext } from '../../store/cells.ts';
import { stopRun } from '../../store/run-actions.ts';
import { runOf } from '../../store/runs.ts';
import { demandDone, follow } from './baseline-runner.ts';

/**
 * Follows runs that wait in the queue, one after the other, to the end of the last; an interrupt stops all that are left.
 * A run that the person stopped is no failure, unless none has made a step.
 * @throws LabError of the first run that failed; AbortError where it was interrupted
 */
export async function followAll(
  ids: readonly string[],
  { signal, report }: Pick<RunContext, 'signal' | 'report'>,
): Promise<void> {
  const dropRest = (): void => ids.forEach((id) => stopRun(id));
  signal.addEventListener('abort', dropRest);
  try {
    for (const [i, id] of ids.entries()) {
      const { name } = runOf(id).recipe;
      const each: RunContext['report'] = (progress) =>
        report({ ...progress, phase: `${i + 1} of ${ids.length}, ${name} · ${progress.phase}` });
      if (isUnfinished(runOf(id).status)) await follow(id, { signal, report: each });
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener('abort', dropRest);
  }
  // One that was stopped before it had learned anything is nothing that is done.
  if (ids.length > 0 && ids.every((id) => runOf(id).status === 'stopped' && !runOf(id).progress?.step))
    throw new LabError('cancelled', 'Stopped before the first step.');
  for (const id of ids) if (runOf(id).status !== 'stopped') demandDone(runOf(id));
}
