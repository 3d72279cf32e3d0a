import { formatFixed } from '../format.ts';
import type { ChartStyle } from '../palette.ts';
import { inkOn } from '../ink.ts';
import { colourAt, hex, pixels, position, type Scale } from './colours.ts';
import { shrunk, type WeightMap } from './maps.ts';
import { labelStep, type MapSize, type MapWindow } from './window.ts';

/** A matrix as it is drawn: with words at its sides. */
export interface Drawing {
  map: WeightMap;
  scale: Scale;
  /** The greatest |value| of the scale. */
  most: number;
  rowLabels: readonly string[];
  columnLabels: readonly string[];
  /** What rows and columns are, for pictures that are taken away. */
  axes?: { rows: string; columns: string };
  /** Cells that are framed, as it is known that their words belong together. */
  links?: readonly TrueLink[];
  /** Digits behind the point that the values have; unless said, those of float32. */
  decimals?: number;
}

/** A cell whose words belong together: for sure, or perhaps. */
export interface TrueLink {
  row: number;
  column: number;
  sure: boolean;
}

/** Where things are, in pixels of the page. */
export interface Layout {
  width: number;
  height: number;
  /** Of the matrix. */
  left: number;
  top: number;
  across: number;
  down: number;
}

/** Pixels that a line of labels needs, and that a value written in its cell needs. */
const LABEL = 13;
const WRITTEN = 30;
/** A matrix has at most so many pixels a side, and a cell so many across. */
const MOST = 620;
const CELL = 44;
const FONT = 11;
const LONGEST = 14;
/** A letter is about so wide. */
const LETTER = 6.4;

export const cut = (label: string): string =>
  label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;

const side = (labels: readonly string[]): number =>
  12 + LETTER * labels.reduce((most, label) => Math.max(most, Math.min(LONGEST, label.length)), 2);

/** Room for a matrix in a width, whatever part of it is in sight: cells about square, and as large as there is room. */
export function layoutOf(
  width: number,
  { rows, columns }: MapSize,
  labels: Pick<Drawing, 'rowLabels' | 'columnLabels'>,
): Layout {
  const [left, top] = [side(labels.rowLabels), side(labels.columnLabels)];
  const across = Math.max(40, Math.min(width - left - 4, MOST, columns * CELL));
  const down = Math.max(LABEL, Math.min((across * rows) / Math.max(1, columns), MOST));
  return { width, height: Math.ceil(top + down + 4), left, top, across, down };
}

/** The cells of a map as a picture of one pixel each, and a smaller one for where a cell is less than a pixel. */
export class MapImage {
  readonly full: OffscreenCanvas;
  private small: OffscreenCanvas | null = null;
  private readonly drawing: Pick<Drawing, 'map' | 'scale' | 'most'>;

  constructor(drawing: Pick<Drawing, 'map' | 'scale' | 'most'>) {
    this.drawing = drawing;
    this.full = this.painted(drawing.map);
  }

  /** Draws the window into a rectangle. */
  into(context: CanvasRenderingContext2D, window: MapWindow, { left, top, across, down }: Layout): void {
    const { map } = this.drawing;
    const from = across * devicePixelRatio < window.width ? this.smaller(across) : this.full;
    const [x, y] = [from.width / map.columns, from.height / map.rows];
    context.imageSmoothingEnabled = false;
    context.drawImage(
      from,
      window.left * x,
      window.top * y,
      window.width * x,
      window.height * y,
      left,
      top,
      across,
      down,
    );
  }

  private smaller(across: number): OffscreenCanvas {
    return (this.small ??= this.painted(shrunk(this.drawing.map, Math.max(32, Math.floor(across)))));
  }

  private painted({ rows, columns, values }: WeightMap): OffscreenCanvas {
    const { scale, most } = this.drawing;
    const canvas = new OffscreenCanvas(Math.max(1, columns), Math.max(1, rows));
    if (values.length > 0)
      canvas.getContext('2d')?.putImageData(new ImageData(pixels(values, scale, most), columns, rows), 0, 0);
    return canvas;
  }
}

/** Cells in sight: their numbers from the first to before the last. */
export const inSight = (from: number, span: number, count: number): [number, number] => [
  Math.max(0, Math.floor(from)),
  Math.min(count, Math.ceil(from + span)),
];

