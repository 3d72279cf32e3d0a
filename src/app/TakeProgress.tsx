import { Button, FileButton, Group } from '@mantine/core';
import { useState } from 'react';
import { toErrorData } from '../base/errors.ts';
import { exportProgress, importProgress } from '../store/progress-file.ts';
import { flushProgress, openProgress } from '../store/progress.ts';
import classes from './CoursePage.module.css';

/** A file of progress is small; what is larger is something else. */
const MOST_BYTES = 5_000_000;

function download(): void {
  const url = URL.createObjectURL(new Blob([exportProgress()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'seqlab-progress.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** One's code, points and answers as a file, for another machine. */
export function TakeProgress() {
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null);
  const take = async (file: File | null): Promise<void> => {
    if (!file) return;
    try {
      await openProgress();
      if (file.size > MOST_BYTES) throw new Error(`“${file.name}” is too large to be progress of this lab.`);
      const { exercises, answers } = importProgress(await file.text());
      await flushProgress();
      setSaid({
        text: `Taken over: ${exercises} exercises and ${answers} answers that were ahead of those here.`,
        bad: false,
      });
    } catch (error) {
      const { message, hint } = toErrorData(error);
      setSaid({ text: `${message} ${hint ?? ''}`.trim(), bad: true });
    }
  };
  return (
    <section aria-label="Progress as a file" className={classes.take}>
      <Group gap="sm">
        <Button variant="default" onClick={() => void openProgress().then(download)}>
          Take progress along
        </Button>
        <FileButton onChange={(file) => void take(file)} accept="application/json,.json">
          {(props) => (
            <Button variant="default" {...props}>
              Bring progress here
            </Button>
          )}
        </FileButton>
      </Group>
      <p role="status" data-bad={said?.bad}>
        {said?.text ?? 'Your code, points and answers as one file: for another machine, or to hand in.'}
      </p>
    </section>
  );
}
