import { z } from 'zod';
import { recordWork, useProgress } from '../../store/progress.ts';
import { EMPTY_ROW, HAND_POINTS, handId, type HandRow, type HandStep, type HandTask, judgeRow, nameOf, solutionOf, withCell } from './by-hand.ts'; // prettier-ignore

/** What the person wrote into each step, kept with the progress of the course: by the numbers it is the row of. */

const rowsSchema = z.record(
  z.string(),
  z.object({
    cells: z.array(z.string().max(40)).max(64),
    wrong: z.array(z.string().max(60)).max(99),
    shown: z.boolean(),
  }),
);

/** Rows that are kept of a step; of more, those longest untouched go. */
const MOST_ROWS = 12;

/** What is kept may be from a file that was changed by hand: what cannot be read is as nothing written. */
export function rowsOf(given: unknown): Record<string, HandRow> {
  if (typeof given !== 'string') return {};
  try {
    const parsed = rowsSchema.safeParse(JSON.parse(given));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

function keep(task: HandTask, step: HandStep, row: HandRow, tried: boolean): void {
  const id = handId(step);
  const name = nameOf(task, step);
  const { [name]: _, ...others } = rowsOf(useProgress.getState().answers[id]?.given);
  const rows = Object.fromEntries([...Object.entries(others), [name, row]].slice(-MOST_ROWS));
  const earned = task.counts && !row.shown && judgeRow(task, step, row).right;
  recordWork(id, JSON.stringify(rows), earned ? HAND_POINTS[step] : 0, tried);
}

export const rowOf = (task: HandTask, step: HandStep, given: unknown): HandRow =>
  rowsOf(given)[nameOf(task, step)] ?? EMPTY_ROW;

const current = (task: HandTask, step: HandStep): HandRow =>
  rowOf(task, step, useProgress.getState().answers[handId(step)]?.given);

/** Takes a number that was typed. @returns whether the row is right with it */
export function typeCell(task: HandTask, step: HandStep, column: number, text: string): boolean {
  const row = current(task, step);
  if ((row.cells[column] ?? '') !== text) {
    const next = withCell(task, step, row, column, text.slice(0, 40));
    keep(task, step, next, text.trim() !== '');
    return judgeRow(task, step, next).right;
  }
  return judgeRow(task, step, row).right;
}

/** Fills in the row: it then gives no points, another word's does. */
export function showSolution(task: HandTask, step: HandStep): void {
  keep(task, step, { ...current(task, step), cells: solutionOf(task, step), shown: true }, false);
}

/** Empties the row. What was tried stays counted, and so do points. */
export function clearRow(task: HandTask, step: HandStep): void {
  keep(task, step, { ...current(task, step), cells: [] }, false);
}
