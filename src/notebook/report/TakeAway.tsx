import { Button, FileButton } from '@mantine/core';
import { bringBack, takeHome, useDownloads } from '../training/downloads.ts';
import { runTitle } from '../training/run-words.ts';
import { TakeAwayNotice } from '../training/TakeAwayNotice.tsx';
import shared from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import classes from './report.module.css';

/** The zip of the best run, and the way back in. */
export function TakeAway({ best, lesson }: { best: SteadyRun | null; lesson: string }) {
  const busy = useDownloads((state) => state.busy !== null);
  return (
    <>
      <h4 className={shared.heading}>Take it home</h4>
      <p className={shared.hint}>
        One zip: weights that PyTorch opens (safetensors), recipe, vocabulary, labels, curves, scores, and a
        script that loads them and reproduces the test score. The same zip can be opened here again.
      </p>
      <div className={classes.buttons}>
        <Button disabled={!best || busy} onClick={() => best && void takeHome(best.id)}>
          {best ? `Zip of ${runTitle(best)}` : 'Zip of the best run'}
        </Button>
        <FileButton
          accept=".zip,application/zip"
          onChange={(file) => {
            if (file) void bringBack(file, lesson);
          }}
        >
          {(props) => (
            <Button variant="default" disabled={busy} {...props}>
              Open a zip…
            </Button>
          )}
        </FileButton>
      </div>
      <TakeAwayNotice />
    </>
  );
}
