import { Progress } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { LESSONS, type LessonEntry } from '../lessons/index.ts';
import { type CellDefinition, plansOf } from '../notebook/cell.ts';
import { useBegun, useDone, useShareDone } from '../notebook/cell-sign.ts';
import { usePoints } from '../notebook/exercise/use-points.ts';
import { openProgress } from '../store/progress.ts';
import { openNotebook } from '../store/notebook.ts';
import classes from './CoursePage.module.css';
import { benchHref, lessonHref } from './route.ts';
import { TakeProgress } from './TakeProgress.tsx';

const NONE: readonly CellDefinition[] = [];

/** The cells of each lesson as they are loaded, with all that was done in them. */
function useLessons(): Readonly<Record<string, readonly CellDefinition[]>> {
  const [lessons, setLessons] = useState<Record<string, readonly CellDefinition[]>>({});
  useEffect(() => {
    void openProgress();
    for (const entry of LESSONS)
      void entry.load().then((lesson) => {
        setLessons((before) => ({ ...before, [entry.id]: lesson.cells }));
        return openNotebook(lesson.id, plansOf(lesson), lesson.recipe);
      });
  }, []);
  return lessons;
}

function LessonProgress({ entry, cells }: { entry: LessonEntry; cells: readonly CellDefinition[] }) {
  const points = usePoints(cells);
  const done = useDone(entry.id, cells);
  const share = useShareDone(entry.id, cells);
  const begun = useBegun(entry.id, cells);
  const total = cells.length;
  return (
    <div className={classes.progress}>
      <span>
        {total === 0 ? ' ' : !begun ? 'Not begun yet' : `${done} of ${total} cells done`}
        {points.of > 0 && ` · ${points.got} of ${points.of} points`}
      </span>
      <Progress value={100 * share} size="sm" aria-label={`Progress of ${entry.title}`} />
    </div>
  );
}

/** The course: its lessons with how far the person is. */
export default function CoursePage() {
  const lessons = useLessons();
  const all = useMemo(() => Object.values(lessons).flat(), [lessons]);
  const points = usePoints(all);
  return (
    <main id="main" tabIndex={-1} className={classes.page}>
      <h1>Sequence models, by experiment</h1>
      <p className={classes.lead}>
        A laboratory in the browser: real text, real training on the machine in front of you, every number on
        the table. Nothing is sent anywhere, and what you train opens in PyTorch.
      </p>
      <ol className={classes.lessons}>
        {LESSONS.map((entry) => (
          <li key={entry.id} className={classes.card}>
            <h2>
              <a href={lessonHref(entry.id)}>
                {entry.number} · {entry.name}: {entry.title}
              </a>
            </h2>
            <p>{entry.summary}</p>
            <LessonProgress entry={entry} cells={lessons[entry.id] ?? NONE} />
          </li>
        ))}
      </ol>
      {/* Not before it is the sum of all of them. */}
      {Object.keys(lessons).length === LESSONS.length && (
        <p className={classes.sum}>
          The whole course: {points.got} of {points.of} points.
        </p>
      )}
      <TakeProgress />
      <p className={classes.more}>
        <a href={benchHref}>How fast is it on this machine?</a>
      </p>
    </main>
  );
}
