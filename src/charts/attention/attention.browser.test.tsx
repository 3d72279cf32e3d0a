import { MantineProvider } from '@mantine/core';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useState } from 'react';
import { AttentionView } from './AttentionView.tsx';
import { colourAt, position } from './colours.ts';
import { mapPng } from './export-map.ts';
import { mapSvg } from './map-svg.ts';
import { type AttentionMaps, type HeadPlace, selfMaps, type ShownToken } from './maps.ts';
import { whole } from './window.ts';

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  host.style.width = '700px';
  root = createRoot(host);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

/** Head `h` looks h tokens back, and nowhere where that is before the text. */
function backwards(tokens: readonly ShownToken[], heads: number): AttentionMaps {
  const n = tokens.length;
  const layer = new Float32Array(heads * n * n);
  for (let head = 0; head < heads; head++)
    for (let i = head; i < n; i++) layer[(head * n + i) * n + i - head] = 1;
  return selfMaps(tokens, heads, [layer]);
}

const words = (n: number): ShownToken[] =>
  Array.from({ length: n }, (_, i) => ({ text: `w${i}`, starts: i % 4 !== 3 }));

function Page({ maps, other = null }: { maps: AttentionMaps; other?: AttentionMaps | null }) {
  const [chosen, setChosen] = useState<HeadPlace>({ layer: 0, head: 0 });
  return (
    <MantineProvider>
      <AttentionView
        maps={maps}
        name="model"
        other={other && { maps: other, name: 'before' }}
        chosen={chosen}
        onChoose={setChosen}
      />
    </MantineProvider>
  );
}

const show = (maps: AttentionMaps, other: AttentionMaps | null = null): void =>
  flushSync(() => root.render(<Page maps={maps} other={other} />));

const button = (name: string): HTMLElement => {
  const found = [...host.querySelectorAll<HTMLElement>('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  );
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};
const map = (at = 0): HTMLElement => host.querySelectorAll<HTMLElement>('[role=application]')[at]!;
const told = (): string => map().parentElement!.querySelector('[aria-live]')!.textContent;
const press = (key: string): void => {
  flushSync(() => map().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
};

it('shows twelve heads of 512 tokens, and each draws its own', async () => {
  show(backwards(words(512), 12));
  const canvases = host.querySelectorAll<HTMLCanvasElement>('ul canvas');
  expect(canvases).toHaveLength(12);
  for (const canvas of [canvases[0]!, canvases[11]!]) {
    // Those out of sight wait until they come into it.
    canvas.scrollIntoView();
    await vi.waitFor(() => expect(canvas.width).toBe(96), { timeout: 10_000 });
  }
  const bright = (canvas: HTMLCanvasElement, x: number, y: number): number =>
    canvas.getContext('2d')!.getImageData(x, y, 1, 1).data[0]!;
  // 11 of 512 back is 2 of 96: the first head is bright on the diagonal, the last beside it.
  expect(bright(canvases[0]!, 50, 50)).toBeGreaterThan(200);
  expect(bright(canvases[11]!, 50, 50)).toBeLessThan(50);
  expect(bright(canvases[11]!, 48, 50)).toBeGreaterThan(200);
});

it('is read cell by cell with the keyboard, zoomed, and shown whole again', () => {
  show(backwards(words(40), 2));
  flushSync(() => button('layer 1, head 2').click());
  press('ArrowRight');
  expect(told()).toBe('“w0” (1) looks at “w0” (1): 0.000');
  press('PageDown');
  for (let i = 0; i < 9; i++) press('ArrowRight');
  expect(told()).toBe('“w10” (11) looks at “w9” (10): 1.000');
  for (let i = 0; i < 4; i++) press('+');
  expect(button('Show all of the map').hasAttribute('disabled')).toBe(false);
  press('0');
  expect(button('Show all of the map').hasAttribute('disabled')).toBe(true);
  expect(map().getAttribute('aria-description')).toMatch(/w1 looks at w0 \(1\.00\).*10 more in the table/);
});

it('puts pieces together, so that weights go from word to word', () => {
  show(backwards(words(4), 1));
  const joined = host.querySelector<HTMLInputElement>('input[role=switch]')!;
  flushSync(() => joined.click());
  press('ArrowRight');
  press('PageDown');
  press('ArrowRight');
  press('ArrowRight');
  // Words w2 and ##w3 are one; each looks at itself, so the mean of the two is a whole look.
  expect(told()).toBe('“w2w3” (3) looks at “w2w3” (3): 1.000');
});

it('lays two models side by side with the difference, and says where that cannot be', () => {
  const [now, before] = [backwards(words(6), 2), backwards(words(6), 2)];
  const other = { ...before, layers: [before.layers[0]!.map((value) => value / 4)] };
  show(now, other);
  expect(host.querySelectorAll('[role=application]')).toHaveLength(3);
  expect(map(2).getAttribute('aria-description')).toContain('w1 looks more (or less) at w1 (0.75)');
  show(now, backwards(words(5), 2));
  expect(host.querySelectorAll('[role=application]')).toHaveLength(1);
  expect(host.textContent).toContain('cuts this text into other tokens');
});

it('goes home as PNG and as SVG, words escaped; many cells as a picture within', async () => {
  const drawing = {
    map: { rows: 2, columns: 2, values: Float32Array.of(0, 1, 0.25, 0.75) },
    ...{ scale: 'weight' as const, most: 1 },
    ...{ rowLabels: ['<b>', 'x'], columnLabels: ['a&b', 'y'] },
  };
  const svg = mapSvg({ title: 'One & two' }, drawing, whole(drawing.map));
  const read = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(read.querySelector('parsererror')).toBeNull();
  expect(read.querySelectorAll('g rect')).toHaveLength(4);
  expect(read.querySelector('g title')!.textContent).toBe('<b> → a&b: 0.000');
  const png = await mapPng({ title: 'One & two' }, drawing, whole(drawing.map));
  expect(png.type).toBe('image/png');
  const picture = await createImageBitmap(png);
  expect(picture.width).toBe(1600);
  picture.close();
  const large = backwards(words(120), 1);
  const many = {
    ...drawing,
    map: { rows: 120, columns: 120, values: large.layers[0]! },
    rowLabels: words(120).map(({ text }) => text),
    columnLabels: [],
  };
  const picturing = new DOMParser().parseFromString(
    mapSvg({ title: 'Many' }, many, whole(many.map)),
    'image/svg+xml',
  );
  expect(picturing.querySelector('image')!.getAttribute('href')).toMatch(/^data:image\/png/);
});

it('has scales whose middle is no weight at all, and signs told apart', () => {
  expect(position('weight', 0.25, 1)).toBe(0.5);
  expect(position('signed', 0, 0)).toBe(0.5);
  expect(colourAt('signed', position('signed', 0, 1)).every((part) => part > 240)).toBe(true);
  const [less, more] = [colourAt('signed', position('signed', -1, 1)), colourAt('signed', 1)];
  expect(less[2]).toBeGreaterThan(less[0]);
  expect(more[0]).toBeGreaterThan(more[2]);
});
