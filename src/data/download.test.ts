import { afterEach, describe, expect, it, vi } from 'vitest';
import { toErrorData } from '../base/errors.ts';
import { CATALOGUE } from './catalogue.ts';
import { download, fileUrl, nameOfUrl } from './download.ts';
import { Job, type Progress } from './job.ts';

const URL_ = 'https://example.org/data.csv';
const answer = (body: BodyInit | null, init: ResponseInit = {}) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, init)),
  );
const failure = async (job = new Job()) => download(URL_, job).then(() => null, toErrorData);

afterEach(() => vi.unstubAllGlobals());

describe('download', () => {
  it('gives the file and tells the progress', async () => {
    answer('text,label\n', { headers: { 'content-length': '11' } });
    const told: Progress[] = [];
    const blob = await download(URL_, new Job(null, (progress) => told.push(progress)));
    expect(await blob.text()).toBe('text,label\n');
    expect(told.at(-1)).toEqual({ phase: 'downloading', done: 11, total: 11 });
  });

  it('knows no total where the server packed the body', async () => {
    answer('text,label\n', { headers: { 'content-length': '5', 'content-encoding': 'gzip' } });
    const told: Progress[] = [];
    await download(URL_, new Job(null, (progress) => told.push(progress)));
    expect(told.at(-1)?.total).toBeNull();
  });

  it.each([
    [404, 'no such file'],
    [401, 'sign in'],
    [429, 'too often'],
    [503, 'trouble'],
    [418, 'refused'],
  ])('says what HTTP %i means', async (status, part) => {
    answer('no', { status });
    const error = await failure();
    expect(error).toMatchObject({ code: 'download/http' });
    expect(error?.message).toContain(part);
    expect(error?.message).toContain(`HTTP ${status}`);
  });

  it('says what to do where the server cannot be reached or forbids it', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))),
    );
    const forbidden = await failure();
    expect(forbidden?.message).toContain('CORS');
    expect(forbidden?.hint).toContain(`Open ${URL_} in a tab of its own`);
    vi.stubGlobal('navigator', { onLine: false });
    expect((await failure())?.message).toContain('offline');
  });

  it('says so when the connection breaks off', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new TypeError('network error'));
      },
    });
    answer(body);
    expect((await failure())?.message).toContain('broke off');
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    answer('text');
    controller.abort();
    expect((await failure(new Job(controller.signal)))?.code).toBe('cancelled');
  });
});

describe('addresses', () => {
  it.each([
    [
      'https://huggingface.co/datasets/a/b/blob/main/x.csv',
      'https://huggingface.co/datasets/a/b/resolve/main/x.csv',
    ],
    [
      'https://huggingface.co/datasets/a/b/resolve/main/x.csv?download=true',
      'https://huggingface.co/datasets/a/b/resolve/main/x.csv?download=true',
    ],
    ['https://github.com/a/b/blob/main/data/x.csv', 'https://raw.githubusercontent.com/a/b/main/data/x.csv'],
    ['https://example.org/blob/main/x.csv', 'https://example.org/blob/main/x.csv'],
  ])('%s', (given, expected) => {
    expect(fileUrl(given)).toBe(expected);
  });

  it('names a file by its address', () => {
    expect(nameOfUrl('https://a.b/c/my%20data.csv?x=1')).toBe('my data.csv');
    expect(nameOfUrl('https://a.b/')).toBe('a.b');
  });

  it('lists sets with files of the hub', () => {
    expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
    for (const { url, testUrl, licence } of CATALOGUE) {
      expect(url).toMatch(
        /^https:\/\/huggingface\.co\/datasets\/[^/]+\/[^/]+\/resolve\/.+\.(parquet|jsonl)$/,
      );
      expect(testUrl).toMatch(/\.(parquet|jsonl)$/);
      expect(licence).not.toBe('');
    }
  });
});
