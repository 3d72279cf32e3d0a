import type { DeviceLimits } from '../recipe/model-fit.ts';
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
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  const limits = adapter?.limits;
  return {
    memory,
    largestArray: limits ? Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) : null,
  };
}
