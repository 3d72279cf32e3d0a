import { expect, test } from 'vitest';
import { toCsv } from '../table.ts';
import type { Drawing } from './draw.ts';
import { mapSvg } from './map-svg.ts';
import { wholeTable } from './map-table.ts';
import { whole } from './window.ts';

const drawing: Drawing = {
  map: { rows: 2, columns: 2, values: Float32Array.from([126 / 255, 129 / 255, 0, 1]) },
  ...{ scale: 'weight', most: 1 },
  ...{ rowLabels: ['a', 'dog'], columnLabels: ['ein', 'hund'] },
  axes: { rows: 'target', columns: 'source' },
};

test('a picture says of which run and step it is, what its sides are and what its colours mean', () => {
  const svg = mapSvg(
    { title: 'Alignment', detail: 'Run 7 · GRU, step 120, AER 0.312' },
    drawing,
    whole(drawing.map),
  );
  for (const words of [
    'Alignment',
    'Run 7 · GRU, step 120, AER 0.312',
    'target',
    'source',
    '0.25',
    'weight of attention',
  ])
    expect(svg).toContain(`>${words}</text>`);
  expect(svg).toMatch(/<linearGradient id="scale-weight"><stop offset="0" stop-color="#00224e"\/>/);
});

test('words that belong together are framed, dashed where they only may', () => {
  const links = [
    { row: 0, column: 0, sure: true },
    { row: 1, column: 1, sure: false },
  ];
  const svg = mapSvg({ title: 'Alignment' }, { ...drawing, links }, whole(drawing.map));
  expect(svg.match(/stroke="#fff"/g)).toHaveLength(2);
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  expect(svg).toContain('framed: words that belong together · dashed: perhaps');
  expect(mapSvg({ title: 'Alignment' }, drawing, whole(drawing.map))).not.toContain('framed');
});

test('saved numbers have the digits of what they were: those of a byte, or those of a float32', () => {
  expect(toCsv(wholeTable({ ...drawing, decimals: 3 }))).toContain('1 a,0.494,0.506');
  expect(toCsv(wholeTable(drawing))).toContain('1 a,0.4941176,0.5058824');
});
