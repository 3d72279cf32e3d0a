import type { RunSummary } from '../../runs/record.ts';
import { clock } from './figures.ts';
import { doingWords } from './run-words.ts';
import { type SteadyRun, useLive } from './use-runs.ts';

/** Parts of a row of a table of runs. Apart from the row where they change ten times a second. */

/** How far a run is; `doing`: what it does beside its steps, where it does. */
export function RunShare({ id, doing = false }: Pick<RunSummary, 'id'> & { doing?: boolean }) {
  const progress = useLive(id)?.progress;
  if (!progress) return null;
  if (doing && progress.doing) return `, ${doingWords(progress.doing)}`;
  return ` ${Math.floor((100 * progress.step) / progress.totalSteps)}%`;
}

/** What it has taken until now. */
export function RunTime({ run }: { run: SteadyRun }) {
  const progress = useLive(run.id)?.progress;
  return clock(progress?.seconds ?? run.result?.seconds);
}

/** The head of the column of menus: for those who do not see that there is one. */
export function ActionsHead() {
  return (
    <th scope="col">
      <span className="visually-hidden">actions</span>
    </th>
  );
}
