import { expose } from 'comlink';
import { afterEach, expect, test, vi } from 'vitest';
import { type Client, Connection, type WorkerLike } from './connection.ts';
import type { Result } from './protocol.ts';

interface Api {
  add(a: number, b: number): Promise<Result<number>>;
  refuse(): Promise<Result<number>>;
  count(to: number, each: (i: number) => void): Promise<Result<void>>;
  countLate(to: number, each: (i: number) => void): Promise<Result<void>>;
  hang(): Promise<Result<void>>;
  throws(): Promise<void>;
  ping(): Promise<number>;
}

/** A worker's other side on a message port of this very process. */
function fakeWorker(api: Api): { worker: WorkerLike; crash(message: string): void; ended(): boolean } {
  const { port1, port2 } = new MessageChannel();
  expose(api, port2);
  port1.start();
  const errors: ((event: Event) => void)[] = [];
  let ended = false;
  return {
    worker: {
      postMessage: port1.postMessage.bind(port1) as WorkerLike['postMessage'],
      addEventListener: ((type: string, listener: (event: Event) => void) => {
        if (type === 'error') errors.push(listener);
        else port1.addEventListener(type, listener);
      }) as WorkerLike['addEventListener'],
      removeEventListener: port1.removeEventListener.bind(port1) as WorkerLike['removeEventListener'],
      terminate() {
        ended = true;
        port1.close();
        port2.close();
      },
    },
    crash: (message) => errors.forEach((listener) => listener({ message } as ErrorEvent)),
    ended: () => ended,
  };
}

let answersPings = true;
const api: Api = {
  add: async (a, b) => ({ ok: true, value: a + b }),
  refuse: async () => ({ ok: false, error: { code: 'x/y', message: 'It cannot be.', hint: 'Try z.' } }),
  count: async (to, each) => {
    for (let i = 0; i < to; i++) each(i);
    return { ok: true, value: undefined };
  },
  countLate: async (to, each) => {
    setTimeout(() => {
      for (let i = 0; i < to; i++) each(i);
    }, 20);
    return { ok: true, value: undefined };
  },
  hang: () => new Promise(() => undefined),
  throws: async () => {
    throw new Error('a slip');
  },
  ping: () => (answersPings ? Promise.resolve(1) : new Promise(() => undefined)),
};

const workers: ReturnType<typeof fakeWorker>[] = [];
function connect(watched = false, heardLate: readonly string[] = []): Connection<Api> {
  return new Connection<Api>({
    name: 'The worker',
    heardLate,
    spawn() {
      const made = fakeWorker(api);
      workers.push(made);
      return made.worker;
    },
    ...(watched ? { watch: { ping: (client: Client<Api>) => client.ping(), silentSeconds: 3 } } : {}),
  });
}

afterEach(() => {
  for (const { worker } of workers.splice(0)) worker.terminate();
  answersPings = true;
  vi.useRealTimers();
});

test('a result is unwrapped, an error thrown as a LabError with its hint', async () => {
  const { client } = connect();
  expect(await client.add(2, 3)).toBe(5);
  await expect(client.refuse()).rejects.toMatchObject({
    code: 'x/y',
    message: 'It cannot be.',
    hint: 'Try z.',
  });
  await expect(client.throws()).rejects.toThrow('a slip');
});

test('callbacks cross the border', async () => {
  const seen: number[] = [];
  await connect().client.count(3, (i) => seen.push(i));
  await vi.waitFor(() => expect(seen).toEqual([0, 1, 2]));
});

test('the client is not taken for a promise', async () => {
  const { client } = connect();
  expect(await Promise.resolve(client)).toBe(client);
  expect(workers).toHaveLength(0);
});

test('a crash rejects what is under way, and the next call starts a new worker', async () => {
  const connection = connect();
  const hanging = connection.client.hang();
  await connection.client.add(1, 1);
  workers[0]!.crash('out of memory');
  await expect(hanging).rejects.toMatchObject({ code: 'worker/crashed' });
  expect(workers[0]!.ended()).toBe(true);
  expect(connection.alive).toBe(false);
  expect(await connection.client.add(1, 2)).toBe(3);
  expect(workers).toHaveLength(2);
});

test('a worker that answers no ping is ended, one that does is left alone', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  const connection = connect(true);
  const hanging = connection.client.hang();
  const outcome = vi.fn();
  hanging.catch(outcome);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(1000);
    await settle();
  }
  expect(outcome).not.toHaveBeenCalled();
  answersPings = false;
  for (let i = 0; i < 5; i++) {
    vi.advanceTimersByTime(1000);
    await settle();
  }
  expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ code: 'worker/silent' }));
  expect(connection.alive).toBe(false);
});

test('progress that comes after the answer is not heard; an outcome is, where the connection is told so', async () => {
  const seen: number[] = [];
  await connect().client.countLate(2, (i) => seen.push(i));
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(seen).toEqual([]);
  await connect(false, ['countLate']).client.countLate(2, (i) => seen.push(i));
  await vi.waitFor(() => expect(seen).toEqual([0, 1]));
});
