import { fileName, saveBlob } from '../export.ts';
import { escaped } from '../picture.ts';
import { chartStyle } from '../palette.ts';
import { colourAt, position } from './colours.ts';
import { cut, type Drawing, drawMap, inSight, layoutOf, MapImage } from './draw.ts';
import { labelStep, type MapWindow } from './window.ts';

/** Pixels across; twice as many in a PNG. */
const WIDTH = 800;
const TITLE = 34;
const FONT = 'system-ui, sans-serif';
/** Up to so many cells are rectangles in an SVG, to be edited; more are a picture within it. */
const RECTANGLES = 10_000;

/** What is in sight, on white and with its title, whatever the page looks like. @throws where no picture could be made */
export async function mapPng(title: string, drawing: Drawing, window: MapWindow): Promise<Blob> {
  const layout = layoutOf(WIDTH, drawing.map, drawing);
  const canvas = document.createElement('canvas');
  canvas.width = 2 * layout.width;
  canvas.height = 2 * (layout.height + TITLE);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  const style = chartStyle('light', FONT);
  context.setTransform(2, 0, 0, 2, 0, 2 * TITLE);
  drawMap(context, drawing, new MapImage(drawing), window, layout, style);
  context.fillStyle = style.ink;
  context.font = `600 15px ${FONT}`;
  context.textAlign = 'left';
  context.fillText(title, 8, 18 - TITLE);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#fff';
  context.fillRect(0, -TITLE, layout.width, layout.height + TITLE);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.')))),
  );
}

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** The same as SVG text. */
export function mapSvg(title: string, drawing: Drawing, window: MapWindow): string {
  const { map, scale, most, rowLabels, columnLabels } = drawing;
  const layout = layoutOf(WIDTH, map, drawing);
  const { left, across, down } = layout;
  const top = layout.top + TITLE;
  const [cellX, cellY] = [across / window.width, down / window.height];
  const rows = inSight(window.top, window.height, map.rows);
  const columns = inSight(window.left, window.width, map.columns);
  const body: string[] = [];
  const count = (rows[1] - rows[0]) * (columns[1] - columns[0]);
  if (count <= RECTANGLES) {
    for (let row = rows[0]; row < rows[1]; row++)
      for (let column = columns[0]; column < columns[1]; column++) {
        const value = map.values[row * map.columns + column] as number;
        const [x, y] = [left + (column - window.left) * cellX, top + (row - window.top) * cellY];
        const words = `${rowLabels[row] ?? ''} → ${columnLabels[column] ?? ''}: ${value.toFixed(3)}`;
        body.push(
          `<rect x="${n(x)}" y="${n(y)}" width="${n(cellX)}" height="${n(cellY)}" fill="rgb(${colourAt(scale, position(scale, value, most)).join(' ')})"><title>${escaped(words)}</title></rect>`,
        );
      }
  } else {
    body.push(
      `<image x="${n(left + (columns[0] - window.left) * cellX)}" y="${n(top + (rows[0] - window.top) * cellY)}" width="${n((columns[1] - columns[0]) * cellX)}" height="${n((rows[1] - rows[0]) * cellY)}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${picture(drawing, window)}"/>`,
    );
  }
  const cells = body.splice(0).join('');
  const text = (x: number, y: number, words: string, more: string): string =>
    `<text x="${n(x)}" y="${n(y)}" ${more}>${escaped(cut(words))}</text>`;
  const [stepY, stepX] = [labelStep(cellY, 13), labelStep(cellX, 13)];
  for (let row = rows[0]; row < rows[1]; row++)
    if (row % stepY === 0)
      body.push(
        text(left - 6, top + (row + 0.5 - window.top) * cellY + 4, rowLabels[row] ?? '', 'text-anchor="end"'),
      );
  for (let column = columns[0]; column < columns[1]; column++) {
    const x = left + (column + 0.5 - window.left) * cellX + 4;
    const y = top - 6;
    if (column % stepX === 0)
      body.push(text(x, y, columnLabels[column] ?? '', `transform="rotate(-90 ${n(x)} ${n(y)})"`));
  }
  const [width, height] = [layout.width, layout.height + TITLE];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="11">` +
    `<clipPath id="map"><rect x="${n(left)}" y="${n(top)}" width="${n(across)}" height="${n(down)}"/></clipPath>` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="8" y="20" font-size="15" font-weight="600">${escaped(title)}</text>` +
    `<g clip-path="url(#map)">${cells}</g>${body.join('')}</svg>`
  );
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

/** Hands what is in sight to the person. */
export async function saveMap(
  title: string,
  drawing: Drawing,
  window: MapWindow,
  format: 'png' | 'svg',
): Promise<void> {
  const blob =
    format === 'png'
      ? await mapPng(title, drawing, window)
      : new Blob([mapSvg(title, drawing, window)], { type: 'image/svg+xml' });
  saveBlob(blob, `${fileName(title)}.${format}`);
}
