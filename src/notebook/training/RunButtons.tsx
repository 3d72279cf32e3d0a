import { Button } from '@mantine/core';
import { memo, useEffect, useId, useState } from 'react';
import type { Recipe } from '../../recipe/recipe.ts';
import { isActive, isResumable, isUnfinished } from '../../runs/record.ts';
import { withVariant } from '../../runs/variant.ts';
import { finishEpoch, pauseRun, resumeRun, stopAtOnce, stopRun } from '../../store/run-actions.ts';
import { useRuns } from '../../store/runs.ts';
import { PlayIcon, StopIcon } from '../icons.tsx';
import { goOn } from './baseline-runner.ts';
import { takeHome, useDownloads } from './downloads.ts';
import { count } from './figures.ts';
import { PauseIcon } from './icons.tsx';
import classes from './RunButtons.module.css';
import { TakeAwayNotice } from './TakeAwayNotice.tsx';
import { useKeptFocus, waiting } from '../use-kept-focus.ts';
import { type SteadyRun, useLessonRuns, useRun } from './use-runs.ts';
import { runWith, startVariant } from './variant-actions.ts';

interface RunButtonsProps {
  id: string;
  /** Also offer to train to the end of the epoch and pause there. */
  epoch?: boolean;
}

/** After so long a stop that is not obeyed can be enforced. */
const PATIENCE_MS = 5000;

function Stop({ id }: { id: string }) {
  const stopping = useRuns(({ wishes }) => wishes[id] === 'stop');
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!stopping) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [stopping]);
  return (
    <Button
      variant="outline"
      color="var(--lab-warn)"
      leftSection={<StopIcon />}
      {...waiting(stopping && !late, () => (late ? stopAtOnce(id) : stopRun(id)))}
      title={
        late ? 'Ends the training worker itself. The run can go on from its last checkpoint.' : undefined
      }
    >
      {late ? 'End it now' : stopping ? 'Stopping…' : 'Stop'}
    </Button>
  );
}

/** A run that failed may leave weights worth having. */
function TakeBest({ id }: { id: string }) {
  const reached = useRuns(({ runs }) => Boolean(runs[id]?.best));
  const busy = useDownloads((state) => state.busy !== null);
  const [asked, setAsked] = useState(false);
  const place = useId();
  if (!reached) return null;
  const take = (): void => {
    setAsked(true);
    void takeHome(id, place);
  };
  return (
    <>
      <Button variant="default" disabled={busy} onClick={take}>
        Zip of its best weights
      </Button>
      {asked && <TakeAwayNotice place={place} />}
    </>
  );
}

/** The same with a learning rate that is less likely to overflow. */
function atTenthOfRate(recipe: Recipe): Recipe {
  const value = Number((recipe.training.optimizer.lr / 10).toPrecision(6));
  return withVariant(recipe, {
    title: 'A tenth of the rate',
    changes: [{ path: 'training.optimizer.lr', value }],
  });
}

/** Offers a tenth of the rate, of the last of such runs where that has overflowed as well. */
function AtTenth({ run }: { run: SteadyRun }) {
  const runs = useLessonRuns(run.lesson);
  let [recipe, known] = [atTenthOfRate(run.recipe), runWith(atTenthOfRate(run.recipe), runs, true)];
  while (known?.error?.code === 'train/not-finite') {
    recipe = atTenthOfRate(known.recipe);
    known = runWith(recipe, runs, true);
  }
  if (known && isUnfinished(known.status))
    return <p className={classes.note}>Run {known.number} tries a smaller rate.</p>;
  const { lr } = recipe.training.optimizer;
  return (
    <Button leftSection={<PlayIcon />} onClick={() => void startVariant(run, recipe)}>
      Again at a rate of {lr}
    </Button>
  );
}

/** Pause, resume, stop: what can be done with a run as it stands. */
export const RunButtons = memo(function RunButtons(props: RunButtonsProps) {
  const kept = useKeptFocus<HTMLDivElement>();
  return (
    <div className={classes.buttons} {...kept}>
      <Buttons {...props} />
    </div>
  );
});

function Buttons({ id, epoch = false }: RunButtonsProps) {
  const run = useRun(id);
  // Asked for only where it is shown: it changes while the run goes on.
  const checkpoint = useRuns(({ runs }) =>
    run && isResumable(run.status) ? runs[id]?.checkpoint?.step : undefined,
  );
  const wish = useRuns(({ wishes }) => wishes[id]);
  const elsewhere = useRuns((state) => state.elsewhere[id] !== undefined);
  const ours = useRuns((state) => state.active === id);
  if (!run) return null;
  const { status } = run;
  if (elsewhere) return <p className={classes.note}>Another tab of this browser trains this run.</p>;
  if (status === 'queued') return <Stop id={id} />;
  // Read from the browser a moment ago: whether another tab holds it will be known at once.
  if (isActive(status) && !ours) return null;
  if (isActive(status)) {
    const pausable = status === 'running' || status === 'finishing';
    return (
      <>
        {status === 'paused' ? (
          <Button leftSection={<PlayIcon />} {...waiting(wish !== undefined, () => resumeRun(id))}>
            Resume
          </Button>
        ) : (
          <Button
            leftSection={<PauseIcon />}
            {...waiting(!pausable || wish === 'pause' || wish === 'stop', () => pauseRun(id))}
          >
            {wish === 'pause' ? 'Pausing…' : 'Pause'}
          </Button>
        )}
        {epoch && (
          <Button
            variant="default"
            {...waiting(status === 'preparing' || status === 'finishing' || wish !== undefined, () =>
              finishEpoch(id),
            )}
            title="Trains to the end of the epoch under way, then pauses."
          >
            To end of epoch
          </Button>
        )}
        <Stop id={id} />
      </>
    );
  }
  if (!isResumable(status)) return null;
  // From the same weights and batches the same overflow comes again: possible, but not what is advised.
  const overflowed = run.error?.code === 'train/not-finite';
  return (
    <>
      {overflowed && <AtTenth run={run} />}
      <Button leftSection={<PlayIcon />} variant={overflowed ? 'default' : 'filled'} onClick={() => goOn(id)}>
        {checkpoint ? `Resume from step ${count(checkpoint)}` : 'Start anew'}
      </Button>
      {status === 'failed' && <TakeBest id={id} />}
    </>
  );
}
