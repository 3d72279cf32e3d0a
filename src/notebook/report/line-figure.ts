import { seriesLook } from '../../charts/palette.ts';

export interface FigureLine {
  name: string;
  look: number;
  x: readonly number[];
  y: readonly number[];
}

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 56;
const BOTTOM = 44;
const TOP = 12;
const RIGHT = 12;
const LEGEND_ROW = 20;

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Even steps of 1, 2 or 5 times a power of ten, about `wanted` of them between two values. */
function ticks(from: number, to: number, wanted: number): number[] {
  const rough = (to - from) / wanted || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** Curves as an SVG that stands by itself, on white: for a report that is read without the lab. */
export function lineFigure(
  title: string,
  xTitle: string,
  yTitle: string,
  lines: readonly FigureLine[],
): string {
  const xs = lines.flatMap(({ x }) => [...x]);
  const ys = lines.flatMap(({ y }) => [...y]).filter(Number.isFinite);
  const [x0, x1] = [0, Math.max(1, ...xs)];
  const [low, high] = ys.length > 0 ? [Math.min(...ys), Math.max(...ys)] : [0, 1];
  const margin = (high - low || 0.1) * 0.08;
  const [y0, y1] = [low - margin, high + margin];
  const plotBottom = HEIGHT - BOTTOM;
  const px = (x: number): string => (LEFT + ((x - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const py = (y: number): string => (plotBottom - ((y - y0) / (y1 - y0)) * (plotBottom - TOP)).toFixed(1);
  const grid = ticks(y0, y1, 5).map(
    (y) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${py(y)}" y2="${py(y)}" stroke="#e3e6eb"/>` +
      `<text x="${LEFT - 6}" y="${py(y)}" text-anchor="end" dy="4">${Number(y.toPrecision(6))}</text>`,
  );
  const below = ticks(x0, x1, 8).map(
    (x) =>
      `<text x="${px(x)}" y="${plotBottom + 16}" text-anchor="middle">${Number(x.toPrecision(6))}</text>`,
  );
  const curves = lines.map(({ look, x, y }) => {
    const { colour, svgDash } = seriesLook('light', look);
    const points = x.map((at, i) => `${px(at)},${py(y[i] ?? NaN)}`).filter((point) => !point.includes('NaN'));
    const dash = svgDash ? ` stroke-dasharray="${svgDash}"` : '';
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>`;
  });
  const legend = lines.map(({ name, look }, i) => {
    const { colour, svgDash } = seriesLook('light', look);
    const y = HEIGHT + LEGEND_ROW * i + 8;
    const dash = svgDash ? ` stroke-dasharray="${svgDash}"` : '';
    return (
      `<line x1="${LEFT}" x2="${LEFT + 28}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2"${dash}/>` +
      `<text x="${LEFT + 36}" y="${y}" dy="4">${escapeXml(name)}</text>`
    );
  });
  const height = HEIGHT + LEGEND_ROW * lines.length + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`,
    ` role="img" aria-label="${escapeXml(title).replace(/"/g, '&quot;')}" font-family="system-ui, sans-serif" font-size="12" fill="#5c6577">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...grid,
    ...below,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escapeXml(xTitle)}</text>`,
    `<text transform="translate(14 ${plotBottom / 2}) rotate(-90)" text-anchor="middle">${escapeXml(yTitle)}</text>`,
    ...curves,
    ...legend,
    '</svg>',
  ].join('');
}
