import { create } from 'zustand';
import { growth, median } from '../bench/statistics.ts';
import type { Device, Measured } from '../bench/subject.ts';
import { variant } from '../bench/variants.ts';
import type { DeviceKind } from '../runs/types.ts';
import { benchClient } from '../worker/bench-client.ts';

/** Time and memory of one attention layer, forward and backward, against the length of the text, on this machine. */
export interface CostPoint {
  length: number;
  /** Median of a step, in milliseconds. */
  ms: number;
  /** Peak of the device's memory beyond what the shortest length takes; NaN: not known. */
  bytes: number;
}

export interface CostLine {
  name: string;
  points: CostPoint[];
  /** b in time ≈ a·length^b over the longer half: 1 is linear, 2 quadratic. NaN of fewer than three points. */
  exponent: number;
  memoryExponent: number;
  /** Why it has no points of the longest texts; null: it has all. */
  stopped: string | null;
}

export interface CostResult {
  device: DeviceKind;
  lines: CostLine[];
}

/** What has been measured so far, while it goes on. */
export const useAttentionCost = create<{ live: CostLine[] | null }>(() => ({ live: null }));

export const COST_LENGTHS = [16, 32, 64, 128, 256, 512, 1024];
export const COST_SHAPE = { rows: 1, heads: 4, headWidth: 32 };
/** Steps that are timed, the first of all not counted. */
const STEPS = 5;
/** A step that takes longer is the last one of its line. */
const MOST_MS = 8000;
/** Lengths from which on the growth is fitted: shorter ones cost what any call costs. */
const FITTED_FROM = 128;

const exponentOf = (points: readonly CostPoint[], of: (point: CostPoint) => number): number => {
  const long = points.filter((point) => point.length >= FITTED_FROM && of(point) > 0);
  return long.length < 3
    ? NaN
    : growth(
        long.map(({ length }) => length),
        long.map(of),
      );
};

const fitted = (line: CostLine): CostLine => ({
  ...line,
  exponent: exponentOf(line.points, ({ ms }) => ms),
  memoryExponent: exponentOf(line.points, ({ bytes }) => bytes),
});

const timed = ({ steps }: Measured): number => median(steps.slice(1).map(({ ms }) => ms));

/** A worker for each length: the peak of its memory is that of this length alone. */
async function measure(
  library: 'seqlab' | 'stock',
  device: Device,
  length: number,
  signal: AbortSignal,
): Promise<{ ms: number; peak: number }> {
  const client = benchClient(variant(library, device));
  const end = (): void => client.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    await client.load({ kind: 'attention', length, ...COST_SHAPE });
    const first = await client.run(2);
    const measured = timed(first) > MOST_MS / 4 ? first : await client.run(STEPS + 1);
    const peak = measured.memory?.[device === 'webgpu' ? 'gpu' : 'wasm'] ?? NaN;
    return { ms: timed(measured), peak };
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** @throws DOMException AbortError where the signal is aborted; LabError where the device cannot be had */
export async function measureAttentionCost(
  kind: DeviceKind,
  signal: AbortSignal,
  onLength: (done: number, total: number) => void,
): Promise<CostResult> {
  const device: Device = kind === 'webgpu' ? 'webgpu' : 'wasm';
  const lines: CostLine[] = [];
  const total = 2 * COST_LENGTHS.length;
  let done = 0;
  const show = (line: CostLine): void => useAttentionCost.setState({ live: [...lines, fitted(line)] });
  try {
    for (const [library, name] of [
      ['seqlab', 'SeqLab: weights computed again'],
      ['stock', 'Plain: all weights stored'],
    ] as const) {
      const line: CostLine = { name, points: [], exponent: NaN, memoryExponent: NaN, stopped: null };
      show(line);
      let base = NaN;
      for (const length of COST_LENGTHS) {
        onLength(done, total);
        try {
          const { ms, peak } = await measure(library, device, length, signal);
          if (Number.isNaN(base)) base = peak;
          line.points.push({ length, ms, bytes: Math.max(0, peak - base) });
          if (ms > MOST_MS) line.stopped = `a step of ${length} tokens takes ${(ms / 1000).toFixed(0)} s`;
        } catch (error) {
          signal.throwIfAborted();
          // Out of memory, most likely: what is there is shown.
          if (line.points.length === 0) throw error;
          line.stopped = `${length} tokens failed: ${error instanceof Error ? error.message : String(error)}`;
        }
        show({ ...line, points: [...line.points] });
        done++;
        if (line.stopped) break;
      }
      done = lines.length === 0 ? COST_LENGTHS.length : total;
      lines.push(fitted(line));
    }
    return { device: kind === 'webgpu' ? 'webgpu' : 'wasm', lines };
  } finally {
    useAttentionCost.setState({ live: null });
  }
}
