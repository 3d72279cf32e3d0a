import { Button, FileButton, Group } from '@mantine/core';
import { useState } from 'react';
import { toErrorData } from '../base/errors.ts';
import type { Course } from '../exercises/course.ts';
import { exportProgress, type Imported, importProgress } from '../store/progress-file.ts';
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

const number = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** What came of a file in words, each exercise whose code was replaced by its name. */
function inWords(
  { exercises, answers, replacedCode, waitingCode, ...more }: Imported,
  course: Course,
): string {
  const { recounted, replacedWords, olderWords } = more;
  const titled = (ids: readonly string[]): string =>
    ids.map((id) => `“${course.exercises.find((one) => one.id === id)?.title ?? id}”`).join(', ');
  const sentences = [
    `Taken over: ${number(exercises.length, 'exercise')} and ${number(answers.length, 'answer')} that were ahead of those here.`,
  ];
  if (replacedCode.length > 0)
    sentences.push(
      `Other code stood here in ${titled(replacedCode)}: there, “Bring back earlier code” has it.`,
    );
  if (waitingCode.length > 0)
    sentences.push(
      `What stands here stays in ${titled(waitingCode)}, as it has more points or is newer: there, “Bring back earlier code” has the code of the file.`,
    );
  if (recounted.length > 0)
    sentences.push(
      `For ${number(recounted.length, 'exercise or question', 'exercises and questions')} the file says other points than there are: they were counted anew.`,
    );
  if (replacedWords.length > 0)
    sentences.push(`${number(replacedWords.length, 'answer')} in words gave way to a newer one of the file.`);
  if (olderWords.length > 0)
    sentences.push(
      `${number(olderWords.length, 'answer')} in words of the file are older than those here, which stay.`,
    );
  return sentences.join(' ');
}

/** One's code, points and answers as a file, for another machine. */
export function TakeProgress() {
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null);
  const [putBack, setPutBack] = useState<(() => void) | null>(null);
  const take = async (file: File | null): Promise<void> => {
    if (!file) return;
    try {
      await openProgress();
      if (file.size > MOST_BYTES) throw new Error(`“${file.name}” is too large to be progress of this lab.`);
      const course = await (await import('../exercises/course.ts')).loadCourse();
      const imported = importProgress(await file.text(), course);
      await flushProgress();
      const replaced = imported.replacedCode.length + imported.replacedWords.length > 0;
      setPutBack(replaced ? () => imported.putBack : null);
      setSaid({ text: inWords(imported, course), bad: false });
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
        {putBack && (
          <Button
            variant="default"
            onClick={() => {
              putBack();
              void flushProgress();
              setPutBack(null);
              setSaid({ text: 'The code and answers that stood here are back.', bad: false });
            }}
          >
            Put back what stood here
          </Button>
        )}
      </Group>
      <p role="status" data-bad={said?.bad}>
        {said?.text ?? 'Your code, points and answers as one file: for another machine, or to hand in.'}
      </p>
    </section>
  );
}
