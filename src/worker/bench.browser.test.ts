import { afterAll, describe, expect, it } from 'vitest';
import { relativeDifference } from '../bench/statistics.ts';
import type { BenchClient } from '../bench/subject.ts';
import { variant } from '../bench/variants.ts';
import type { Work } from '../bench/workloads.ts';
import { benchClient } from './bench-client.ts';
import { benchApi } from './bench-server.ts';

/** SeqLab and TensorFlow.js as it comes, each in its own worker, on tiny workloads. */
const recurrent = {
  kind: 'classifier',
  vocabulary: 23,
  embedding: 6,
  hidden: 5,
  classes: 3,
  rows: 4,
  length: 7,
} as const;
const works: [string, Work][] = [
  ['LSTM', { ...recurrent, cell: 'lstm', layers: 1, bidirectional: false }],
  ['GRU', { ...recurrent, cell: 'gru', layers: 1, bidirectional: false }],
  ['bidirectional LSTM', { ...recurrent, cell: 'lstm', layers: 2, bidirectional: true }],
  ['attention', { kind: 'attention', rows: 2, heads: 2, length: 9, headWidth: 4 }],
  ['BERT', { kind: 'bert', vocabulary: 23, hidden: 8, layers: 2, heads: 2, rows: 3, length: 7, masked: 5 }],
  ['Seq2Seq', { kind: 'seq2seq', vocabulary: 23, embedding: 6, hidden: 5, rows: 3, length: 7 }],
  ['Adam', { kind: 'optimizer', vocabulary: 40, hidden: 8, layers: 1, length: 6 }],
];

describe('the bench', () => {
  const clients = new Map<string, BenchClient>();
  afterAll(() => clients.forEach((client) => client.end()));
  /** One worker for all workloads: what is compared here are losses, not times. */
  const clientOf = (library: 'seqlab' | 'stock', device: 'wasm' | 'webgpu'): BenchClient => {
    const { id } = variant(library, device);
    const client = clients.get(id) ?? benchClient(variant(library, device));
    clients.set(id, client);
    return client;
  };

  it.each(works)('%s: both libraries compute the same losses on WASM', async (_, work) => {
    const losses: number[][] = [];
    for (const library of ['seqlab', 'stock'] as const) {
      const client = clientOf(library, 'wasm');
      expect(await client.load(work)).toEqual({ able: true, differs: null });
      const { steps, memory } = await client.run(4);
      expect(memory?.wasm).toBeGreaterThan(0);
      losses.push(steps.map(({ loss }) => loss));
    }
    const [ours = [], stock = []] = losses;
    ours.forEach((loss, step) =>
      expect(relativeDifference(loss, stock[step] ?? NaN), `step ${step + 1}`).toBeLessThan(1e-4),
    );
    expect(ours[3]).not.toBe(ours[0]);
  });

  it('counts what tensors hold: attention that stores its weights grows with the square of the length, ours with the length', async () => {
    const held = async (library: 'seqlab' | 'stock', length: number): Promise<number> => {
      const client = clientOf(library, 'wasm');
      await client.load({ kind: 'attention', rows: 1, heads: 2, headWidth: 4, length });
      return (await client.run(2)).memory?.tensors ?? NaN;
    };
    const [shape, longer] = [2 * 4 * 4, 256];
    const stored = await held('stock', longer);
    // Weights and the gradient of the scores at once, of each head.
    expect(stored).toBeGreaterThan(2 * 2 * longer ** 2 * 4);
    expect(stored / (await held('stock', longer / 4))).toBeGreaterThan(10);
    const ours = await held('seqlab', longer);
    // Queries, keys and values with their gradients; far from a matrix of scores.
    expect(ours).toBeGreaterThan(6 * longer * shape);
    expect(ours).toBeLessThan(2 * longer ** 2 * 4);
    expect(ours / (await held('seqlab', longer / 4))).toBeCloseTo(4, 0);
  });

  it('counts what the GPU is asked for', async () => {
    const client = clientOf('seqlab', 'webgpu');
    await client.load(works[0]?.[1] as Work);
    const { steps, memory } = await client.run(2);
    expect(steps[1]?.dispatches).toBeGreaterThan(5);
    expect(steps[1]?.submits).toBeGreaterThanOrEqual(1);
    expect(steps[1]?.submitMs).toBeGreaterThan(0);
    expect(steps[1]?.submitMs).toBeLessThan(steps[1]?.recordMs ?? 0);
    expect(memory?.gpu).toBeGreaterThan(1000);
  });

  it('asks for one submit a step of the optimizer: waiting for the device submits nothing more', async () => {
    const client = clientOf('seqlab', 'webgpu');
    await client.load({ kind: 'optimizer', vocabulary: 40, hidden: 8, layers: 1, length: 6 });
    const { steps } = await client.run(2);
    expect(steps.map(({ submits }) => submits)).toEqual([1, 1]);
  });

  it.each([
    [
      'a call that fails',
      (): Promise<number> => Promise.reject(new DOMException('Mapping was aborted.', 'AbortError')),
    ],
    ['a step that seems to go on', (gpu: GPUDevice) => gpu.queue.onSubmittedWorkDone().then(() => NaN)],
  ])('says that the GPU was lost, after %s', async (_, outcome) => {
    const api = benchApi({
      stock: async () => async () => {
        const device = (await (await navigator.gpu.requestAdapter())?.requestDevice()) as GPUDevice;
        return {
          step: () => {
            device.destroy();
            return outcome(device);
          },
        };
      },
    });
    expect(await api.load('stock', 'webgpu', works[0]?.[1] as Work)).toMatchObject({ ok: true });
    expect(await api.run(1)).toMatchObject({
      ok: false,
      error: { code: 'device/lost', message: 'The graphics device was lost while it was measured.' },
    });
  });
});
