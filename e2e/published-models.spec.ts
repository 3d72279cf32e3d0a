import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { cell, chooseBuiltIn } from './journeys.ts';
import { expect, expectAccessible, expectDevice, openLesson, test } from './support.ts';

const FIXTURES = join(import.meta.dirname, '../src/formats/fixtures/published');
const fixture = (path: string): Buffer => readFileSync(join(FIXTURES, path));

/** Drops files on the cell as a person does with a folder. */
async function drop(page: Page, files: Record<string, Uint8Array>): Promise<void> {
  const data = await page.evaluateHandle(
    (given) => {
      const transfer = new DataTransfer();
      for (const [name, text] of given)
        transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
      return transfer;
    },
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const),
  );
  const target = cell(page, 'The model').getByRole('region', { name: 'From files' });
  for (const type of ['dragenter', 'dragover', 'drop'])
    await target.dispatchEvent(type, { dataTransfer: data });
}

const folder = (name: string, weights: string): Record<string, Uint8Array> =>
  Object.fromEntries(
    ['config.json', 'vocab.txt', 'tokenizer_config.json', weights].map((file) => [
      file,
      fixture(`${name}/${file}`),
    ]),
  );

async function set(page: Page, title: string, label: string, value: string): Promise<void> {
  const field = cell(page, title).getByRole('textbox', { name: label, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

test('a dropped checkpoint is fine-tuned, taken home as a folder of Hugging Face, and opened again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openLesson(page, 'transfer', 'wasm');
  await expectDevice(page, 'WASM');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  const model = cell(page, 'The model');
  await drop(page, folder('distilbert', 'pytorch_model.bin'));
  await expect(
    model.getByText(/DistilBERT, 2 layers, 10 wide, 2 heads, 22 pieces of words/).first(),
  ).toBeVisible({
    timeout: 30_000,
  });
  await expect(model.getByText(/works with files#/)).toBeVisible();
  await expectAccessible(page);

  await set(page, 'Fine-tuning', 'Epochs', '1');
  const finetune = cell(page, 'Fine-tuning');
  await finetune.getByRole('checkbox', { name: 'frozen up to' }).uncheck();
  await finetune.getByRole('button', { name: /^Train/ }).click();
  const table = finetune.getByRole('region', { name: 'Table of fine-tuning runs' });
  await expect(table.getByText('done')).toHaveCount(2, { timeout: 60_000 });

  // What its heads looked at before and after, over the same texts; one of the maps as a picture.
  const attention = cell(page, 'Attention before and after');
  await attention.getByRole('button', { name: /^Compare/ }).click();
  const moved = attention.getByRole('region', { name: 'How far each head moved' });
  await expect(moved.getByRole('row')).toHaveCount(1 + 4, { timeout: 60_000 });
  await expect(moved.getByRole('row').nth(1).getByRole('cell').nth(0)).toHaveText('0, every bit');
  await expect(moved.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(/^\d+\.\d$/);
  const drawn = page.waitForEvent('download');
  await attention.getByRole('button', { name: /SVG/ }).first().click();
  const picture = await drawn;
  expect(picture.suggestedFilename()).toMatch(/^heads-of-layer-1.*\.svg$/);
  expect(readFileSync(await picture.path(), 'utf8')).toContain('<svg');

  const waiting = page.waitForEvent('download');
  await table
    .getByRole('button', { name: /^What to do with run/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Take home as a zip' }).click();
  const taken = await (await waiting).path();
  const zip = unzipSync(readFileSync(taken));
  const config = JSON.parse(new TextDecoder().decode(zip['config.json'])) as Record<string, unknown>;
  expect(config).toMatchObject({
    architectures: ['DistilBertForSequenceClassification'],
    model_type: 'distilbert',
    id2label: { '0': 'act', '1': 'artifact', '2': 'communication', '3': 'person' },
  });
  const [header = ''] = new TextDecoder().decode(zip['model.safetensors']?.subarray(8)).split('}}');
  const names = Object.keys(JSON.parse(`${header}}}`) as object);
  expect(names).toContain('distilbert.transformer.layer.1.attention.q_lin.weight');
  expect(names).toContain('pre_classifier.weight');

  // The whole folder is the run again; what Hugging Face reads of it alone is a model to begin with.
  const home = mkdtempSync(join(tmpdir(), 'seqlab-home-'));
  for (const [name, bytes] of Object.entries(zip)) writeFileSync(join(home, name), bytes);
  await model.getByLabel('Folder of a model').setInputFiles(home);
  await expect(model.getByText(/is opened as run \d+/)).toBeVisible({ timeout: 30_000 });
  await expect(table.getByText('done')).toHaveCount(3);
  const zipped = { name: 'run.zip', mimeType: 'application/zip', buffer: readFileSync(taken) };
  await model.getByLabel('Files of a model').setInputFiles(zipped);
  await expect(table.getByText('done')).toHaveCount(4, { timeout: 30_000 });
  const alone = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'];
  await model.getByLabel('Files of a model').setInputFiles(alone.map((name) => join(home, name)));
  await expect(model.getByText('Left out: pre_classifier, classifier.')).toBeVisible({ timeout: 30_000 });
});

/** A model of a billion weights, of which nothing but its description may be asked for. */
async function huge(route: Route): Promise<void> {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': '*',
    'x-linked-size': '4800000000',
  };
  const sizes = {
    hidden_size: 2048,
    num_hidden_layers: 24,
    num_attention_heads: 32,
    intermediate_size: 8192,
  };
  if (route.request().url().endsWith('/config.json'))
    return route.fulfill({ headers, body: JSON.stringify({ model_type: 'bert', ...sizes }) });
  expect(route.request().method()).toBe('HEAD');
  return route.fulfill({ headers });
}

/** The hub, with a connection that is cut in the middle of the weights, and again when it is taken up. */
function hub(asked: string[]) {
  const files = folder('bert', 'model.safetensors');
  let cuts = 2;
  return async (route: Route): Promise<void> => {
    const request = route.request();
    const name = /^https:\/\/huggingface\.co\/someone\/tiny\/resolve\/main\/(.+)$/.exec(request.url())?.[1];
    const bytes = files[name ?? ''];
    const headers: Record<string, string> = {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': '*',
      etag: '"1"',
    };
    if (!bytes) return route.fulfill({ status: 404, headers });
    headers['content-length'] = String(bytes.length);
    if (request.method() === 'HEAD') return route.fulfill({ status: 200, headers });
    const range = (await request.allHeaders())['range'];
    if (name !== 'model.safetensors')
      return route.fulfill({ status: 200, headers, body: Buffer.from(bytes) });
    asked.push(range ?? 'whole');
    if (cuts === 2) {
      cuts--;
      return route.fulfill({ status: 200, headers, body: Buffer.from(bytes.subarray(0, 6000)) });
    }
    if (cuts === 1) {
      cuts--;
      return route.abort('connectionreset');
    }
    const from = Number(/\d+/.exec(range ?? '0')?.[0]);
    headers['content-length'] = String(bytes.length - from);
    headers['content-range'] = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    return route.fulfill({ status: 206, headers, body: Buffer.from(bytes.subarray(from)) });
  };
}

test('a model of the hub: its size told first, a cut connection taken up again, there without the network', async ({
  page,
  problems,
}) => {
  const asked: string[] = [];
  await page.route('https://huggingface.co/**', hub(asked));
  await openLesson(page, 'transfer', 'wasm');
  await expectDevice(page, 'WASM');
  const model = cell(page, 'The model');
  await model.getByRole('textbox', { name: 'Name of a BERT or DistilBERT' }).fill('someone/nothing');
  await model.getByRole('button', { name: 'Look up' }).click();
  await expect(model.getByText(/gives no config\.json of someone\/nothing/)).toBeVisible();

  await page.route('https://huggingface.co/someone/huge/**', huge);
  await model.getByRole('textbox', { name: 'Name of a BERT or DistilBERT' }).fill('someone/huge');
  await model.getByRole('button', { name: 'Look up' }).click();
  const large = model.getByRole('group', { name: 'The model someone/huge' });
  await expect(
    large.getByText(/^No go\. Reading alone needs about .* Models of up to about \d+ million weights fit/),
  ).toBeVisible();
  await expect(large.getByRole('button', { name: 'Fetch (19 GB)' })).toBeDisabled();

  await model.getByRole('textbox', { name: 'Name of a BERT or DistilBERT' }).fill('someone/tiny');
  await model.getByRole('button', { name: 'Look up' }).click();
  const offer = model.getByRole('group', { name: 'The model someone/tiny' });
  await expect(offer.getByText(/BERT, 2 layers, 10 wide/)).toBeVisible();
  await expect(offer.getByText(/^Go\. It fits/)).toBeVisible();
  await offer.getByRole('button', { name: 'Fetch (15 kB)' }).click();
  await expect(model.getByText(/works with someone\/tiny/)).toBeVisible({ timeout: 30_000 });
  expect(asked).toEqual(['whole', 'bytes=6000-', 'bytes=6000-']);
  // The browser itself writes what could not be had to the console.
  expect(problems.filter((problem) => !/404|ERR_CONNECTION_RESET/.test(problem))).toEqual([]);
  problems.length = 0;

  await page.unroute('https://huggingface.co/**');
  await page.route('https://huggingface.co/**', (route) => route.abort('internetdisconnected'));
  await page.reload();
  await expectDevice(page, 'WASM');
  await model.getByRole('button', { name: 'Use bert-wordnet' }).click();
  await expect(model.getByText(/works with bert-wordnet/)).toBeVisible();
  await model.getByRole('button', { name: 'Use someone/tiny' }).click();
  await expect(model.getByText(/works with someone\/tiny/)).toBeVisible();
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  const text = cell(page, 'Text');
  await text.getByRole('button', { name: /^Read/ }).click();
  await expect(text.getByRole('img').first()).toBeVisible({ timeout: 30_000 });

  await model.getByRole('button', { name: 'Remove someone/tiny' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(model.getByRole('button', { name: 'Use someone/tiny' })).toBeHidden();
});

test('hostile files are refused, each with its sentence', async ({ page }) => {
  await openLesson(page, 'transfer', 'wasm');
  const model = cell(page, 'The model');
  await expect(model.getByRole('button', { name: 'Choose a folder…' })).toBeVisible();
  const refuses = async (files: Record<string, Uint8Array>, sentence: RegExp): Promise<void> => {
    await drop(page, files);
    await expect(model.getByText(sentence)).toBeVisible({ timeout: 30_000 });
    await model.getByRole('button', { name: 'Dismiss' }).click();
  };
  const described = folder('bert', 'model.safetensors');
  delete described['model.safetensors'];
  const calls = strToU8('\x80\x02cos\nsystem\nX\x04\x00\x00\x00true\x85R.', true);
  await refuses(
    { ...described, 'pytorch_model.bin': zipSync({ 'archive/data.pkl': [calls, { level: 0 }] }) },
    /it names "os\.system", which no file of tensors needs/,
  );
  const long = new Uint8Array(64);
  new DataView(long.buffer).setBigUint64(0, 2n ** 40n, true);
  await refuses({ ...described, 'model.safetensors': long }, /its header is longer than the file/);
  const gpt = strToU8(JSON.stringify({ model_type: 'gpt2' }));
  await refuses(
    { ...described, 'config.json': gpt },
    /a model of type "gpt2", which the lab does not compute/,
  );
});
