import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BarChart } from './BarChart.tsx';
import { keepCalm } from './calm.ts';
import { HeatMap, rowShares } from './HeatMap.tsx';
import { Histogram } from './Histogram.tsx';
import { LineChart } from './LineChart.tsx';
import { loadPlotly } from './plotly.ts';

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  host.style.width = '600px';
  root = createRoot(host);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

const show = (node: ReactNode): void =>
  flushSync(() => root.render(<MantineProvider>{node}</MantineProvider>));

function there<T>(found: T | null | undefined): T {
  if (!found) throw new Error('It is not there.');
  return found;
}

const picture = (): HTMLElement => there(host.querySelector<HTMLElement>('[role=img]'));
const drawn = (): Promise<void> =>
  vi.waitFor(() => expect(picture().querySelector('svg')).not.toBeNull(), { timeout: 20_000, interval: 50 });
const button = (name: RegExp): HTMLButtonElement =>
  there(
    [...host.querySelectorAll('button')].find((one) =>
      name.test(one.getAttribute('aria-label') ?? one.title),
    ),
  );

function curve(n: number): { x: number[]; y: number[] } {
  const x = Array.from({ length: n }, (_, i) => i + 1);
  return { x, y: x.map((step) => 1 + Math.exp(-step / 4000) + 0.2 * Math.sin(step * 12.9)) };
}

it('draws a long curve with few points, says what it shows, and keeps its height', async () => {
  const series = [{ name: 'train', ...curve(20_000), raw: true }];
  show(<LineChart title="Loss" xTitle="step" yTitle="loss" series={series} smoothing={0.9} height={240} />);
  expect(picture().getBoundingClientRect().height).toBe(240);
  await drawn();
  expect(picture().getBoundingClientRect().height).toBe(240);
  expect(picture().getAttribute('aria-label')).toMatch(/^Loss against step: train fell from .* at 20,000/);
  const lengths = [...picture().querySelectorAll('path.js-line')].map(
    (path) => (path.getAttribute('d') ?? '').split('L').length,
  );
  expect(lengths).toHaveLength(2);
  expect(Math.max(...lengths)).toBeLessThan(810);
});

it('draws what values scatter by, lightly as well', async () => {
  const series = [{ name: 'F1', x: [0, 1, 2], y: [0.5, 0.55, 0.6], spread: [0.02, 0.01, 0], markers: true }];
  const chart = (live: boolean) => (
    <LineChart title="F1" xTitle="epochs" yTitle="F1" series={series} live={live} />
  );
  show(chart(true));
  await drawn();
  const bars = there(picture().querySelector('g > path[d*="V"]')?.getAttribute('d'));
  expect(bars.match(/V/g)).toHaveLength(2);
  show(chart(false));
  await vi.waitFor(() => expect(picture().querySelectorAll('path.yerror')).toHaveLength(3), {
    timeout: 20_000,
  });
});

