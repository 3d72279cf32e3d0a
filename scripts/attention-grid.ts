/**
 * How long a large grid of attention takes to open: `tsx scripts/attention-grid.ts [--heads N] [--tokens N] [--limit MS]`.
 *
 * Opens the built page (dist/) in a headless browser with a BERT of one layer and seeded weights in the place of the one
 * that the lab brings, gives it a text of so many tokens, and measures from the moment its maps are there until all heads
 * and the large map are drawn. Then the page is scrolled and the map read and zoomed. Prints the time and the longest tasks of
 * the main thread; ends with 1 where opening took a second or a task was longer than the limit.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { Random } from '../src/base/random.ts';
import { writeSafetensors } from '../src/formats/safetensors.ts';
import { parseRecipe } from '../src/recipe/parse.ts';
import { parameterTable, storedWeights } from '../src/recipe/size.ts';
import { onBuiltPage } from './built-page.ts';
import { BEGUN, ENDED, tellTasks, trace } from './main-thread-trace.ts';
import { ISOLATION_HEADERS, type StaticServerOptions } from './static-server.ts';

const MODEL = '/models/bert-wordnet/';
/** [CLS] and [SEP] of one text; a pretraining reads two, with one mark more. */
const MARKS = 2;
const HEAD_WIDTH = 8;
/** So long after its last file the page is at rest. */
const QUIET_MS = 5000;
/** Between two turns of a mouse wheel, as a hand makes them: nothing is waited for. */
const WHEEL_MS = 60;
/** So long is watched after the last click, for what it sets going. */
const AFTER_MS = 500;
/** Large enough that heads look at some tokens more than at others. */
const DEVIATION = 0.3;
const OPENING_MS = 1000;
/** Pixels a side of a small picture, of which a map with fewer tokens uses one each. */
const SMALL = 96;
const WORDS = 'a large building where people watch plays'.split(' ');

const { values } = parseArgs({
  options: {
    heads: { type: 'string', default: '12' },
    tokens: { type: 'string', default: '512' },
    limit: { type: 'string', default: '50' },
  },
});
const heads = Number(values.heads);
const tokens = Number(values.tokens);

/** Files of the model that differ from those that ship. */
function modelFiles(): Map<string, Uint8Array> {
  const shipped = (name: string) => JSON.parse(readFileSync(`dist${MODEL}${name}`, 'utf8'));
  const own = shipped('recipe.json');
  const recipe = parseRecipe({
    ...own,
    text: { ...own.text, maxLength: { kind: 'fixed', value: tokens - MARKS } },
    model: { ...own.model, layers: 1, heads, hidden: heads * HEAD_WIDTH, positions: tokens + 1 },
  });
  const vocabulary = { ...shipped('vocabulary.json'), maxLength: tokens - MARKS };
  const labels: string[] = shipped('labels.json');
  const random = new Random(0, 'weights');
  const table = parameterTable(
    recipe.model,
    vocabulary.words.length,
    labels.length,
    vocabulary.maxLength,
    recipe.task,
  );
  const weights = storedWeights(table).map(({ name, shape }) => ({
    name,
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => DEVIATION * random.normal()),
  }));
  const [heading = ''] = readFileSync(`dist${MODEL}gradients.csv`, 'utf8').split('\n');
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ['recipe.json', json(recipe)],
    ['vocabulary.json', json(vocabulary)],
    ['model.safetensors', writeSafetensors(weights)],
    // Of weights that this model does not have.
    ['gradients.csv', new TextEncoder().encode(`${heading}\n`)],
  ]);
}

/** Milliseconds from the typing of the text, and from the arrival of its maps, to the last picture. */
interface Opening {
  typed: number;
  arrived: number;
}

/** When the page last heard from a worker. */
type Heard = typeof globalThis & { heardAt?: number };

function hearWorkers(): void {
  const Own = Worker;
  globalThis.Worker = class extends Own {
    constructor(...args: ConstructorParameters<typeof Own>) {
      super(...args);
      this.addEventListener('message', () => ((globalThis as Heard).heardAt = performance.now()));
    }
  };
}

