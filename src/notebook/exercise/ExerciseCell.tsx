import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { type CheckOutcome, type CheckReport, type Exercise, pointsOf } from '../../exercises/types.ts';
import {
  flushProgress,
  mayOpenReference,
  MOST_CODE,
  openProgress,
  openReference,
  progressOf,
  resetCode,
  setCode,
  TRIES,
  useProgress,
  undoReset,
} from '../../store/progress.ts';
import { warmSandbox } from '../../worker/sandbox.ts';
import type { CellModule } from '../cell.ts';
import { CellActions } from '../CellActions.tsx';
import { useCell } from '../use-cell.ts';
import { Editor } from './Editor.tsx';
import classes from './exercise.module.css';
import { exerciseRunner } from './runner.ts';

const TrainWithMine = lazy(() => import('./TrainWithMine.tsx'));

const WORDS = { passed: 'passed', failed: 'failed', 'not-run': 'not run', uncounted: 'not counted' } as const;
const SIGNS = { passed: '✓', failed: '✗', 'not-run': '○', uncounted: '○' } as const;

function CheckLine({ title, points, outcome }: { title: string; points: number; outcome?: CheckOutcome }) {
  const state = outcome?.state ?? 'not-run';
  return (
    <li className={classes.check} data-state={state}>
      <span className={classes.sign} aria-hidden>
        {SIGNS[state]}
      </span>
      <div>
        <span className={classes.checkTitle}>
          {title} <span className="visually-hidden">: {WORDS[state]}</span>
        </span>
        {outcome?.reason && <p className={classes.reason}>{outcome.reason}</p>}
        {outcome && outcome.evidence.length > 0 && (
          <dl className={classes.evidence}>
            {outcome.evidence.map(({ what, value }) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <span className={classes.points}>
        {outcome ? outcome.points : 0} / {points}
      </span>
    </li>
  );
}

function Checks({ exercise, report }: { exercise: Exercise; report: CheckReport | undefined }) {
  const best = useProgress((state) => state.exercises[exercise.id]?.best ?? 0);
  return (
    <div className={classes.checks}>
      <ol aria-label="Checks">
        {exercise.checks.map(({ id, title, points }) => {
          const outcome = report?.outcomes.find((one) => one.id === id);
          return <CheckLine key={id} title={title} points={points} {...(outcome && { outcome })} />;
        })}
      </ol>
      {!report && best > 0 && (
        <p className={classes.sum} data-solved={best === pointsOf(exercise)}>
          Best so far: {best} of {pointsOf(exercise)} points. The checks say the rest when they run again.
        </p>
      )}
      <div role="status">
        {report?.problem && <p className={classes.problem}>{report.problem.message}</p>}
        {report && !report.problem && report.outcomes.length === exercise.checks.length && (
          <p className={classes.sum} data-solved={report.points === report.of}>
            {report.points === report.of ? 'Solved: ' : ''}
            {report.points} of {report.of} points
          </p>
        )}
      </div>
    </div>
  );
}

function Output({ report }: { report: CheckReport | undefined }) {
  if (!report || report.console.length === 0) return null;
  return (
    <section aria-label="Output of your code" className={classes.output}>
      <pre tabIndex={0}>{report.console.join('\n')}</pre>
      {report.dropped > 0 && (
        <p>
          {report.dropped.toLocaleString('en')} more lines were left out: the first {report.console.length}{' '}
          are shown.
        </p>
      )}
    </section>
  );
}

function Reference({ exercise }: { exercise: Exercise }) {
  const progress = useProgress((state) => state.exercises[exercise.id]);
  const now = progressOf(exercise);
  const [shown, setShown] = useState(false);
  const may = progress !== undefined && mayOpenReference(now);
  const left = TRIES - now.honest.length;
  return (
    <div className={classes.reference}>
      <Button
        variant="default"
        size="compact-sm"
        disabled={!may}
        aria-expanded={shown}
        onClick={() => {
          openReference(exercise);
          setShown(!shown);
        }}
      >
        {shown ? 'Hide the reference solution' : 'Reference solution'}
      </Button>
      <span className={classes.hint}>
        {now.opened === 'three tries'
          ? `Opened after ${TRIES} tries.`
          : now.opened === 'solved'
            ? 'Opened after it was solved.'
            : may
              ? 'Open to you now.'
              : `Opens once it is solved, or after ${left} more ${left === 1 ? 'try' : 'tries'} with changed code.`}
      </span>
      {shown && (
        <pre className={classes.solution} tabIndex={0} aria-label="Reference solution">
          {exercise.reference}
        </pre>
      )}
    </div>
  );
}

function ExerciseBody({ exercise }: { exercise: Exercise }) {
  const loaded = useProgress((state) => state.loaded);
  const code = useProgress((state) => progressOf(exercise, state).code);
  const best = useProgress((state) => progressOf(exercise, state).best);
  const discarded = useProgress((state) => progressOf(exercise, state).discarded);
  const report = useProgress((state) => state.reports[exercise.id]);
  const [tooLong, setTooLong] = useState(false);
  const { setDetail } = useCell();
  useEffect(() => {
    void openProgress();
    return () => void flushProgress();
  }, []);
  useEffect(() => {
    if (loaded && best > 0) setDetail('');
  }, [loaded, best, setDetail]);
  if (!loaded) return <p>Loading…</p>;
  return (
    <div className={classes.exercise} onFocus={warmSandbox}>
      <CellActions>
        {discarded === null ? (
          <Button
            variant="default"
            disabled={code === exercise.starter}
            title="Points and tries stay, and it can be undone"
            onClick={() => resetCode(exercise)}
          >
            Reset to starter
          </Button>
        ) : (
          <Button variant="default" onClick={() => undoReset(exercise)}>
            Undo the reset
          </Button>
        )}
      </CellActions>
      <Editor
        label={`Code: ${exercise.title}`}
        code={code}
        offers={exercise.offers}
        problem={report?.problem ?? null}
        most={MOST_CODE}
        onTooLong={() => setTooLong(true)}
        onChange={(text) => {
          setTooLong(false);
          setCode(exercise, text);
        }}
      />
      {tooLong && (
        <p className={classes.problem} role="alert">
          That would be more than {MOST_CODE.toLocaleString('en')} characters, so it was not put in.
        </p>
      )}
      <Output report={report} />
      <Checks exercise={exercise} report={report} />
      <Reference exercise={exercise} />
      {exercise.trains && (
        <Suspense fallback={null}>
          <TrainWithMine exercise={exercise} />
        </Suspense>
      )}
    </div>
  );
}

/** The module of an exercise's cell. */
export function exerciseModule(exercise: Exercise): CellModule {
  return { default: () => <ExerciseBody exercise={exercise} />, runner: exerciseRunner(exercise) };
}
