import { usePlace } from '../store/place.ts';

export const cellElementId = (cell: string) => `cell-${cell}`;

const FOCUSABLE =
  '[contenteditable="true"], a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';

/** The cell the focus is in, if it is in one. */
export function focusedCell(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset['cell'] ?? null;
}

/** True where the focus is on a cell as a whole, so that single keys are commands. */
export function inCommandMode(): boolean {
  return (
    document.activeElement instanceof HTMLElement && document.activeElement.dataset['cell'] !== undefined
  );
}

/** Brings a cell into view and puts the focus on it as a whole. */
export function goToCell(cell: string): void {
  const element = document.getElementById(cellElementId(cell));
  if (!element) return;
  usePlace.setState({ cell, drawer: null, jumping: true });
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'start' });
}

/** Where the work of a cell is its code, that is what one goes into: what a button before it does would be a surprise. */
const EDITOR = '[data-cell-body] [contenteditable="true"]';

/** Puts the focus on the editor of a cell, or else on the first thing that can be used in it. */
export function enterCell(cell: string): void {
  const element = document.getElementById(cellElementId(cell));
  const inside =
    element?.querySelector<HTMLElement>(EDITOR) ??
    element?.querySelector<HTMLElement>(`[data-cell-body] :is(${FOCUSABLE})`) ??
    element?.querySelector<HTMLElement>(FOCUSABLE);
  inside?.focus();
}

/** From inside a cell back to the cell as a whole. */
export function leaveCell(): void {
  const cell = focusedCell();
  if (cell) document.getElementById(cellElementId(cell))?.focus({ preventScroll: true });
}
