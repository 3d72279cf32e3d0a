import { useEffect, useState } from 'react';
import { cellStateOf, type Notebook, useNotebooks } from '../store/notebook.ts';
import type { CellState } from '../store/cells.ts';
import type { LessonDefinition } from './cell.ts';
import { STATE_WORDS } from './StateSign.tsx';
import { duration } from './words.ts';

const ANNOUNCED: readonly CellState[] = ['running', 'done', 'failed', 'interrupted', 'stale'];

function sentence(lesson: LessonDefinition, notebook: Notebook, id: string, state: CellState): string {
  const title = lesson.cells.find((cell) => cell.id === id)?.title ?? id;
  const record = notebook.records[id];
  if (state === 'failed') return `${title}: failed. ${record?.error?.message ?? ''}`;
  if (state === 'done' && record?.seconds) return `${title}: done in ${duration(record.seconds)}.`;
  return `${title}: ${STATE_WORDS[state]}.`;
}

/** Says changes of state to those who do not see the signs. */
export function Announcer({ lesson }: { lesson: LessonDefinition }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const statesOf = (notebook: Notebook) =>
      new Map(lesson.cells.map(({ id }) => [id, cellStateOf(notebook, id)] as const));
    let before: Map<string, CellState> | null = null;
    const listen = (all: Record<string, Notebook>) => {
      const notebook = all[lesson.id];
      if (!notebook?.loaded) return;
      const now = statesOf(notebook);
      const changes = [...now].filter(
        ([id, state]) => before !== null && before.get(id) !== state && ANNOUNCED.includes(state),
      );
      before = now;
      if (changes.length > 0) {
        setText(changes.map(([id, state]) => sentence(lesson, notebook, id, state)).join(' '));
      }
    };
    listen(useNotebooks.getState());
    return useNotebooks.subscribe((all, previous) => {
      // Progress comes ten times a second and changes no state.
      const a = all[lesson.id];
      const b = previous[lesson.id];
      if (
        a?.records !== b?.records ||
        a?.running !== b?.running ||
        a?.beside !== b?.beside ||
        a?.recipe !== b?.recipe ||
        a?.loaded !== b?.loaded
      )
        listen(all);
    });
  }, [lesson]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
