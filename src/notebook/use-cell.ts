import { createContext, useContext, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { LabErrorData } from '../base/errors.ts';
import type { CellProgress, CellState } from '../store/cells.ts';
import { cellStateOf, setDetail, useNotebooks } from '../store/notebook.ts';
import { interrupt, runCell } from '../store/notebook-run.ts';

/** Where we are: set by the frame around every cell. */
export interface CellScope {
  lesson: string;
  cell: string;
  /** Place in the head of the card for `CellActions`. */
  actionsSlot: HTMLElement | null;
}

export const CellScopeContext = createContext<CellScope | null>(null);

export function useCellScope(): CellScope {
  const scope = useContext(CellScopeContext);
  if (!scope) throw new Error('This belongs inside a cell of a notebook.');
  return scope;
}

export interface CellView {
  lesson: string;
  id: string;
  state: CellState;
  /** What the runner returned when it last finished; null before that. */
  result: unknown;
  error: LabErrorData | null;
  finishedAt: number | null;
  seconds: number | null;
  run: () => void;
  interrupt: () => void;
  /** A few words beside the title in the outline, such as "6 runs". */
  setDetail: (detail: string) => void;
}

/** State and actions of this cell, or of another of the same lesson. */
export function useCell(id?: string): CellView {
  const { lesson, cell } = useCellScope();
  const at = id ?? cell;
  const view = useNotebooks(
    useShallow((all) => {
      const notebook = all[lesson];
      const record = notebook?.records[at];
      return {
        state: notebook ? cellStateOf(notebook, at) : ('never-run' as const),
        result: record?.result ?? null,
        error: record?.error ?? null,
        finishedAt: record?.finishedAt ?? null,
        seconds: record?.seconds ?? null,
      };
    }),
  );
  const actions = useMemo(
    () => ({
      run: () => void runCell(lesson, at),
      interrupt: () => interrupt(lesson, at),
      setDetail: (detail: string) => setDetail(lesson, at, detail),
    }),
    [lesson, at],
  );
  return { lesson, id: at, ...view, ...actions };
}

/** What the runner of this cell last reported; null when it does not run. */
export function useCellProgress(id?: string): CellProgress | null {
  const { lesson, cell } = useCellScope();
  const at = id ?? cell;
  return useNotebooks((all) => {
    const notebook = all[lesson];
    if (notebook?.running === at) return notebook.progress;
    return notebook?.beside === at ? notebook.besideProgress : null;
  });
}
