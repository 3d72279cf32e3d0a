import { Button, FileButton } from '@mantine/core';
import { memo } from 'react';
import { bringBack, takeHome, useDownloads } from '../training/downloads.ts';
import { runTitle } from '../training/run-words.ts';
import { TakeAwayNotice } from '../training/TakeAwayNotice.tsx';
import shared from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import classes from './report.module.css';

interface TakeAwayProps {
  /** The best run that came to its end; without one, the best of those that have weights. */
  run: SteadyRun | null;
  finished: boolean;
  lesson: string;
}

/** The zip of the best run, and the way back in. */
export const TakeAway = memo(function TakeAway({ run, finished, lesson }: TakeAwayProps) {
  const busy = useDownloads((state) => state.busy !== null);
  return (
    <>
      <h4 className={shared.heading}>Take it home</h4>
      <p className={shared.hint}>
        One zip: weights that PyTorch opens (safetensors), recipe, vocabulary, labels, curves, scores, the
        rows of the test part as test.csv (up to 20 MB, where the data are still in this browser), and a
        script that loads the weights and reproduces the test score. The same zip can be opened here again.
      </p>
      {run && !finished && (
        <p className={shared.hint}>
          No run has come to its end yet: the zip holds the best weights that {runTitle(run)} reached, without
          a test score.
        </p>
      )}
      <div className={classes.buttons}>
        <Button disabled={!run || busy} onClick={() => run && void takeHome(run.id, 'report')}>
          {run ? `Zip of ${runTitle(run)}` : 'Zip of the best run'}
        </Button>
        <FileButton
          accept=".zip,application/zip"
          onChange={(file) => {
            if (file) void bringBack(file, lesson, 'report');
          }}
        >
          {(props) => (
            <Button variant="default" disabled={busy} {...props}>
              Open a zip…
            </Button>
          )}
        </FileButton>
      </div>
      <TakeAwayNotice place="report" />
    </>
  );
});
