import type { DeviceLimits } from '../recipe/model-fit.ts';
import type { HardLimits } from '../recipe/train-fit.ts';
import type { DeviceKind } from '../runs/types.ts';

/** Where the browser does not tell how much memory there is. */
const UNKNOWN_MEMORY = 2e9;
/** A page gets no more than this, whatever the machine has: WASM has addresses of 32 bits. */
const MOST_MEMORY = 4e9;
/** Of the machine's memory; the other half is for everything else. */
const SHARE = 0.5;

/** What a page may use here. A worker is told as much as the page. */
export async function deviceLimits(device: DeviceKind): Promise<DeviceLimits> {
  // In gigabytes, rounded by the browser and 8 at most.
  const { deviceMemory } = navigator as { deviceMemory?: number };
  const memory = deviceMemory ? Math.min(MOST_MEMORY, deviceMemory * 1e9 * SHARE) : UNKNOWN_MEMORY;
  if (device !== 'webgpu') return { memory, largestArray: null };
  return { memory, largestArray: await largestArray() };
}

/** The largest array of the graphics device, in bytes; null: not known. */
async function largestArray(): Promise<number | null> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  const limits = adapter?.limits;
  return limits ? Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) : null;
}

/** All that its addresses of 32 bits reach. */
const WASM_HEAP = 2 ** 32;

/** What no run on this device can go beyond, whatever the machine has. */
export async function hardLimits(device: DeviceKind): Promise<HardLimits> {
  if (device === 'wasm') return { name: 'WASM', memory: WASM_HEAP, largestArray: null };
  if (device === 'cpu') return { name: 'the plain CPU', memory: null, largestArray: null };
  return { name: 'this graphics device', memory: null, largestArray: await largestArray() };
}
