import { Button, Group } from '@mantine/core';
import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { cellStateOf, useNotebooks } from '../store/notebook.ts';
import { interrupt, runLesson } from '../store/notebook-run.ts';
import { openProgress } from '../store/progress.ts';
import { usePlace } from '../store/place.ts';
import type { LessonDefinition } from './cell.ts';
import { usePoints } from './exercise/use-points.ts';
import { PlayIcon, StopIcon } from './icons.tsx';
import classes from './Notebook.module.css';

function RunAll({ lesson }: { lesson: LessonDefinition }) {
  const { loaded, busy, interrupting, due, stale, fresh } = useNotebooks(
    useShallow((all) => {
      const notebook = all[lesson.id];
      const states = notebook ? lesson.cells.map(({ id }) => cellStateOf(notebook, id)) : [];
      const work = lesson.cells.filter(({ body }) => body).map(({ id }) => notebook?.records[id]);
      return {
        loaded: notebook?.loaded ?? false,
        busy: notebook ? notebook.running !== null || notebook.beside !== null : false,
        interrupting: notebook?.interrupting ?? false,
        due: states.filter((state) => state !== 'done').length,
        stale: states.filter((state) => state === 'stale').length,
        fresh: work.every((record) => record === undefined),
      };
    }),
  );
  if (busy) {
    return (
      <Button
        size="md"
        variant="outline"
        color="var(--lab-warn)"
        leftSection={<StopIcon size={14} />}
        disabled={interrupting}
        onClick={() => interrupt(lesson.id)}
      >
        {interrupting ? 'Stopping…' : 'Interrupt'}
      </Button>
    );
  }
  if (loaded && due === 0) {
    return (
      <Button size="md" variant="default" onClick={() => void runLesson(lesson.id, 'all')}>
        Run every cell again
      </Button>
    );
  }
  return (
    <>
      <Button
        size="md"
        leftSection={<PlayIcon size={14} />}
        disabled={!loaded}
        onClick={() => {
          usePlace.setState({ following: true });
          void runLesson(lesson.id, 'due');
        }}
      >
        {fresh ? 'Run the whole lesson' : 'Run what is left'}
      </Button>
      {stale > 0 && (
        <Button size="md" variant="default" onClick={() => void runLesson(lesson.id, 'stale')}>
          Run {stale} out of date
        </Button>
      )}
    </>
  );
}

/** Title of the lesson and the one button of a first visit. */
export function LessonHead({ lesson }: { lesson: LessonDefinition }) {
  const notice = useNotebooks((all) => all[lesson.id]?.notice ?? null);
  const { got, of } = usePoints(lesson.cells);
  useEffect(() => void openProgress(), []);
  return (
    <header className={classes.lessonHead}>
      <h1>{lesson.title}</h1>
      <p>{lesson.summary}</p>
      <Group gap="sm" mih={42}>
        <RunAll lesson={lesson} />
        <span className={classes.promise}>{lesson.promise}</span>
        {of > 0 && (
          <span className={classes.promise}>
            <strong>{got}</strong> of {of} points
          </span>
        )}
      </Group>
      {notice && (
        <p className={classes.notice} role="status">
          {notice}
        </p>
      )}
    </header>
  );
}
