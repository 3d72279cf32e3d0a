import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../base/errors.ts';

const { saving, useSaved } = await import('./saved.ts');

let leave: (() => void)[] = [];
let written: string[] = [];
let full = false;

/** Of two keys; the listeners of the page are `leave`. */
async function writer() {
  vi.stubGlobal('addEventListener', (type: string, f: () => void) => type === 'pagehide' && leave.push(f));
  vi.stubGlobal('document', {
    visibilityState: 'hidden',
    addEventListener: (_: string, f: () => void) => leave.push(f),
  });
  const { savingSoon } = await import('./saving-soon.ts');
  const made = savingSoon(
    (key) =>
      saving(key, async () => {
        if (full) throw new LabError('storage/full', 'There is no room left.');
        written.push(key);
      }),
    50,
  );
  vi.unstubAllGlobals();
  return made;
}

const pending = () => useSaved.getState().pending;

beforeEach(() => {
  leave = [];
  written = [];
  full = false;
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

describe('a write that is put off', () => {
  it('is announced from the first change on and done once, each key by itself', async () => {
    const { soon } = await writer();
    soon('a');
    soon('a');
    soon('b');
    expect([pending(), written]).toEqual([2, []]);
    await vi.advanceTimersByTimeAsync(50);
    expect([pending(), written]).toEqual([0, ['a', 'b']]);
    soon('a');
    await vi.advanceTimersByTimeAsync(50);
    expect(written).toEqual(['a', 'b', 'a']);
  });

  it('is done at once where it is asked for, and where the page is hidden or goes', async () => {
    const { soon, flush } = await writer();
    soon('a');
    await flush('a');
    expect([pending(), written]).toEqual([0, ['a']]);
    for (const gone of leave) {
      soon('b');
      vi.stubGlobal('document', { visibilityState: 'hidden' });
      gone();
      vi.unstubAllGlobals();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect([pending(), written]).toEqual([0, ['a', 'b', 'b']]);
    await flush('a');
    expect(written).toHaveLength(3);
  });

  it('is tried again where it failed: asked for, with the next change, when the page goes', async () => {
    const { soon, flush } = await writer();
    full = true;
    soon('a');
    await vi.advanceTimersByTimeAsync(50);
    expect([pending(), written]).toEqual([0, []]);
    expect(useSaved.getState().failed['a']!.code).toBe('storage/full');
    await flush('a');
    full = false;
    await flush('a');
    expect([useSaved.getState().failed, written]).toEqual([{}, ['a']]);
    full = true;
    soon('b');
    await vi.advanceTimersByTimeAsync(50);
    full = false;
    leave.at(-1)!();
    await vi.advanceTimersByTimeAsync(0);
    expect([pending(), written]).toEqual([0, ['a', 'b']]);
  });

  it('that is changed while it is written is written again', async () => {
    const { soon, flush } = await writer();
    soon('a');
    const first = flush('a');
    soon('a');
    await first;
    expect(pending()).toBe(1);
    await vi.advanceTimersByTimeAsync(50);
    expect([pending(), written]).toEqual([0, ['a', 'a']]);
  });
});