it('draws a growing curve at most four times a second, and the last state in the end', async () => {
  const plotly = await loadPlotly();
  const react = vi.spyOn(plotly, 'react');
  const line = (n: number) => (
    <LineChart title="Loss" xTitle="step" yTitle="loss" series={[{ name: 'train', ...curve(n) }]} />
  );
  show(line(10));
  await drawn();
  react.mockClear();
  const begin = performance.now();
  for (let n = 11; n <= 40; n++) {
    show(line(n));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const seconds = (performance.now() - begin) / 1000;
  expect(react.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
  await vi.waitFor(() => expect(picture().getAttribute('aria-label')).toContain('at 40'), { timeout: 5000 });
  react.mockRestore();
});

it('hides a series on request and shows the numbers as a table, a page at a time', async () => {
  const series = [
    { name: 'train', ...curve(120) },
    { name: 'validation', x: [60, 120], y: [1.5, 1.4] },
  ];
  show(<LineChart title="Loss" xTitle="step" yTitle="loss" series={series} />);
  await drawn();
  flushSync(() => button(/Hide validation/).click());
  await vi.waitFor(() => expect(picture().querySelectorAll('path.js-line')).toHaveLength(1));
  flushSync(() => button(/^Table of/).click());
  expect(host.querySelectorAll('tbody tr')).toHaveLength(50);
  expect([...host.querySelectorAll('thead th')].map((cell) => cell.textContent)).toEqual([
    'step',
    'train',
    'validation',
  ]);
  flushSync(() => button(/Page 3/).click());
  expect(host.querySelectorAll('tbody tr')).toHaveLength(20);
});

it('says what would be here while there is nothing', async () => {
  show(<LineChart title="Loss" xTitle="step" yTitle="loss" series={[]} empty="Nothing yet." />);
  expect(host.textContent).toContain('Nothing yet.');
  expect(button(/as CSV/).disabled).toBe(true);
});

it('draws a matrix with its values, and saves it with its title', async () => {
  show(
    <HeatMap
      title="Confusion"
      yTitle="true class"
      xTitle="predicted class"
      valueTitle="texts"
      yLabels={['act', '<person>']}
      xLabels={['act', '<person>']}
      values={[
        [8, 2],
        [1, 9],
      ]}
      colourBy="row-share"
    />,
  );
  await drawn();
  await vi.waitFor(() => expect(picture().textContent).toContain('9'));
  expect(picture().getAttribute('aria-label')).toContain('85% on the diagonal');

  const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  flushSync(() => button(/as SVG/).click());
  await vi.waitFor(() => expect(saved).toHaveBeenCalledTimes(1), { timeout: 10_000 });
  const link = saved.mock.contexts[0] as HTMLAnchorElement;
  expect(link.download).toBe('confusion.svg');
  expect(decodeURIComponent(link.href)).toContain('Confusion');
  saved.mockRestore();
});

it('shares of a row are of what is said to be its whole', () => {
  const given = [
    [10, 5],
    [0, 8],
  ];
  expect(rowShares(given)[0]).toEqual([10 / 15, 5 / 15]);
  // Ten texts have the first label, all of them were given it, five the second as well.
  expect(rowShares(given, [10, 16])).toEqual([
    [1, 0.5],
    [0, 0.5],
  ]);
});

const shapes = (): string[] => [...picture().querySelectorAll('*')].map(({ tagName }) => tagName);

it('draws lightly while something trains, at the same height, and by Plotly when it is over', async () => {
  const open = keepCalm();
  const bars = (values: number[]) => (
    <BarChart
      title="Gradient flow"
      labelTitle="weight"
      valueTitle="|gradient|"
      valueScale="log"
      labels={['head.weight', 'rnn.weight_ih_l0']}
      series={[{ name: 'mean', values }]}
    />
  );
  show(bars([0.01, 0]));
  await drawn();
  const { height } = picture().getBoundingClientRect();
  expect(shapes().filter((name) => name === 'rect')).toHaveLength(2);
  expect(picture().innerHTML).not.toMatch(/NaN|Infinity|main-svg/);
  expect(picture().getAttribute('aria-label')).toContain('Gradient flow');
  open();
  await vi.waitFor(() => expect(picture().querySelector('.main-svg')).not.toBeNull(), { timeout: 20_000 });
  await vi.waitFor(() => expect(picture().lastElementChild).toBe(picture().firstElementChild));
  expect(picture().getBoundingClientRect().height).toBe(height);

  // A picture that is drawn stays while its numbers do.
  const openAgain = keepCalm();
  show(bars([0.01, 0]));
  const react = vi.spyOn(await loadPlotly(), 'react');
  show(bars([0.5, 0.2]));
  await vi.waitFor(() => expect(picture().querySelectorAll('rect[opacity]')).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(react).not.toHaveBeenCalled();
  openAgain();
  await vi.waitFor(() => expect(react).toHaveBeenCalledTimes(1), { timeout: 5000 });
  react.mockRestore();
});

it('says above a list that scrolls what its bars measure, and below one that does not', async () => {
  const titleAt = (labels: number, calm: boolean): (() => void) => {
    const free = calm ? keepCalm() : () => {};
    const names = Array.from({ length: labels }, (_, i) => `word ${i}`);
    const series = [{ name: 'times', values: names.map((_, i) => labels - i) }];
    show(
      <BarChart
        title="Frequent"
        labelTitle="word"
        valueTitle="times in train"
        labels={names}
        series={series}
        maxHeight={264}
      />,
    );
    return free;
  };
  for (const calm of [true, false])
    for (const labels of [40, 3]) {
      const free = titleAt(labels, calm);
      await vi.waitFor(
        () => {
          const title = there(
            [...picture().querySelectorAll('text')].find((one) => one.textContent === 'times in train'),
          ).getBoundingClientRect();
          const frame = picture().getBoundingClientRect();
          // Of a list that scrolls in sight before anybody scrolls.
          expect(title.bottom).toBeLessThan(frame.top + 264);
          if (labels === 40) expect(title.bottom).toBeLessThan(frame.top + 30);
          else expect(title.top).toBeGreaterThan(frame.top + 60);
        },
        { timeout: 20_000, interval: 50 },
      );
      free();
    }
});

it('draws a matrix and a histogram lightly', async () => {
  const open = keepCalm();
  const labels = ['act', 'person'];
  show(
    <HeatMap
      title="Confusion"
      yTitle="true class"
      xTitle="predicted class"
      valueTitle="texts"
      yLabels={labels}
      xLabels={labels}
      values={[
        [8, 2],
        [0, 0],
      ]}
      colourBy="row-share"
    />,
  );
  await drawn();
  // The colours of 0.8, 0.2 and, twice, of nothing.
  expect(picture().querySelectorAll('path')).toHaveLength(3);
  expect(picture().textContent).toContain('8');
  show(<Histogram title="Lengths" xTitle="tokens" yTitle="texts" counts={[0, 3, 5, 1]} share={0.9} />);
  await vi.waitFor(() => expect(picture().textContent).toContain('90% ≤ 3'));
  expect(picture().querySelector('path')?.getAttribute('d')?.match(/M/g)).toHaveLength(3);
  open();
});

it('draws the curve of a run that goes on without Plotly, at the same height, and hands over to it', async () => {
  const series = [
    { name: 'train', ...curve(5000), raw: true },
    { name: 'validation', x: [2500, 5000], y: [1.4, NaN], markers: true },
  ];
  const chart = (live: boolean) => (
    <LineChart title="Loss" xTitle="step" yTitle="loss" series={series} smoothing={0.9} live={live} />
  );
  show(chart(true));
  await drawn();
  expect(picture().getBoundingClientRect().height).toBe(240);
  expect(picture().getAttribute('aria-label')).toMatch(/^Loss against step: train/);
  const lines = [...picture().querySelectorAll('polyline')].map((line) => line.getAttribute('points') ?? '');
  expect(lines).toHaveLength(3);
  expect(lines.join(' ')).not.toMatch(/NaN|Infinity/);
  expect(Math.max(...lines.map((points) => points.split(' ').length))).toBeLessThan(310);
  expect(picture().querySelectorAll('circle')).toHaveLength(1);
  expect(picture().querySelector('.js-line')).toBeNull();
  show(chart(false));
  await vi.waitFor(() => expect(picture().querySelectorAll('.js-line')).toHaveLength(3), { timeout: 20_000 });
  expect(picture().getBoundingClientRect().height).toBe(240);
});

it('a matrix of many classes keeps a readable width: in less room it scrolls, by keyboard as well', async () => {
  const labels = Array.from({ length: 37 }, (_, i) => `label ${i}`);
  const values = labels.map((_, y) => labels.map((_, x) => x + y));
  const matrix = (names: readonly string[]): ReactNode => (
    <HeatMap
      title="M"
      yTitle="y"
      xTitle="x"
      valueTitle="texts"
      yLabels={names}
      xLabels={names}
      values={values}
    />
  );
  host.style.width = '360px';
  show(matrix(labels));
  await drawn();
  const scrolling = there(host.querySelector<HTMLElement>('[role=group]'));
  expect(scrolling.tabIndex).toBe(0);
  expect(scrolling.clientWidth).toBeLessThanOrEqual(360);
  // 11 pixels for each of the labels.
  expect(scrolling.scrollWidth).toBeGreaterThan(37 * 11);
  show(matrix(labels.slice(0, 4)));
  expect(host.querySelector('[role=group]')).toBeNull();
});

it('a logarithmic axis over many decades has whole powers of ten', async () => {
  const x = Array.from({ length: 20 }, (_, i) => i);
  show(
    <LineChart
      title="G"
      xTitle="k"
      yTitle="g"
      yScale="log"
      series={[{ name: 'a', x, y: x.map((k) => 10 ** -k) }]}
    />,
  );
  await drawn();
  const labels = [...picture().querySelectorAll('.ytick text')].map((text) => text.textContent);
  expect(labels.length).toBeGreaterThan(2);
  expect(labels.length).toBeLessThan(9);
  for (const label of labels) expect(label).toMatch(/^(10.?−?\d+.?|1)$/u);
});
