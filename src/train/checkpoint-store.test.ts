import { describe, expect, it } from 'vitest';
import type { CheckpointKind } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { CheckpointStore, type CheckpointStorage } from './checkpoint-store.ts';

const record = (step: number, kind: CheckpointKind = 'last') =>
  ({ runId: 'run', kind, step }) as CheckpointRecord;

/** A storage whose writes end when the test says so. */
class Slow implements CheckpointStorage {
  readonly written: CheckpointRecord[] = [];
  private turns: ((error?: Error) => void)[] = [];

  write(checkpoint: CheckpointRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.turns.push((error) => {
        if (error) return reject(error);
        this.written.push(checkpoint);
        resolve();
      });
    });
  }

  async read(_: string, kind: CheckpointKind): Promise<CheckpointRecord | undefined> {
    return this.written.findLast((checkpoint) => checkpoint.kind === kind);
  }

  async end(error?: Error): Promise<void> {
    this.turns.shift()?.(error);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function setUp() {
  const storage = new Slow();
  const said: string[] = [];
  const store = new CheckpointStore(storage);
  const keep = (checkpoint: CheckpointRecord) =>
    store.keep(checkpoint, {
      saved: ({ kind, step }) => said.push(`${kind} ${step}`),
      failed: ({ message }) => said.push(message),
    });
  return { storage, said, store, keep };
}

describe('CheckpointStore', () => {
  it('writes one at a time and, of those that wait, only the newest', async () => {
    const { storage, said, store, keep } = setUp();
    for (const step of [1, 2, 3]) keep(record(step));
    expect((await store.find('run', 'last'))?.step).toBe(3);
    await storage.end();
    await storage.end();
    await store.flush();
    expect(storage.written.map(({ step }) => step)).toEqual([1, 3]);
    expect(said).toEqual(['last 1', 'last 3']);
    expect(store.holds('run', 'last')).toBe(false);
    expect((await store.find('run', 'last'))?.step).toBe(3);
  });

  it('writes the kinds beside each other', async () => {
    const { storage, said, store, keep } = setUp();
    keep(record(4, 'best'));
    keep(record(4));
    await storage.end();
    await storage.end();
    await store.flush();
    expect(said).toEqual(['best 4', 'last 4']);
  });

  it('holds what could not be written, says so, and tries again with the next one', async () => {
    const { storage, said, store, keep } = setUp();
    keep(record(1));
    await storage.end(new Error('The disk is full.'));
    await store.flush();
    expect(said).toEqual(['The disk is full.']);
    expect(store.holds('run', 'last')).toBe(true);
    expect((await store.find('run', 'last'))?.step).toBe(1);
    keep(record(2));
    await storage.end();
    await store.flush();
    expect(said).toEqual(['The disk is full.', 'last 2']);
    expect(store.holds('run', 'last')).toBe(false);
  });

  it('finds nothing where there is nothing', async () => {
    const { store } = setUp();
    expect(await store.find('run', 'best')).toBeNull();
  });
});
