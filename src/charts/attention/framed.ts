import { colourAt, hex, position, type Scale, scaleTicks, tickText } from './colours.ts';
import { type Drawing, type Layout, layoutOf } from './draw.ts';

/** What a picture that is taken away says around its matrix: title, run and step, names of the sides, scale of colours. */
export interface PictureText {
  title: string;
  /** Which run, which step, how good; a line below the title. */
  detail?: string;
}

/** Pixels across; twice as many in a PNG. */
export const WIDTH = 800;
export const FONT = 'system-ui, sans-serif';
const TITLE = 34;
const LINE = 18;
const FOOT = 46;
export const STRIP = { width: 192, height: 8 };
/** Colours of the strip between which there is no step to be seen. */
const STOPS = 32;

export interface Words {
  x: number;
  y: number;
  text: string;
  size: number;
  bold?: boolean;
  anchor?: 'middle';
  /** Reads from the bottom to the top. */
  upright?: boolean;
}

/** Where all of a picture is, in its own pixels; the matrix by its layout, moved by `left` and `top`. */
export interface Framed {
  width: number;
  height: number;
  left: number;
  top: number;
  layout: Layout;
  strip: { x: number; y: number };
  words: Words[];
}

const SCALES: Record<Scale, string> = { weight: 'weight of attention', signed: 'difference of weights' };
const AXES = { rows: 'what looks', columns: 'what is looked at' };

export function framed({ title, detail }: PictureText, drawing: Drawing): Framed {
  const { map, scale, most, axes = AXES, links = [] } = drawing;
  const left = LINE;
  const layout = layoutOf(WIDTH - left, map, drawing);
  const top = TITLE + (detail ? LINE : 0) + LINE;
  const strip = { x: left + layout.left, y: top + layout.height + 12 };
  const ticks = scaleTicks(scale, most).map((value): Words => ({
    x: strip.x + STRIP.width * position(scale, value, most),
    y: strip.y + STRIP.height + 13,
    text: tickText(value, most),
    size: 11,
    anchor: 'middle',
  }));
  const legend = [
    SCALES[scale],
    ...(links.length > 0 ? ['framed: words that belong together'] : []),
    ...(links.some(({ sure }) => !sure) ? ['dashed: perhaps'] : []),
  ].join(' · ');
  return {
    width: WIDTH,
    height: top + layout.height + FOOT,
    left,
    top,
    layout,
    strip,
    words: [
      { x: 8, y: 22, text: title, size: 15, bold: true },
      ...(detail ? [{ x: 8, y: 22 + LINE, text: detail, size: 12 }] : []),
      {
        x: left + layout.left + layout.across / 2,
        y: top - 4,
        text: axes.columns,
        size: 12,
        anchor: 'middle',
      },
      {
        x: 16,
        y: top + layout.top + layout.down / 2,
        text: axes.rows,
        size: 12,
        anchor: 'middle',
        upright: true,
      },
      ...ticks,
      { x: strip.x + STRIP.width + 20, y: strip.y + STRIP.height, text: legend, size: 11 },
    ],
  };
}

/** The colours of a scale from its left to its right end. */
export const stripStops = (scale: Scale): { at: number; colour: string }[] =>
  Array.from({ length: STOPS + 1 }, (_, i) => ({ at: i / STOPS, colour: hex(colourAt(scale, i / STOPS)) }));
