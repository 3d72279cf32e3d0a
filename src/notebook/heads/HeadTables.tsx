import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { HEAD_TASKS } from '../../data/head-tasks.ts';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { formatShare } from '../../charts/format.ts';
import { type HeadsResult, scoreHeads } from '../../store/heads.ts';
import type { HeadScores } from '../../worker/heads-protocol.ts';
import classes from './heads.module.css';
import { headName, TASK_NAMES, TASK_SHORT } from './words.ts';

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** How well each task goes, with all heads and with those that are left. */
export function HeadScoresTable({
  result,
  off,
  onReset,
}: {
  result: HeadsResult;
  off: readonly number[];
  onReset: () => void;
}) {
  const { scores, error } = useScores(result, off);
  const { heads } = result.spec;
  const some = off.length > 0;
  return (
    <section className={classes.table} aria-label="What the tasks lose">
      <p className={classes.what} role="status">
        {some
          ? `Without ${off.map((index) => headName(index, heads).toLowerCase()).join('; ')}:`
          : 'Switch a head off above, and see which task loses by it.'}{' '}
        {some && (
          <Button size="compact-xs" variant="default" onClick={onReset}>
            All on
          </Button>
        )}
      </p>
      {error && <p role="alert">{error.message}</p>}
      <div className={classes.scroll} role="group" aria-label="Scores of the tasks" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Task</th>
              <th scope="col">Right, all heads</th>
              <th scope="col">Right, those that are on</th>
              <th scope="col">Loss</th>
              <th scope="col">Loss more</th>
            </tr>
          </thead>
          <tbody>
            {HEAD_TASKS.map((task) => {
              const now = some ? scores : result.whole;
              const more = now ? now.losses[task] - result.whole.losses[task] : NaN;
              return (
                <tr key={task}>
                  <th scope="row">{TASK_NAMES[task]}</th>
                  <td>{formatShare(result.whole.accuracies[task])}</td>
                  <td>{now ? formatShare(now.accuracies[task]) : '…'}</td>
                  <td>{now ? now.losses[task].toFixed(3) : '…'}</td>
                  <td data-much={more > 0.5 || undefined}>{now && some ? signed(more) : '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Each head alone: what it looks at, and what is lost without it. */
export function HeadTable({ result: { spec, without, whole, profiles } }: { result: HeadsResult }) {
  return (
    <section className={classes.table} aria-label="Each head">
      <p className={classes.what}>
        Where each head looks, over 256 texts it was not shown: mean weight. And how much more each task loses
        without this head alone.
      </p>
      <div className={classes.scroll} role="group" aria-label="Heads, numbers" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Head</th>
              {HEAD_TASKS.map((task) => (
                <th scope="col" key={task}>
                  looks at {TASK_SHORT[task]}
                </th>
              ))}
              {HEAD_TASKS.map((task) => (
                <th scope="col" key={`without ${task}`}>
                  loss without it: {task}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {profiles.map((profile, index) => (
              <tr key={index}>
                <th scope="row">{headName(index, spec.heads)}</th>
                {HEAD_TASKS.map((task) => (
                  <td key={task} data-much={profile[task] >= 0.6 || undefined}>
                    {profile[task].toFixed(2)}
                  </td>
                ))}
                {HEAD_TASKS.map((task) => {
                  const more = (without[index]?.losses[task] ?? NaN) - whole.losses[task];
                  return (
                    <td key={`without ${task}`} data-much={more > 0.5 || undefined}>
                      {signed(more)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Scores with these heads off; null until they are there. */
function useScores(result: HeadsResult, off: readonly number[]) {
  const key = off.join(' ');
  const [found, setFound] = useState<{
    result: HeadsResult;
    key: string;
    scores: HeadScores | null;
    error: LabErrorData | null;
  } | null>(null);
  useEffect(() => {
    if (key === '') return;
    let current = true;
    const take = (scores: HeadScores | null, error: LabErrorData | null) =>
      current && setFound({ result, key, scores, error });
    scoreHeads(result, key.split(' ').map(Number)).then(
      (scores) => take(scores, null),
      (error: unknown) => take(null, toErrorData(error)),
    );
    return () => {
      current = false;
    };
  }, [result, key]);
  const fits = found !== null && found.result === result && found.key === key;
  return { scores: fits ? found.scores : null, error: fits ? found.error : null };
}
