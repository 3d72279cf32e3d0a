import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Named in this order: what the environment says, an installed Chrome or Chromium, Playwright's own. */
const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** What a headless Chrome needs for WebGPU (in software where there is no graphics card) and to stay off the network. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a browser to run headless.
 * @throws Error with what to run where there is none, or where SEQLAB_BROWSER names something that cannot be run.
 */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env['SEQLAB_BROWSER'];
  if (named) {
    if (executable(named)) return named;
    throw new Error(`SEQLAB_BROWSER is ${named}, which is not a program that can be run.`);
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      if (folder && executable(path)) return path;
    }
  }
  for (const path of PLACES) if (existsSync(path)) return path;
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  throw new Error(
    'No Chrome or Chromium found. Install one (Debian: apt-get install chromium; anywhere: npx playwright install chromium) ' +
      'or name it: SEQLAB_BROWSER=/path/to/chrome',
  );
}
