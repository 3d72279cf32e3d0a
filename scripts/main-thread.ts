/**
 * What the page's main thread does while a run trains: `tsx scripts/main-thread.ts [--epochs N] [--limit MS]`.
 *
 * Opens the built page (dist/) in a headless browser, trains the RNN lesson's baseline on WASM with the gradient flow,
 * the table of runs and the overlaid curves in turn in sight, and prints the longest tasks of the main thread between
 * the click that starts the run and its end. Times are of the processor (`tdur` of the trace), so that a machine with
 * other work does not make them longer. Ends with 1 where a task was longer than the limit.
 */
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { onBuiltPage } from './built-page.ts';
import { BEGUN, ENDED, tellTasks, trace } from './main-thread-trace.ts';

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '6' },
    limit: { type: 'string', default: '50' },
  },
});

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

await onBuiltPage({ place: 'rnn' }, async (page, browser) => {
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
  if (tellTasks(events, 'from the click to the end') > Number(values.limit)) process.exitCode = 1;
});
