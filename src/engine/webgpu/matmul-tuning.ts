import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type IDBPDatabase, openDB } from 'idb';
import { Random } from '../../base/random.ts';
import { webgpuBackend } from './dispatch.ts';
import { product } from './matmul.ts';
import { CANDIDATES, fits, setWay, type ShapeClass, type Way } from './matmul-choice.ts';

/**
 * Which way of computing products is fastest on the adapter at hand: measured once on one shape of each class, kept in
 * this browser. A way that is not clearly faster than the default, or whose result differs, is not taken.
 */

/** Of the candidates and the form of what is kept; another number forgets what was measured. */
const VERSION = 2;
/** Milliseconds for all of it; classes that are not reached keep the default. */
const BUDGET = 1500;
/** Starts that measure what is still missing: an adapter that is too slow for it shall not take the time for ever. */
const MOST_TRIES = 3;
const ROUNDS = 3;
/** Milliseconds that one reading should last, so that the submit itself does not count. */
const READING = 4;
const MOST_REPEATS = 32;
/** How much of the default's time another way may take at most. */
const WORTH = 0.9;

const SHAPES: Record<ShapeClass, { m: number; n: number; k: number; transposeA: boolean }> = {
  large: { m: 512, n: 256, k: 128, transposeA: false },
  tall: { m: 128, n: 128, k: 1024, transposeA: true },
  narrow: { m: 32, n: 512, k: 256, transposeA: false },
};

/** The place of the chosen candidate of each class that was measured to the end. */
export type Choices = Partial<Record<ShapeClass, number>>;

interface Kept {
  choices: Choices;
  /** How often it was measured. */
  tries: number;
}

/**
 * After WebGPU has started. Never fails: what cannot be measured keeps the default. Classes for which there was no time
 * left, as where the machine was busy, are measured at the next start.
 */
export async function tuneMatMul(adapter: string, budget = BUDGET): Promise<Choices> {
  const key = `${adapter}/${VERSION}`;
  const { choices, tries } = await kept(key);
  const missing = (Object.keys(SHAPES) as ShapeClass[]).filter((shapes) => choices[shapes] === undefined);
  const measures = missing.length > 0 && tries < MOST_TRIES;
  // A way that fails leaves what was measured before it.
  if (measures) await measure(missing, choices, budget).catch(() => undefined);
  for (const shapes of Object.keys(CANDIDATES) as ShapeClass[]) {
    const way = CANDIDATES[shapes][choices[shapes] ?? 0];
    setWay(shapes, way && fits(way, webgpuBackend().device.limits) ? way : null);
  }
  if (measures) await keep(key, { choices, tries: tries + 1 });
  return choices;
}

/** Adds the outcome of each class to `choices`, until the time is over. */
async function measure(missing: readonly ShapeClass[], choices: Choices, budget: number): Promise<void> {
  const end = performance.now() + budget;
  for (const shapes of missing) {
    const fastest = await fastestOf(CANDIDATES[shapes], SHAPES[shapes], end);
    if (fastest === null) break;
    choices[shapes] = fastest;
  }
}

/** Null where the time was over before all had been measured. */
async function fastestOf(
  ways: readonly Way[],
  { m, n, k, transposeA }: (typeof SHAPES)['large'],
  end: number,
): Promise<number | null> {
  const random = new Random(1);
  const values = (rows: number, columns: number) =>
    tensor(
      Float32Array.from({ length: rows * columns }, () => random.uniform() - 0.5),
      [1, rows, columns],
    );
  const operands = { a: transposeA ? values(k, m) : values(m, k), b: values(k, n) };
  const run = (way: Way) => product({ ...operands, transposeA, transposeB: false }, undefined, way).result;
  try {
    const { limits } = webgpuBackend().device;
    const results: (Float32Array | null)[] = [];
    for (const way of ways) {
      if (results.length > 0 && performance.now() > end) return null;
      results.push(fits(way, limits) ? await valuesOf(run(way)) : null);
    }
    const able = ways.map((_, i) => agrees(results[0] ?? null, results[i] ?? null));
    const times = ways.map(() => Infinity);
    const repeats = Math.min(
      MOST_REPEATS,
      Math.ceil(READING / (await duration(() => run(ways[0] as Way), 1))),
    );
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, way] of ways.entries()) {
        if (!able[i]) continue;
        if (performance.now() > end) return null;
        times[i] = Math.min(times[i] ?? Infinity, await duration(() => run(way), repeats));
      }
    const best = times.indexOf(Math.min(...times));
    return (times[best] ?? 0) < WORTH * (times[0] ?? Infinity) ? best : 0;
  } finally {
    dispose([operands.a, operands.b]);
  }
}

async function valuesOf(result: Tensor): Promise<Float32Array> {
  const values = (await result.data()) as Float32Array;
  result.dispose();
  return values;
}

function agrees(wanted: Float32Array | null, got: Float32Array | null): boolean {
  return (
    wanted !== null && got !== null && wanted.every((value, i) => Math.abs(value - (got[i] ?? NaN)) < 1e-3)
  );
}

/** Milliseconds of one run, of several recorded in a row. */
async function duration(run: () => Tensor, repeats: number): Promise<number> {
  const gpu = webgpuBackend();
  const start = performance.now();
  for (let i = 0; i < repeats; i++) run().dispose();
  gpu.ensureCommandEncoderReady();
  gpu.endComputePassEncoder();
  gpu.submitQueue();
  await gpu.queue.onSubmittedWorkDone();
  return (performance.now() - start) / repeats;
}

/** A database of the engine's own: what is in it can be measured again at any time. */
async function withStore<T>(work: (db: IDBPDatabase) => Promise<T>): Promise<T | null> {
  try {
    const db = await openDB('seqlab-engine', 1, { upgrade: (db) => void db.createObjectStore('tuning') });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  } catch {
    // A private window keeps nothing: it is measured anew next time.
    return null;
  }
}

async function kept(key: string): Promise<Kept> {
  const found: unknown = await withStore((db) => db.get('tuning', key));
  return typeof found === 'object' && found !== null ? (found as Kept) : { choices: {}, tries: 0 };
}

const keep = (key: string, found: Kept) => withStore((db) => db.put('tuning', found, key));
