import { formatFixed } from '../format.ts';
import { escaped } from '../picture.ts';
import { colourAt, position } from './colours.ts';
import { cut, type Drawing, FRAME, frameOf, inSight, MapImage } from './draw.ts';
import { FONT, framed, type PictureText, STRIP, stripStops, type Words } from './framed.ts';
import { labelStep, type MapWindow } from './window.ts';

/** Up to so many cells are rectangles, to be edited; more are a picture within. */
const RECTANGLES = 10_000;

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** What is in sight as SVG text, on white and with what it shows written around it. */
export function mapSvg(text: PictureText, drawing: Drawing, window: MapWindow): string {
  const { scale } = drawing;
  const { width, height, strip, words, ...rest } = framed(text, drawing);
  const layout = { ...rest.layout, left: rest.layout.left + rest.left, top: rest.layout.top + rest.top };
  const { left, top, across, down } = layout;
  // A report holds several such pictures: what has one name is the same in all of them.
  const clip = ['map', left, top, across, down]
    .map((part) => (typeof part === 'number' ? n(part) : part))
    .join('-');
  const stops = stripStops(scale).map(({ at, colour }) => `<stop offset="${n(at)}" stop-color="${colour}"/>`);
  const frames = (drawing.links ?? []).map((link) => {
    const [x, y, w, h] = frameOf(link, window, layout).map(n);
    const at = `x="${x}" y="${y}" width="${w}" height="${h}" fill="none"`;
    const dashes = link.sure ? '' : ` stroke-dasharray="${FRAME.dashes.join(' ')}"`;
    return (
      `<rect ${at} stroke="#000" stroke-width="${FRAME.dark}"/>` +
      `<rect ${at} stroke="#fff" stroke-width="${FRAME.light}"${dashes}/>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="11">` +
    `<clipPath id="${clip}"><rect x="${n(left)}" y="${n(top)}" width="${n(across)}" height="${n(down)}"/></clipPath>` +
    `<linearGradient id="scale-${scale}">${stops.join('')}</linearGradient>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    words.map(written).join('') +
    `<g clip-path="url(#${clip})">${cells(drawing, window, layout)}</g>` +
    (frames.length > 0 ? `<g clip-path="url(#${clip})">${frames.join('')}</g>` : '') +
    labels(drawing, window, layout) +
    `<rect x="${n(strip.x)}" y="${n(strip.y)}" width="${STRIP.width}" height="${STRIP.height}" fill="url(#scale-${scale})"/></svg>`
  );
}

function written({ x, y, text, size, bold, anchor, upright }: Words): string {
  const more = [
    `font-size="${size}"`,
    ...(bold ? ['font-weight="600"'] : []),
    ...(anchor ? [`text-anchor="${anchor}"`] : []),
    ...(upright ? [`transform="rotate(-90 ${n(x)} ${n(y)})"`] : []),
  ];
  return `<text x="${n(x)}" y="${n(y)}" ${more.join(' ')}>${escaped(text)}</text>`;
}

interface Place {
  left: number;
  top: number;
  across: number;
  down: number;
}

function cells(drawing: Drawing, window: MapWindow, { left, top, across, down }: Place): string {
  const { map, scale, most, rowLabels, columnLabels } = drawing;
  const [cellX, cellY] = [across / window.width, down / window.height];
  const rows = inSight(window.top, window.height, map.rows);
  const columns = inSight(window.left, window.width, map.columns);
  if ((rows[1] - rows[0]) * (columns[1] - columns[0]) > RECTANGLES)
    return `<image x="${n(left + (columns[0] - window.left) * cellX)}" y="${n(top + (rows[0] - window.top) * cellY)}" width="${n((columns[1] - columns[0]) * cellX)}" height="${n((rows[1] - rows[0]) * cellY)}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${picture(drawing, window)}"/>`;
  let found = '';
  for (let row = rows[0]; row < rows[1]; row++)
    for (let column = columns[0]; column < columns[1]; column++) {
      const value = map.values[row * map.columns + column] as number;
      const [x, y] = [left + (column - window.left) * cellX, top + (row - window.top) * cellY];
      const words = `${rowLabels[row] ?? ''} → ${columnLabels[column] ?? ''}: ${formatFixed(value, 3)}`;
      found += `<rect x="${n(x)}" y="${n(y)}" width="${n(cellX)}" height="${n(cellY)}" fill="rgb(${colourAt(scale, position(scale, value, most)).join(' ')})"><title>${escaped(words)}</title></rect>`;
    }
  return found;
}

/** Words at both sides, as many as there is room for. */
function labels(drawing: Drawing, window: MapWindow, { left, top, across, down }: Place): string {
  const { map, rowLabels, columnLabels } = drawing;
  const [cellX, cellY] = [across / window.width, down / window.height];
  const rows = inSight(window.top, window.height, map.rows);
  const columns = inSight(window.left, window.width, map.columns);
  const text = (x: number, y: number, words: string, more: string): string =>
    `<text x="${n(x)}" y="${n(y)}" ${more}>${escaped(cut(words))}</text>`;
  const [stepY, stepX] = [labelStep(cellY, 13), labelStep(cellX, 13)];
  let found = '';
  for (let row = rows[0]; row < rows[1]; row++)
    if (row % stepY === 0)
      found += text(
        left - 6,
        top + (row + 0.5 - window.top) * cellY + 4,
        rowLabels[row] ?? '',
        'text-anchor="end"',
      );
  for (let column = columns[0]; column < columns[1]; column++) {
    const x = left + (column + 0.5 - window.left) * cellX + 4;
    const y = top - 6;
    if (column % stepX === 0)
      found += text(x, y, columnLabels[column] ?? '', `transform="rotate(-90 ${n(x)} ${n(y)})"`);
  }
  return found;
}

function picture(drawing: Drawing, window: MapWindow): string {
  const { rows, columns } = drawing.map;
  const [first, end] = inSight(window.top, window.height, rows);
  const [from, to] = inSight(window.left, window.width, columns);
  const canvas = document.createElement('canvas');
  canvas.width = to - from;
  canvas.height = end - first;
  canvas.getContext('2d')?.drawImage(new MapImage(drawing).full, -from, -first);
  return canvas.toDataURL();
}
