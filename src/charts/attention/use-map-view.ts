import { useMemo, useState } from 'react';
import { clamped, isWhole, type MapSize, type MapWindow, moved, revealing, whole, zoomed } from './window.ts';

export interface Cell {
  row: number;
  column: number;
}

/** What is in sight of maps of one size, and the cell that is read; maps that share a view move together. */
export interface MapView {
  size: MapSize;
  window: MapWindow;
  isWhole: boolean;
  /** Under the pointer or the keyboard. */
  cell: Cell | null;
  point: (cell: Cell | null) => void;
  /** Moves the cell that is read, and the window where it must. */
  step: (rows: number, columns: number) => void;
  zoom: (factor: number, at?: Cell) => void;
  /** In cells. */
  pan: (rows: number, columns: number) => void;
  reset: () => void;
}

interface State {
  rows: number;
  columns: number;
  window: MapWindow;
  cell: Cell | null;
}

export function useMapView({ rows, columns }: MapSize): MapView {
  const [state, setState] = useState<State>({
    ...{ rows, columns, cell: null },
    window: whole({ rows, columns }),
  });
  // Another text is another map: what was in sight of the last one means nothing here.
  const current = useMemo<State>(
    () =>
      state.rows === rows && state.columns === columns
        ? state
        : { ...{ rows, columns, cell: null }, window: whole({ rows, columns }) },
    [state, rows, columns],
  );
  return useMemo(() => {
    const size = { rows, columns };
    const set = (change: (before: State) => Partial<State>): void =>
      setState((last) => {
        const before = last.rows === rows && last.columns === columns ? last : current;
        return { ...before, ...change(before) };
      });
    return {
      size,
      window: current.window,
      isWhole: isWhole(current.window, size),
      cell: current.cell,
      point: (cell) =>
        set(({ cell: last }) => (cell?.row === last?.row && cell?.column === last?.column ? {} : { cell })),
      step: (down, right) =>
        set(({ cell, window }) => {
          const from = cell ?? { row: Math.floor(window.top), column: Math.floor(window.left) };
          const to = cell
            ? {
                row: Math.max(0, Math.min(rows - 1, from.row + down)),
                column: Math.max(0, Math.min(columns - 1, from.column + right)),
              }
            : from;
          return { cell: to, window: revealing(window, size, to.row, to.column) };
        }),
      zoom: (factor, at) =>
        set(({ window, cell }) => {
          const { row, column } = at ?? cell ?? middle(window);
          return { window: zoomed(window, size, factor, row + 0.5, column + 0.5) };
        }),
      pan: (down, right) => set(({ window }) => ({ window: moved(window, size, down, right) })),
      reset: () => set(() => ({ window: clamped(whole(size), size) })),
    };
  }, [current, rows, columns]);
}

const middle = ({ top, left, height, width }: MapWindow): Cell => ({
  row: top + height / 2 - 0.5,
  column: left + width / 2 - 0.5,
});
