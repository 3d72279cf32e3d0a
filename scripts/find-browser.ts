import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

/** Programs looked for on the PATH, then whole paths. */
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
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The path of a browser to run headless: what the environment variable SEQLAB_BROWSER names, an installed Chrome or
 * Chromium, Playwright's own.
 * @throws Error with what to run where there is none, or where SEQLAB_BROWSER names something that cannot be run.
 */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  { places = PLACES, own = (): string | null => chromium.executablePath() } = {},
): string {
  const named = env['SEQLAB_BROWSER'];
  if (named) {
    if (executable(named)) return named;
    throw new Error(`SEQLAB_BROWSER is ${named}, which is not a program that can be run.`);
  }
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...onPath, ...places, own() ?? ''].find(executable);
  if (found) return found;
  throw new Error(
    'No Chrome or Chromium found. Install one (Debian: apt-get install chromium; anywhere: npx playwright install chromium) ' +
      'or name it: SEQLAB_BROWSER=/path/to/chrome',
  );
}
