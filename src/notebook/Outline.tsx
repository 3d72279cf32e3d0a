import { Progress } from '@mantine/core';
import { useMemo } from 'react';
import { useNotebooks, cellStateOf } from '../store/notebook.ts';
import { usePlace } from '../store/place.ts';
import type { CellDefinition, LessonDefinition } from './cell.ts';
import { useDone } from './cell-sign.ts';
import { usePoints } from './exercise/use-points.ts';
import { goToCell } from './focus.ts';
import classes from './Outline.module.css';
import { StateSign } from './StateSign.tsx';

function Points({ cell }: { cell: CellDefinition }) {
  const { got, of } = usePoints(useMemo(() => [cell], [cell]));
  return (
    <span className={classes.detail}>
      {got} / {of}
      <span className="visually-hidden"> points</span>
    </span>
  );
}

function Line({ lesson, cell }: { lesson: string; cell: CellDefinition }) {
  const state = useNotebooks((all) => (all[lesson] ? cellStateOf(all[lesson], cell.id) : 'never-run'));
  const detail = useNotebooks((all) => all[lesson]?.details[cell.id]);
  const here = usePlace((place) => place.cell === cell.id);
  return (
    <li>
      <a
        href={`#/${lesson}/${cell.id}`}
        className={classes.line}
        aria-current={here ? 'location' : undefined}
        onClick={() => goToCell(cell.id)}
      >
        <StateSign state={state} cell={cell} />
        <span className={classes.title}>{cell.title}</span>
        {cell.points !== undefined && <Points cell={cell} />}
        {detail && <span className={classes.detail}>{detail}</span>}
      </a>
    </li>
  );
}

function Done({ lesson }: { lesson: LessonDefinition }) {
  const done = useDone(lesson.id, lesson.cells);
  const total = lesson.cells.length;
  return (
    <div className={classes.done}>
      <span>
        <strong>{done}</strong> of {total} cells done
      </span>
      <Progress value={(100 * done) / total} size="sm" mt={6} aria-label="Cells done" />
    </div>
  );
}

/** The cells of the lesson, one line each with its state: the way to jump. */
export function Outline({ lesson }: { lesson: LessonDefinition }) {
  return (
    <nav aria-label="Cells of this lesson" className={classes.outline}>
      <h2 className={classes.heading}>
        {lesson.number} · {lesson.title}
      </h2>
      <ol className={classes.list}>
        {lesson.cells.map((cell) => (
          <Line key={cell.id} lesson={lesson.id} cell={cell} />
        ))}
      </ol>
      <Done lesson={lesson} />
    </nav>
  );
}
