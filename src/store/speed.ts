import { create } from 'zustand';
import type { DeviceKind } from '../runs/types.ts';
import { labClient } from '../worker/client.ts';
import { startDevice, useDevice } from './device.ts';
import { useRuns } from './runs.ts';

/** How fast the device at hand multiplies, in operations a second; null: not measured yet. */
export const useSpeed = create<{ speed: number | null; of: DeviceKind | null }>(() => ({
  speed: null,
  of: null,
}));

let measuring: Promise<void> | null = null;

/** Measures it once for each device, in a tenth of a second; not beside a run, which would be slowed and slow it. */
export function measureSpeed(): Promise<void> {
  measuring ??= measure().finally(() => (measuring = null));
  return measuring;
}

async function measure(): Promise<void> {
  await startDevice();
  const kind = useDevice.getState().report?.kind ?? null;
  if (kind === null || useSpeed.getState().of === kind || useRuns.getState().active !== null) return;
  // Without a figure nothing is said of the time.
  const speed = await labClient()
    .speed()
    .catch(() => null);
  if (speed !== null) useSpeed.setState({ speed, of: kind });
}
