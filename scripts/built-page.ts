import { type Browser, chromium, type Page } from 'playwright';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { ISOLATION_HEADERS, type StaticServerOptions, serveFiles } from './static-server.ts';

interface BuiltPage {
  /** The lesson, and the cell in it: `bert/heads`. */
  place: string;
  /** Files that differ from the built ones. */
  handle?: StaticServerOptions['handle'];
  /** Before the page is opened. */
  prepare?: (page: Page) => Promise<void>;
}

/** Opens the built page (dist/) in a headless browser, on WASM and in one tab, and closes all of it after the work. */
export async function onBuiltPage(
  { place, handle, prepare }: BuiltPage,
  work: (page: Page, browser: Browser) => Promise<void>,
): Promise<void> {
  const server = await serveFiles({ roots: ['dist'], headers: ISOLATION_HEADERS, ...(handle && { handle }) });
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    await prepare?.(page);
    await page.goto(`${server.url}?device=wasm#/${place}`);
    await page.getByRole('button', { name: /^Device: WASM/ }).waitFor({ timeout: 120_000 });
    await work(page, browser);
  } finally {
    await browser.close();
    await server.close();
  }
}