/** Everything on a canvas whose unit is a pixel of the page: matrix, words, values where they fit. */
export function drawMap(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  image: MapImage,
  window: MapWindow,
  layout: Layout,
  style: ChartStyle,
): void {
  const { map, scale, most, rowLabels, columnLabels } = drawing;
  const { left, top, across, down } = layout;
  const [cellX, cellY] = [across / window.width, down / window.height];
  context.clearRect(0, 0, layout.width, layout.height);
  image.into(context, window, layout);
  context.font = `${FONT}px ${style.fontFamily}`;
  context.fillStyle = style.ink;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const rows = inSight(window.top, window.height, map.rows);
  const columns = inSight(window.left, window.width, map.columns);
  const xOf = (column: number): number => left + (column + 0.5 - window.left) * cellX;
  const yOf = (row: number): number => top + (row + 0.5 - window.top) * cellY;
  for (const row of every(rows, labelStep(cellY, LABEL)))
    if (yOf(row) > top && yOf(row) < top + down)
      context.fillText(cut(rowLabels[row] ?? ''), left - 6, yOf(row));
  context.textAlign = 'left';
  for (const column of every(columns, labelStep(cellX, LABEL))) {
    if (xOf(column) <= left || xOf(column) >= left + across) continue;
    context.save();
    context.translate(xOf(column), top - 6);
    context.rotate(-Math.PI / 2);
    context.fillText(cut(columnLabels[column] ?? ''), 0, 0);
    context.restore();
  }
  drawLinks(context, drawing, window, layout);
  if (cellX < WRITTEN || cellY < LABEL) return;
  context.save();
  context.beginPath();
  context.rect(left, top, across, down);
  context.clip();
  context.textAlign = 'center';
  for (let row = rows[0]; row < rows[1]; row++)
    for (let column = columns[0]; column < columns[1]; column++) {
      const value = map.values[row * map.columns + column] as number;
      context.fillStyle = inkOn(hex(colourAt(scale, position(scale, value, most))));
      context.fillText(formatFixed(value, 2), xOf(column), yOf(row));
    }
  context.restore();
}

/** Line of a frame within its dark border, dashes of what is only possible: seen on every colour of the scale. */
export const FRAME = { inset: 2, dark: 3.5, light: 1.75, dashes: [4, 3] } as const;

/** The rectangle of a framed cell: x, y, width, height. */
export function frameOf(
  { row, column }: TrueLink,
  window: MapWindow,
  { left, top, across, down }: Layout,
): [number, number, number, number] {
  const [cellX, cellY] = [across / window.width, down / window.height];
  const inset = Math.min(FRAME.inset, cellX / 4, cellY / 4);
  return [
    left + (column - window.left) * cellX + inset,
    top + (row - window.top) * cellY + inset,
    cellX - 2 * inset,
    cellY - 2 * inset,
  ];
}

function drawLinks(
  context: CanvasRenderingContext2D,
  { links = [] }: Drawing,
  window: MapWindow,
  layout: Layout,
): void {
  if (links.length === 0) return;
  context.save();
  context.beginPath();
  context.rect(layout.left, layout.top, layout.across, layout.down);
  context.clip();
  for (const link of links) {
    const frame = frameOf(link, window, layout);
    for (const [colour, width, dashes] of [
      ['#000', FRAME.dark, []],
      ['#fff', FRAME.light, link.sure ? [] : FRAME.dashes],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash([...dashes]);
      context.strokeRect(...frame);
    }
  }
  context.restore();
}

function* every([from, to]: readonly [number, number], step: number): Generator<number> {
  for (let i = Math.ceil(from / step) * step; i < to; i += step) yield i;
}

/** The cell under a point of the page, measured from the corner of the canvas; null beside the matrix. */
export function cellAt(
  { map }: Pick<Drawing, 'map'>,
  window: MapWindow,
  { left, top, across, down }: Layout,
  x: number,
  y: number,
): { row: number; column: number } | null {
  if (x < left || y < top || x >= left + across || y >= top + down) return null;
  const row = Math.floor(window.top + ((y - top) / down) * window.height);
  const column = Math.floor(window.left + ((x - left) / across) * window.width);
  return row < map.rows && column < map.columns ? { row, column } : null;
}
