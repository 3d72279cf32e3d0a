import { type CellKind, GATES } from '../recurrent/types.ts';
import { webgpuBackend } from './dispatch.ts';
import type { Plan } from './recurrent-wgsl.ts';

let forced: 'persistent' | 'stepwise' | null = null;

/** For tests and measurements: takes one way wherever it is possible; null: by the limits again. */
export function forceRecurrentPlan(way: 'persistent' | 'stepwise' | null): void {
  forced = way;
}

/**
 * How a layer fits into workgroups that carry it through all steps, or null where it does not and goes step by step:
 * threads of a workgroup own the columns of a state, its memory holds what all of them need, on the way back 4·G·H·R
 * bytes. A workgroup with memory for a single row of many would read all weights for each row alone: then steps are
 * better.
 */
export function planRecurrent(cell: CellKind, hidden: number, batch: number): Plan | null {
  if (forced === 'stepwise') return null;
  const { limits } = webgpuBackend().device;
  const columns = hidden % 4 === 0 ? 4 : 1;
  const threads = hidden / columns;
  if (threads > limits.maxComputeWorkgroupSizeX || threads > limits.maxComputeInvocationsPerWorkgroup)
    return null;
  const rows = [8, 4, 2, 1].find(
    (r) => r < 2 * batch && 4 * GATES[cell] * hidden * r <= limits.maxComputeWorkgroupStorageSize,
  );
  if (rows === undefined || (rows === 1 && batch > 1 && forced === null)) return null;
  return { rows, columns };
}
