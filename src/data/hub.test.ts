import { afterEach, describe, expect, it, vi } from 'vitest';
import { lookUp } from './hub.ts';
import { Job } from './job.ts';

afterEach(() => vi.unstubAllGlobals());

/** A hub that has a config.json and nothing else; what it is asked for is noted. */
function hubWith(config: string): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string | URL | Request) => {
    const address = url instanceof Request ? url.url : String(url);
    asked.push(address.slice(address.lastIndexOf('/') + 1));
    return Promise.resolve(
      address.endsWith('/config.json') ? new Response(config) : new Response(null, { status: 404 }),
    );
  });
  return asked;
}

describe('a model of the hub', () => {
  it('is judged by its config.json before its weights are looked for', async () => {
    const asked = hubWith('{"model_type":"albert"}');
    await expect(lookUp('someone/albert', new Job())).rejects.toThrow(/model of type "albert"/);
    expect(asked).toEqual(['config.json']);
  });

  it('is none where something on the way answers with a page of its own', async () => {
    hubWith('<!doctype html><title>Sign in</title>');
    await expect(lookUp('someone/any', new Job())).rejects.toThrow(/config\.json/);
  });
});