/** Watches the page frame by frame until all pictures are drawn. */
function opened(page: Page): Promise<Opening> {
  return page.evaluate(
    ([count, size, mark]) =>
      new Promise<Opening>((resolve) => {
        performance.mark(mark);
        const typedAt = performance.now();
        let arrivedAt: number | null = null;
        const look = (): void => {
          const grid = document.querySelector('[aria-label="Attention of all heads"]');
          const small = [...(grid?.querySelectorAll('li canvas') ?? [])] as HTMLCanvasElement[];
          const big = grid?.querySelector<HTMLCanvasElement>('[role="application"] canvas');
          // Until the maps are there, those of the last text stand there; theirs are smaller.
          const own = small.filter(({ width }) => width === size);
          // The message that the first picture was made of.
          if (own.length > 0) arrivedAt ??= (globalThis as Heard).heardAt ?? NaN;
          // A canvas that nothing has drawn on has the width that it was made with.
          if (own.length === count && big && big.width !== 300)
            resolve({
              typed: performance.now() - typedAt,
              arrived: performance.now() - (arrivedAt ?? typedAt),
            });
          else requestAnimationFrame(look);
        };
        look();
      }),
    [heads, Math.min(SMALL, tokens), BEGUN] as const,
  );
}

async function open(page: Page): Promise<Opening> {
  const section = page.getByRole('region', { name: 'Attention of all heads' });
  const text = Array.from({ length: tokens }, (_, i) => WORDS[i % WORDS.length]).join(' ');
  const done = opened(page);
  await section.getByRole('textbox', { name: 'A text' }).fill(text);
  const opening = await done;
  const map = section.getByRole('application').first();
  await map.scrollIntoViewIfNeeded();
  await map.focus();
  for (const key of ['+', '+', '+', 'PageDown', 'PageDown', 'ArrowRight', '-', '0'])
    await page.keyboard.press(key);
  for (let turn = 0; turn < 12; turn++) {
    await page.mouse.wheel(0, turn < 6 ? -300 : 300);
    await page.waitForTimeout(WHEEL_MS);
  }
  for (const head of [heads - 1, 0])
    await section.getByRole('button', { name: `layer 1, head ${head + 1}`, exact: true }).click();
  await page.waitForTimeout(AFTER_MS);
  await page.evaluate((mark) => void performance.mark(mark), ENDED);
  return opening;
}

const files = modelFiles();
const handle: NonNullable<StaticServerOptions['handle']> = (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = pathname.startsWith(MODEL) ? files.get(pathname.slice(MODEL.length)) : undefined;
  if (!file) return false;
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', ...ISOLATION_HEADERS }).end(file);
  return true;
};

async function prepare(page: Page): Promise<void> {
  // What runs this file gives functions their names by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(hearWorkers);
  page.on('pageerror', ({ message }) => console.error(message));
}

await onBuiltPage({ place: 'bert/heads', handle, prepare }, async (page, browser) => {
  const cell = page.getByRole('region', { name: 'What the heads look at', exact: true });
  await cell.getByRole('button', { name: 'Open the pretrained model of the lab' }).click();
  const text = cell.getByRole('textbox', { name: 'A text' });
  const refusal = cell.getByText(/cannot be opened|could not be fetched/).first();
  await text.or(refusal).waitFor({ timeout: 120_000 });
  if (await refusal.isVisible()) throw new Error(await refusal.innerText());
  await cell.getByRole('application').first().waitFor({ timeout: 120_000 });
  // What else the lesson loads and draws once there is time is none of the grid's.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(QUIET_MS);
  // The weights are loaded; without a text there is no grid.
  await text.fill('');
  await cell.getByRole('application').first().waitFor({ state: 'detached' });
  let opening: Opening = { typed: NaN, arrived: NaN };
  const events = await trace(await browser.newBrowserCDPSession(), async () => {
    opening = await open(page);
  });
  console.log(
    `${heads} heads of ${tokens} tokens: drawn ${opening.arrived.toFixed(0)} ms after their maps were there, ${opening.typed.toFixed(0)} ms after the text was typed.`,
  );
  const longest = tellTasks(events, 'from the text to the end of reading its maps');
  if (!(opening.arrived < OPENING_MS) || longest > Number(values.limit)) process.exitCode = 1;
});
