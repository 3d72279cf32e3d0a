import type { Recipe } from '../../recipe/recipe.ts';
import { isActive, isResumable } from '../../runs/record.ts';
import { brief, score } from '../training/figures.ts';
import { ActionsHead, RunShare, RunTime } from '../training/RunCells.tsx';
import { RunMenu } from '../training/RunMenu.tsx';
import { RunSwatch } from '../training/RunSwatch.tsx';
import { runTitle, statusWord } from '../training/run-words.ts';
import training from '../training/training.module.css';
import { type SteadyRun, useLive } from '../training/use-runs.ts';

const WORDS = { weightedF1: 'weighted F1', macroF1: 'macro F1' } as const;

interface FinetuneTableProps {
  runs: readonly SteadyRun[];
  /** In a word or two: how a run begins, or how much of it is frozen. */
  begins: (recipe: Recipe) => string;
  by: 'weightedF1' | 'macroF1';
  /** Name of the column of `begins`. */
  title?: string;
}

/** Fine-tunings beside each other: what they are, how far they are, what they bring. */
export function FinetuneTable({ runs, begins, by, title = 'begins' }: FinetuneTableProps) {
  return (
    <>
      <div className={training.scroll} tabIndex={0} role="region" aria-label="Table of fine-tuning runs">
        <table className={training.table} data-tight>
          <thead>
            <tr>
              <th scope="col">run</th>
              <th scope="col">{title}</th>
              <th scope="col" data-number>
                seed
              </th>
              <th scope="col">state</th>
              <th scope="col" data-number>
                time
              </th>
              <th scope="col" data-number>
                a step, ms
              </th>
              <th scope="col" data-number>
                validation {WORDS[by]}
              </th>
              <th scope="col" data-number>
                test {WORDS[by]}
              </th>
              <th scope="col" data-number>
                test accuracy
              </th>
              <ActionsHead />
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Row key={run.id} run={run} begins={begins} by={by} />
            ))}
          </tbody>
        </table>
      </div>
      <WhyEnded runs={runs} />
    </>
  );
}

/** Why runs ended before their time, where it was not the person who stopped them. */
function WhyEnded({ runs }: Pick<FinetuneTableProps, 'runs'>) {
  return runs.map((run) =>
    run.error && isResumable(run.status) ? (
      <p key={run.id} className={training.hint} role="status">
        <strong>{runTitle(run)}</strong>, {statusWord(run.status)}: {run.error.message} {run.error.hint}
      </p>
    ) : null,
  );
}

function Row({ run, begins, by }: { run: SteadyRun } & Pick<FinetuneTableProps, 'begins' | 'by'>) {
  const best = useLive(run.id)?.best;
  return (
    <tr>
      <th scope="row">
        <RunSwatch run={run} /> {run.number}
      </th>
      <td style={{ minWidth: 120 }}>{begins(run.recipe)}</td>
      <td data-number>{run.recipe.seed}</td>
      <td>
        {statusWord(run.status)}
        {isActive(run.status) && <RunShare id={run.id} doing />}
      </td>
      <td data-number>
        <RunTime run={run} />
      </td>
      <td data-number>{brief(run.result && 1000 * run.result.secondsPerStep)}</td>
      <td data-number>{score(best?.[by])}</td>
      <td data-number>{score(run.result?.test[by])}</td>
      <td data-number>{score(run.result?.test.accuracy)}</td>
      <td>
        <RunMenu run={run} />
      </td>
    </tr>
  );
}
