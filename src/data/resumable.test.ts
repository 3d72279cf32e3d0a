import { afterEach, describe, expect, it, vi } from 'vitest';
import { toErrorData } from '../base/errors.ts';
import type { DownloadRecord } from './download-record.ts';
import { hubId, lookUp } from './hub.ts';
import { Job } from './job.ts';
import { downloadResumable, type PartStore } from './resumable.ts';

const URL_ = 'https://example.org/model.safetensors';
const FILE = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

function memoryStore() {
  const records = new Map<string, DownloadRecord>();
  const parts = new Map<string, Blob[]>();
  const store: PartStore = {
    keptDownload: async (url) => records.get(url),
    async keepPart(record, part) {
      records.set(record.url, record);
      parts.set(record.url, [...(parts.get(record.url) ?? []), part]);
    },
    arrived: async ({ url }) => new Blob(parts.get(url)),
    async dropDownload(url) {
      records.delete(url);
      parts.delete(url);
    },
  };
  return { store, records };
}

/** A server of ranges whose connection breaks after so many bytes, each time it is asked. */
function serve(breaks: (number | null)[], { ranges = true, etags = ['"a"'] } = {}) {
  const asked: (string | null)[] = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (_url: string, init: RequestInit = {}) => {
      const range = new Headers(init.headers).get('range');
      asked.push(range);
      const from = range && ranges ? Number(/\d+/.exec(range)?.[0]) : 0;
      const at = asked.length - 1;
      const breakAt = breaks[at] ?? null;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(FILE.slice(from, breakAt === null ? FILE.length : from + breakAt));
          if (breakAt === null) controller.close();
        },
        pull(controller) {
          if (breakAt !== null) controller.error(new TypeError('network error'));
        },
      });
      const headers: Record<string, string> = {
        etag: etags[Math.min(at, etags.length - 1)] as string,
        'content-length': String(FILE.length - from),
        ...(from > 0 && { 'content-range': `bytes ${from}-${FILE.length - 1}/${FILE.length}` }),
      };
      return new Response(body, { status: from > 0 ? 206 : 200, headers });
    }),
  );
  return asked;
}

const fetchIt = (store: PartStore, job = new Job(), onProgress: (done: number) => void = () => undefined) =>
  downloadResumable(URL_, job, { owner: 'a/b', store, onProgress, waitMs: 1 });

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

afterEach(() => vi.unstubAllGlobals());

describe('a download that can be taken up again', () => {
  it('goes on where the connection broke off', async () => {
    const asked = serve([300, 0, 200, null]);
    const told: number[] = [];
    const blob = await fetchIt(memoryStore().store, new Job(), (done) => told.push(done));
    expect(await bytesOf(blob)).toEqual(FILE);
    expect(asked).toEqual([null, 'bytes=300-', 'bytes=300-', 'bytes=500-']);
    expect(told.at(-1)).toBe(1000);
  });

  it('begins anew where the file has changed, or the server knows no ranges', async () => {
    const changed = serve([300, null, null], { etags: ['"a"', '"b"'] });
    expect(await bytesOf(await fetchIt(memoryStore().store))).toEqual(FILE);
    expect(changed).toEqual([null, 'bytes=300-', null]);
    const whole = serve([300, null], { ranges: false });
    expect(await bytesOf(await fetchIt(memoryStore().store))).toEqual(FILE);
    expect(whole).toEqual([null, 'bytes=300-']);
  });

  it('keeps what has come when it is given up or cancelled, and asks for the rest another day', async () => {
    const { store, records } = memoryStore();
    serve([400, 0, 0, 0, 0, 0]);
    const error = await fetchIt(store).then(() => null, toErrorData);
    expect(error?.message).toMatch(/keeps breaking off: 0\.0 MB of 0\.0 MB have arrived/);
    expect(records.get(URL_)).toMatchObject({ done: 400, total: 1000, owner: 'a/b' });

    const controller = new AbortController();
    serve([100, null]);
    const cancelled = fetchIt(store, new Job(controller.signal), () => controller.abort());
    expect(await cancelled.then(() => null, toErrorData)).toMatchObject({ code: 'cancelled' });
    expect(records.get(URL_)?.done).toBe(500);

    const asked = serve([null]);
    expect(await bytesOf(await fetchIt(store))).toEqual(FILE);
    expect(asked).toEqual(['bytes=500-']);
    const none = serve([]);
    expect(await bytesOf(await fetchIt(store))).toEqual(FILE);
    expect(none).toEqual([]);
  });
});

describe('the hub', () => {
  it('knows models by their name or the address of their page', () => {
    expect(hubId(' cointegrated/rubert-tiny2 ')).toBe('cointegrated/rubert-tiny2');
    expect(hubId('https://huggingface.co/distilbert/distilbert-base-uncased/tree/main')).toBe(
      'distilbert/distilbert-base-uncased',
    );
    expect(hubId('bert-base-uncased')).toBe('bert-base-uncased');
    for (const wrong of ['', 'a b/c', '../..', 'https://example.org/a/b', 'datasets/x', 'a/..'])
      expect(() => hubId(wrong), wrong).toThrow(/no name of a model/);
  });

  it('tells the size of everything before it is fetched', async () => {
    const config = JSON.stringify({
      ...{
        model_type: 'bert',
        vocab_size: 100,
        hidden_size: 8,
        num_hidden_layers: 1,
        num_attention_heads: 2,
      },
      ...{ intermediate_size: 16, max_position_embeddings: 32, type_vocab_size: 2, hidden_act: 'gelu' },
    });
    const sizes: Record<string, number> = {
      'config.json': config.length,
      'vocab.txt': 200,
      'pytorch_model.bin': 438_000_000,
    };
    vi.stubGlobal(
      'fetch',
      vi.fn(async (url: string, init: RequestInit = {}) => {
        const size = sizes[url.split('/').at(-1) as string];
        if (!url.startsWith('https://huggingface.co/a/b/resolve/main/') || size === undefined)
          return new Response(null, { status: 404 });
        if (init.method !== 'HEAD') return new Response(config);
        return new Response(null, { headers: { 'x-linked-size': String(size) } });
      }),
    );
    const found = await lookUp('a/b', new Job());
    expect(found.tokenizer.map(({ name, bytes }) => [name, bytes])).toEqual([['vocab.txt', 200]]);
    expect(found.weights.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['pytorch_model.bin', 438_000_000],
    ]);
    // Where the host of large files answers GET only.
    const plain = globalThis.fetch;
    vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
      if (!url.endsWith('.bin')) return plain(url, init);
      if (init.method === 'HEAD') throw new TypeError('Failed to fetch');
      expect(new Headers(init.headers).get('range')).toBe('bytes=0-0');
      return new Response('x', { status: 206, headers: { 'content-range': 'bytes 0-0/438000000' } });
    });
    expect((await lookUp('a/b', new Job())).weights[0]?.bytes).toBe(438_000_000);
    vi.stubGlobal('fetch', plain);
    delete sizes['pytorch_model.bin'];
    await expect(lookUp('a/b', new Job())).rejects.toThrow(/has no weights that the lab reads/);
    delete sizes['config.json'];
    await expect(lookUp('a/b', new Job())).rejects.toThrow(/there is no such model/);
  });
});
