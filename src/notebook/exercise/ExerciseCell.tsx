import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Exercise } from '../../exercises/types.ts';
import {
  bringBack,
  earlierCodes,
  flushProgress,
  isOutdated,
  mayOpenReference,
  MOST_CODE,
  openProgress,
  openReference,
  progressOf,
  resetCode,
  setCode,
  TRIES,
  useProgress,
} from '../../store/progress.ts';
import { useNotebooks } from '../../store/notebook.ts';
import { warmSandbox } from '../../worker/sandbox.ts';
import type { CellModule } from '../cell.ts';
import { CellActions } from '../CellActions.tsx';
import { useCell } from '../use-cell.ts';
import { keyCaps, SHORTCUTS } from '../words.ts';
import { Checks } from './Checks.tsx';
import { Editor } from './Editor.tsx';
import classes from './exercise.module.css';
import { Output } from './Output.tsx';
import { exerciseRunner } from './runner.ts';

const TrainWithMine = lazy(() => import('./TrainWithMine.tsx'));

const said = (key: string): string => keyCaps(key).join(' ');

/** Tab moves the focus on, as everywhere on the page, so that nobody is caught in the editor. */
const EDITOR_HINT = `${said('mod+]')} and ${said('mod+[')} indent, ${said('Escape')} leaves the editor and Enter comes back, Tab goes on to the next button.`;

const ALWAYS_WASM =
  'Your code computes on WASM, whatever the lab itself trains on: where it runs nothing can be reached, no graphics card either.';

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
              : `Opens once it is solved, or after ${left} more ${left === 1 ? 'try' : 'tries'} with changed code that comes to the end of a check.`}
      </span>
      {shown && (
        <pre className={classes.solution} tabIndex={0} aria-label="Reference solution">
          {exercise.reference}
        </pre>
      )}
    </div>
  );
}

/** That the reasons below are not those of the code above. */
function Outdated() {
  const { lesson, id, state } = useCell();
  const waits = useNotebooks((all) => all[lesson]?.queue.some((one) => one.id === id) ?? false);
  const running = state === 'running';
  return (
    <p className={classes.outdated} role="status">
      {running && waits && 'The code has changed since these checks began: it is checked again after them.'}
      {running &&
        !waits &&
        `The code has changed since these checks began: ${SHORTCUTS.runCell} checks it again after them.`}
      {!running && 'The code has changed since: these are the checks of what stood there before.'}
    </p>
  );
}

function ExerciseBody({ exercise }: { exercise: Exercise }) {
  const loaded = useProgress((state) => state.loaded);
  const code = useProgress((state) => progressOf(exercise, state).code);
  const best = useProgress((state) => progressOf(exercise, state).best);
  const earlier = useProgress((state) => earlierCodes(exercise, state).length > 0);
  const report = useProgress((state) => state.reports[exercise.id]?.report);
  const outdated = useProgress((state) => isOutdated(exercise.id, state));
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
        {earlier && (
          <Button
            variant="default"
            title="What stands here now waits in its turn"
            onClick={() => bringBack(exercise)}
          >
            Bring back earlier code
          </Button>
        )}
        <Button
          variant="default"
          disabled={code === exercise.starter}
          title="Points and tries stay, and it can be undone"
          onClick={() => resetCode(exercise)}
        >
          Reset to starter
        </Button>
      </CellActions>
      <Editor
        label={`Code: ${exercise.title}`}
        code={code}
        offers={exercise.offers}
        problem={outdated ? null : (report?.problem ?? null)}
        most={MOST_CODE}
        onTooLong={() => setTooLong(true)}
        onChange={(text) => {
          setTooLong(false);
          setCode(exercise, text);
        }}
      />
      <p className={classes.hint}>
        <span className={classes.keys}>{EDITOR_HINT} </span>
        {exercise.tensors && ALWAYS_WASM}
      </p>
      {tooLong && (
        <p className={classes.problem} role="alert">
          That would be more than {MOST_CODE.toLocaleString('en')} characters, so it was not put in.
        </p>
      )}
      {report && <Output lines={report.console} dropped={report.dropped} atLeast={report.problem !== null} />}
      {outdated && <Outdated />}
      <Checks exercise={exercise} report={report} outdated={outdated} />
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
