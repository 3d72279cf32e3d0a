/** Which part of a map is in sight: rows [top, top + height) and columns [left, left + width), in cells, not rounded. */
export interface MapWindow {
  top: number;
  left: number;
  height: number;
  width: number;
}

export interface MapSize {
  rows: number;
  columns: number;
}

/** So few cells can be made to fill the view, and no fewer. */
export const LEAST = 6;

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

/** All of it. */
export const whole = ({ rows, columns }: MapSize): MapWindow => ({
  ...{ top: 0, left: 0 },
  ...{ height: Math.max(1, rows), width: Math.max(1, columns) },
});

export const isWhole = (window: MapWindow, { rows, columns }: MapSize): boolean =>
  window.height >= rows && window.width >= columns;

/** The window within the map, neither smaller than can be read nor larger than there is. */
export function clamped(window: MapWindow, { rows, columns }: MapSize): MapWindow {
  const height = between(window.height, Math.min(LEAST, rows), Math.max(1, rows));
  const width = between(window.width, Math.min(LEAST, columns), Math.max(1, columns));
  return {
    ...{ height, width },
    top: between(window.top, 0, Math.max(0, rows - height)),
    left: between(window.left, 0, Math.max(0, columns - width)),
  };
}

/** `factor` below 1 shows fewer cells, larger; the cell at (row, column) stays where it is on the screen. */
export function zoomed(
  window: MapWindow,
  size: MapSize,
  factor: number,
  row: number,
  column: number,
): MapWindow {
  const height = between(window.height * factor, Math.min(LEAST, size.rows), size.rows);
  const width = between(window.width * factor, Math.min(LEAST, size.columns), size.columns);
  return clamped(
    {
      ...{ height, width },
      top: row - ((row - window.top) / window.height) * height,
      left: column - ((column - window.left) / window.width) * width,
    },
    size,
  );
}

export function moved(window: MapWindow, size: MapSize, rows: number, columns: number): MapWindow {
  return clamped({ ...window, top: window.top + rows, left: window.left + columns }, size);
}

/** As little movement as brings a cell into sight. */
export function revealing(window: MapWindow, size: MapSize, row: number, column: number): MapWindow {
  const into = (from: number, span: number, at: number): number =>
    at < from ? at : at + 1 > from + span ? at + 1 - span : from;
  return clamped(
    { ...window, top: into(window.top, window.height, row), left: into(window.left, window.width, column) },
    size,
  );
}

/** Every how many cells a label stands, where one needs `need` pixels and a cell has `cell`. */
export function labelStep(cell: number, need: number): number {
  const least = Math.max(1, Math.ceil(need / Math.max(cell, 1e-6)));
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
  return steps.find((step) => step >= least) ?? least;
}
