import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../base/errors.ts';
import type { DeviceKind, DeviceReport } from '../runs/types.ts';
import { keepNote, keptNote } from '../storage/store.ts';
import { labClient } from '../worker/client.ts';
import { saving } from './saved.ts';

/** What the worker computes on, and what a person wished for. */
export interface DeviceState {
  status: 'unknown' | 'asking' | 'ready' | 'failed';
  report: DeviceReport | null;
  /** Why the last choice could not be had. */
  error: LabErrorData | null;
  /** Chosen by hand; null: the best there is. */
  wanted: DeviceKind | null;
  /** Named by `?device=` in the address, which no menu overrules. */
  fixed: DeviceKind | null;
  /** What stands there in the address and is no device; null: nothing. */
  unknown: string | null;
}

const NOTE = 'device';
const KINDS: readonly DeviceKind[] = ['webgpu', 'wasm', 'cpu'];

function asKind(value: unknown): DeviceKind | null {
  return KINDS.find((kind) => kind === value) ?? null;
}

/** The device that the address names; null where it names none that exists. */
export function deviceOfAddress(search: string): DeviceKind | null {
  return asKind(new URLSearchParams(search).get('device')?.toLowerCase());
}

/** What the address names as a device although it is none; null where it names one, or nothing. */
export function unknownDevice(search: string): string | null {
  const named = new URLSearchParams(search).get('device');
  return named === null || named === '' || deviceOfAddress(search) !== null ? null : named;
}

export const useDevice = create<DeviceState>(() => ({
  status: 'unknown',
  report: null,
  error: null,
  wanted: null,
  fixed: deviceOfAddress(globalThis.location?.search ?? ''),
  unknown: unknownDevice(globalThis.location?.search ?? ''),
}));

async function ask(wanted: DeviceKind | null): Promise<boolean> {
  useDevice.setState({ status: 'asking', error: null });
  try {
    const report = await labClient().device(wanted);
    useDevice.setState({ status: 'ready', report, wanted });
    return true;
  } catch (error) {
    useDevice.setState((s) => ({ status: s.report ? 'ready' : 'failed', error: toErrorData(error) }));
    return false;
  }
}

let started: Promise<void> | null = null;

/** Starts the worker on the device of the address, else the one chosen last time, else the best there is. */
export function startDevice(): Promise<void> {
  started ??= (async () => {
    const { fixed } = useDevice.getState();
    if (fixed) return void (await ask(fixed));
    const kept = await keptNote(NOTE).then(asKind, () => null);
    // What was chosen on another day may be gone: a driver, a browser setting.
    if (!(kept && (await ask(kept)))) await ask(null);
  })();
  return started;
}

/** Chooses a device by hand; null: the best there is. Kept for the next visit. */
export async function chooseDevice(wanted: DeviceKind | null): Promise<void> {
  if (await ask(wanted)) await saving('the choice of device', () => keepNote(NOTE, wanted));
}
