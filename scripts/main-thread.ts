/**
 * What the page's main thread does while a run trains: `tsx scripts/main-thread.ts [--epochs N] [--limit MS]`.
 *
 * Opens the built page (dist/) in a headless browser, trains the RNN lesson's baseline on WASM with the gradient flow,
 * the table of runs and the overlaid curves in turn in sight, and prints the longest tasks of the main thread between
 * the click that starts the run and its end. Times are of the processor (`tdur` of the trace), so that a machine with
 * other work does not make them longer. Ends with 1 where a task was longer than the limit.
 */
import { parseArgs } from 'node:util';
import { type CDPSession, chromium, type Page } from 'playwright';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { ISOLATION_HEADERS, serveFiles } from './static-server.ts';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { name?: string; data?: { functionName?: string; url?: string; type?: string } };
}

/** Largest parts of a task that are told. */
const PARTS = 5;
const TASKS = 12;
const BEGUN = 'seqlab/begun';
const ENDED = 'seqlab/ended';

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '6' },
    limit: { type: 'string', default: '50' },
  },
});

async function trace(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = [
    'toplevel',
    'devtools.timeline',
    'disabled-by-default-devtools.timeline',
    'v8',
    'blink.user_timing',
  ];
  await session.send('Tracing.start', { categories: categories.join(','), transferMode: 'ReportEvents' });
  await work();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  return events;
}

const inSight = (page: Page, title: string): Promise<void> =>
  page.getByRole('region', { name: title, exact: true }).scrollIntoViewIfNeeded();

async function trainBaseline(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'The run in focus' }).getByRole('heading');
  const baseline = page.getByRole('region', { name: 'Baseline', exact: true });
  const ended = async (): Promise<boolean> => /done|failed|stopped/.test((await panel.textContent()) ?? '');
  // Marks the end in the trace itself: what comes after it (Plotly's turn) is not training any more.
  await page.evaluate((mark) => {
    new MutationObserver((_, self) => {
      const heading = document.querySelector('[aria-label="The run in focus"] h2');
      if (!/done|failed|stopped/.test(heading?.textContent ?? '')) return;
      self.disconnect();
      setTimeout(() => performance.mark(mark));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, ENDED);
  await page.evaluate((mark) => void performance.mark(mark), BEGUN);
  await baseline
    .getByRole('button', { name: /^Train/ })
    .first()
    .click();
  await panel.filter({ hasText: 'running' }).waitFor({ timeout: 120_000 });
  for (const tab of ['Gradient flow', 'Learning rate', 'Loss and scores', 'Gradient flow']) {
    if (await ended()) break;
    await baseline.getByRole('tab', { name: tab }).click();
    await page.waitForTimeout(2500);
  }
  for (let turn = 0; !(await ended()); turn++) {
    await inSight(page, turn % 2 === 0 ? 'Experiments' : 'Baseline');
    await page.waitForTimeout(2000);
  }
}

function tell(events: readonly TraceEvent[], limit: number): boolean {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  if (threads.size === 0) throw new Error('The trace names no main thread.');
  const ours = events.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  const markAt = (mark: string): number => {
    const found = ours.find(({ name }) => name === mark);
    if (!found) throw new Error(`The trace does not hold the mark ${mark}.`);
    return found.ts;
  };
  const [begun, ended] = [markAt(BEGUN), markAt(ENDED)];
  const tasks = ours
    .filter(({ name, ts, tdur }) => name === 'RunTask' && tdur !== undefined && ts >= begun && ts <= ended)
    .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0));
  console.log(
    `${tasks.length} tasks on the main thread in the ${((ended - begun) / 1e6).toFixed(1)} s from the click to the end; the longest, in ms of processor time:`,
  );
  for (const task of tasks.slice(0, TASKS)) {
    const end = task.ts + (task.dur ?? 0);
    const parts = ours
      .filter(
        (one) =>
          one !== task &&
          one.pid === task.pid &&
          one.tid === task.tid &&
          one.ts >= task.ts &&
          one.ts < end &&
          (one.tdur ?? 0) > 1000,
      )
      .filter(({ name }) => !/RunTask$/.test(name))
      .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
      .slice(0, PARTS)
      .map(({ name, tdur = 0, args: { data } }) => {
        const what = [data?.type, data?.functionName, data?.url?.split('/').at(-1)].filter(Boolean).join(' ');
        return `${name}${what && ` (${what})`} ${(tdur / 1000).toFixed(1)}`;
      });
    console.log(
      `${((task.tdur ?? 0) / 1000).toFixed(1).padStart(7)}  at ${((task.ts - begun) / 1e6).toFixed(1)} s: ${parts.join(', ')}`,
    );
  }
  return (tasks[0]?.tdur ?? 0) / 1000 <= limit;
}

const server = await serveFiles({ roots: ['dist'], headers: ISOLATION_HEADERS });
const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
try {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(`${server.url}?device=wasm#/rnn`);
  await page.getByRole('button', { name: /^Device: WASM/ }).waitFor({ timeout: 120_000 });
  const data = page.getByRole('region', { name: 'Data', exact: true });
  await data.getByRole('combobox', { name: 'Data set' }).click();
  await page.getByRole('option', { name: 'WordNet topics, tiny', exact: true }).click();
  await data
    .getByText(/^600\b/)
    .first()
    .waitFor({ timeout: 120_000 });
  const baseline = page.getByRole('region', { name: 'Baseline', exact: true });
  await baseline.getByRole('button', { name: 'Recipe' }).click();
  const epochs = baseline.getByRole('textbox', { name: 'Epochs', exact: true });
  await epochs.fill(values.epochs);
  await epochs.press('Enter');
  await baseline.getByRole('button', { name: 'Recipe' }).click();
  const events = await trace(await browser.newBrowserCDPSession(), () => trainBaseline(page));
  if (!tell(events, Number(values.limit))) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}
