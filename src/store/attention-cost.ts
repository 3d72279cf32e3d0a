import { create } from 'zustand';
import { growth } from '../bench/statistics.ts';
import type { Device, Measured } from '../bench/subject.ts';
import { variant } from '../bench/variants.ts';
import type { DeviceKind } from '../runs/types.ts';
import { benchClient } from '../worker/bench-client.ts';

/** Time and memory of one attention layer, forward and backward, against the length of the text, on this machine. */
export interface CostPoint {
  length: number;
  /** The fastest of a few steps, in milliseconds. */
  ms: number;
  /** The most bytes that the tensors of a step held together: queries, keys, values, all in between, gradients. */
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
  /** What the bytes are; absent in results of older versions, which had the growth of the device's memory. */
  counted?: 'tensors';
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

/**
 * The line a·length^b through the points it was fitted to; null where there is no exponent.
 * `off`: by which share of the line the point farthest from it is above or below.
 */
export function fitOf(
  { points }: CostLine,
  of: (point: CostPoint) => number,
): { x: number[]; y: number[]; exponent: number; off: number } | null {
  const exponent = exponentOf(points, of);
  if (!Number.isFinite(exponent)) return null;
  const long = points.filter((point) => point.length >= FITTED_FROM && of(point) > 0);
  const x = long.map(({ length }) => length);
  // Least squares of logarithms: the line goes through their mean.
  const level =
    long.reduce((sum, point) => sum + Math.log(of(point)) - exponent * Math.log(point.length), 0) /
    long.length;
  const y = x.map((length) => Math.exp(level) * length ** exponent);
  const off = Math.max(...long.map((point, i) => Math.abs(of(point) / (y[i] as number) - 1)));
  return { x, y, exponent, off };
}

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

/** The fastest: whatever else the machine does only adds to a step. */
const timed = ({ steps }: Measured): number => Math.min(...steps.slice(1).map(({ ms }) => ms));

/** A worker for each length: what its tensors hold is of this length alone. */
async function measure(
  library: 'seqlab' | 'stock',
  device: Device,
  length: number,
  signal: AbortSignal,
): Promise<{ ms: number; bytes: number }> {
  const client = benchClient(variant(library, device));
  const end = (): void => client.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    await client.load({ kind: 'attention', length, ...COST_SHAPE });
    const first = await client.run(2);
    const measured = timed(first) > MOST_MS / 4 ? first : await client.run(STEPS + 1);
    return { ms: timed(measured), bytes: measured.memory?.tensors ?? NaN };
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
      for (const length of COST_LENGTHS) {
        onLength(done, total);
        try {
          const { ms, bytes } = await measure(library, device, length, signal);
          line.points.push({ length, ms, bytes });
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
    return { counted: 'tensors', device: kind === 'webgpu' ? 'webgpu' : 'wasm', lines };
  } finally {
    useAttentionCost.setState({ live: null });
  }
}
