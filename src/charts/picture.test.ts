import { expect, it } from 'vitest';
import { mapsSvg, tableSvg } from './picture.ts';

const count = (svg: string, sign: RegExp): number => svg.match(sign)?.length ?? 0;

it('a table is a picture with all its words, escaped, and its shades', () => {
  const svg = tableSvg({
    title: 'R&D',
    columns: [{ name: 'head' }, { name: 'moved <%>', numeric: true }],
    rows: [
      ['layer 1', '0.1'],
      ['layer 2', '0.2'],
    ],
    shades: [
      [null, 0.5],
      [null, 1],
    ],
  });
  expect(svg).toContain('R&amp;D');
  expect(svg).toContain('moved &lt;%&gt;');
  // Title, two names of columns, four cells.
  expect(count(svg, /<text /g)).toBe(7);
  expect(count(svg, /fill-opacity/g)).toBe(2);
  expect(svg).toContain('fill-opacity="0.550"');
  expect(Number(/width="(\d+)"/.exec(svg)![1])).toBeGreaterThan(80);
});

it('many maps are one picture; where a model has no such head there is none', () => {
  const map = { href: 'data:image/png;base64,AA', words: 'moved 1.0 %' };
  const svg = mapsSvg({
    title: 'Heads of layer 1',
    columns: ['before', 'after'],
    rows: [
      { name: 'head 1', cells: [map, map] },
      { name: 'head 2', cells: [map, null] },
    ],
  });
  expect(count(svg, /<image /g)).toBe(3);
  expect(count(svg, /moved 1\.0 %/g)).toBe(3);
});
