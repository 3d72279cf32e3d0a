import { fileName, saveBlob } from './export.ts';

/** Pictures of what the page shows as a table or as many small maps: on white and with their title, for a report. */

const FONT = 'system-ui, sans-serif';
const INK = '#1b1f24';
const MUTED = '#57606a';
const LINE = '#d0d7de';
const TITLE = 34;
const MARGIN = 12;

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[sign] ?? ''};`);

/** A picture on white with its title; `body` begins below the title. Sizes in pixels. */
export function pictureSvg(title: string, width: number, height: number, body: string): string {
  const across = Math.ceil(Math.max(width, textWidth(title, 15)) + 2 * MARGIN);
  const down = Math.ceil(height + TITLE + MARGIN);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${down}" width="${across}" height="${down}" font-family="${FONT}" font-size="12" fill="${INK}">` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="${MARGIN}" y="21" font-size="15" font-weight="600">${escaped(title)}</text>` +
    `<g transform="translate(${MARGIN} ${TITLE})">${body}</g></svg>`
  );
}

/** A letter is about so wide, in shares of the size of the font. */
const LETTER = 0.58;
export const textWidth = (text: string, size = 12): number => [...text].length * size * LETTER;

export interface PicturedColumn {
  name: string;
  /** Numbers stand at the right. */
  numeric?: boolean;
}

export interface PicturedTable {
  title: string;
  columns: readonly PicturedColumn[];
  rows: readonly (readonly string[])[];
  /** In [0, 1], how strongly the ground of a cell is coloured; null: not at all. */
  shades?: readonly (readonly (number | null)[])[];
}

const ROW = 24;
const BETWEEN = 22;

/** A table as a picture. */
export function tableSvg({ title, columns, rows, shades }: PicturedTable): string {
  const widths = columns.map(({ name }, c) =>
    Math.max(textWidth(name), ...rows.map((row) => textWidth(row[c] ?? ''))),
  );
  const lefts = widths.map((_, c) => widths.slice(0, c).reduce((sum, width) => sum + width + BETWEEN, 0));
  const whole = widths.reduce((sum, width) => sum + width, 0) + BETWEEN * Math.max(0, widths.length - 1);
  const write = (words: string, c: number, line: number, fill: string): string => {
    const [left, width] = [lefts[c] ?? 0, widths[c] ?? 0];
    const numeric = columns[c]?.numeric ?? false;
    return `<text x="${(numeric ? left + width : left).toFixed(1)}" y="${ROW * line + 16}" fill="${fill}"${numeric ? ' text-anchor="end"' : ''}>${escaped(words)}</text>`;
  };
  const ground = (c: number, line: number, share: number): string =>
    `<rect x="${((lefts[c] ?? 0) - BETWEEN / 2).toFixed(1)}" y="${ROW * line + 1}" width="${((widths[c] ?? 0) + BETWEEN).toFixed(1)}" height="${ROW - 2}" fill="#0072b2" fill-opacity="${(0.55 * share).toFixed(3)}"/>`;
  const rule = (line: number): string =>
    `<path d="M0 ${ROW * line}H${whole.toFixed(1)}" stroke="${LINE}" fill="none"/>`;
  const body = [
    ...columns.map(({ name }, c) => write(name, c, 0, MUTED)),
    ...rows.flatMap((row, r) => [
      rule(r + 1),
      ...row.flatMap((_, c) => {
        const share = shades?.[r]?.[c] ?? null;
        return share === null ? [] : [ground(c, r + 1, share)];
      }),
      ...row.map((words, c) => write(words, c, r + 1, c === 0 ? MUTED : INK)),
    ]),
  ];
  return pictureSvg(title, whole, ROW * (rows.length + 1), body.join(''));
}

/** Small maps in rows and columns, a word or two below each. */
export interface PicturedMaps {
  title: string;
  columns: readonly string[];
  rows: readonly { name: string; cells: readonly (PicturedMap | null)[] }[];
}

export interface PicturedMap {
  /** A picture of a pixel a weight, as a data URL. */
  href: string;
  words: string;
}

const MAP = 112;
const GAP = 14;

export function mapsSvg({ title, columns, rows }: PicturedMaps): string {
  const side = Math.max(0, ...rows.map(({ name }) => textWidth(name))) + GAP;
  const widths = columns.map((name) => Math.max(MAP, textWidth(name)));
  const lefts = widths.map((_, c) => widths.slice(0, c).reduce((sum, width) => sum + width + GAP, side));
  const down = MAP + 18 + GAP;
  const head = columns.map(
    (name, c) => `<text x="${(lefts[c] ?? 0).toFixed(1)}" y="12" fill="${MUTED}">${escaped(name)}</text>`,
  );
  const body = rows.map(({ name, cells }, r) => {
    const top = 22 + r * down;
    const maps = cells.map((cell, c) => {
      if (!cell) return '';
      const x = (lefts[c] ?? 0).toFixed(1);
      return (
        `<image x="${x}" y="${top}" width="${MAP}" height="${MAP}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${cell.href}"/>` +
        `<rect x="${x}" y="${top}" width="${MAP}" height="${MAP}" fill="none" stroke="${LINE}"/>` +
        `<text x="${x}" y="${top + MAP + 14}">${escaped(cell.words)}</text>`
      );
    });
    return `<text x="0" y="${top + MAP / 2}" fill="${MUTED}">${escaped(name)}</text>${maps.join('')}`;
  });
  const whole = widths.reduce((sum, width) => sum + width + GAP, side);
  return pictureSvg(title, whole, 22 + rows.length * down, head.join('') + body.join(''));
}

/** @throws where this browser makes no picture of it */
async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * image.width;
  canvas.height = 2 * image.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.')))),
  );
}

/** Hands a picture to the person, in PNG with two pixels a pixel. */
export async function savePicture(title: string, svg: string, format: 'png' | 'svg'): Promise<void> {
  const blob = format === 'png' ? await pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' });
  saveBlob(blob, `${fileName(title)}.${format}`);
}
