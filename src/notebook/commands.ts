import { cellStateOf, useNotebooks } from '../store/notebook.ts';
import { interrupt, runCell, runLesson } from '../store/notebook-run.ts';
import { usePlace } from '../store/place.ts';
import type { LessonDefinition } from './cell.ts';
import { enterCell, focusedCell, goToCell, leaveCell } from './focus.ts';

/**
 * Something that a person can have done, by key, from the palette, or both. This one list feeds the keyboard, the
 * palette and the list of keys.
 */
export interface Command {
  id: string;
  title: string;
  group: 'Go to' | 'Run' | 'Cell' | 'View';
  /** As `matches` in src/app/hotkeys.ts reads them: "mod+K", "Shift+Enter", "ArrowDown"; any one of them will do. */
  keys: readonly string[];
  /** `command`: only while no text field has the focus. `cell`: only while a cell as a whole has it. */
  when: 'always' | 'command' | 'cell';
  /** Left out of the palette, where it would make no sense. */
  keyOnly?: boolean;
  /** More words to be found by. */
  keywords?: string;
  run: () => void;
}

const here = (lesson: LessonDefinition): string | undefined =>
  focusedCell() ?? usePlace.getState().cell ?? lesson.cells[0]?.id;

function step(lesson: LessonDefinition, by: 1 | -1): void {
  const at = lesson.cells.findIndex(({ id }) => id === here(lesson));
  const next = lesson.cells[at + by] ?? lesson.cells[at];
  if (next) goToCell(next.id);
}

/** Only from a cell that has the focus: before that, the first step goes to the cell in view. */
function walk(lesson: LessonDefinition, by: 1 | -1): void {
  const cell = here(lesson);
  if (focusedCell() === null && cell) goToCell(cell);
  else step(lesson, by);
}

function runHere(lesson: LessonDefinition): void {
  const cell = here(lesson);
  const notebook = useNotebooks.getState()[lesson.id];
  const definition = lesson.cells.find(({ id }) => id === cell);
  if (!cell || !notebook || definition?.noRun) return;
  if (definition?.again || cellStateOf(notebook, cell) !== 'running') void runCell(lesson.id, cell);
}

export function notebookCommands(lesson: LessonDefinition): Command[] {
  const { id, cells } = lesson;
  return [
    {
      id: 'run-lesson',
      title: 'Run the whole lesson',
      group: 'Run',
      keys: [],
      when: 'always',
      run: () => void runLesson(id, 'due'),
    },
    {
      id: 'run-again',
      title: 'Run every cell again',
      group: 'Run',
      keys: [],
      when: 'always',
      run: () => void runLesson(id, 'all'),
    },
    {
      id: 'run-stale',
      title: 'Run the cells that are out of date',
      group: 'Run',
      keys: [],
      when: 'always',
      keywords: 'stale',
      run: () => void runLesson(id, 'stale'),
    },
    {
      id: 'interrupt',
      title: 'Interrupt',
      group: 'Run',
      keys: ['I'],
      when: 'command',
      keywords: 'stop cancel',
      run: () => interrupt(id),
    },
    {
      id: 'run-and-go-on',
      title: 'Run the cell and go on to the next',
      group: 'Cell',
      keys: ['Shift+Enter'],
      when: 'always',
      run: () => {
        runHere(lesson);
        step(lesson, 1);
      },
    },
    {
      id: 'run-cell',
      title: 'Run the cell',
      group: 'Cell',
      keys: ['mod+Enter'],
      when: 'always',
      run: () => runHere(lesson),
    },
    {
      id: 'next-cell',
      title: 'Next cell',
      group: 'Cell',
      keys: ['J'],
      when: 'command',
      keyOnly: true,
      run: () => walk(lesson, 1),
    },
    {
      id: 'previous-cell',
      title: 'Previous cell',
      group: 'Cell',
      keys: ['K'],
      when: 'command',
      keyOnly: true,
      run: () => walk(lesson, -1),
    },
    {
      id: 'cell-below',
      title: 'Cell below',
      group: 'Cell',
      keys: ['ArrowDown'],
      when: 'cell',
      keyOnly: true,
      run: () => step(lesson, 1),
    },
    {
      id: 'cell-above',
      title: 'Cell above',
      group: 'Cell',
      keys: ['ArrowUp'],
      when: 'cell',
      keyOnly: true,
      run: () => step(lesson, -1),
    },
    {
      id: 'enter-cell',
      title: 'Go into the cell',
      group: 'Cell',
      keys: ['Enter'],
      when: 'cell',
      keyOnly: true,
      run: () => {
        const cell = focusedCell();
        if (cell) enterCell(cell);
      },
    },
    {
      id: 'leave-cell',
      title: 'Leave the cell for the list of cells',
      group: 'Cell',
      keys: ['Escape'],
      when: 'always',
      keyOnly: true,
      run: leaveCell,
    },
    ...cells.map((cell): Command => ({
      id: `go-${cell.id}`,
      title: cell.title,
      group: 'Go to',
      keys: [],
      when: 'always',
      run: () => goToCell(cell.id),
    })),
  ];
}
