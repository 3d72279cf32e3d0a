import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { LabError } from '../base/errors.ts';
import type { DeviceKind, DeviceReport } from '../runs/types.ts';
import { mendGradients } from './mended-gradients.ts';
import { startSimd } from './simd/module.ts';
import { guardWasmMemory, prepareWasm, wasmDescription } from './wasm/setup.ts';
import { replaceMatMul } from './webgpu/batch-matmul.ts';
import { replaceCast } from './webgpu/cast.ts';
import { tuneMatMul } from './webgpu/matmul-tuning.ts';
import { describeAdapter, probeWebGpu, type WebGpuProbe } from './webgpu-adapter.ts';

/**
 * The machine at hand: which device computes, and why that one.
 *
 * Order of preference: a graphics card through WebGPU, WASM, the plain CPU. WebGPU that is computed by the
 * processor (SwiftShader, llvmpipe) is slower than WASM and is only used when asked for.
 */

mendGradients();

/** Dispatches recorded before TensorFlow.js submits on its own: more than any step has, so one submit a step. */
const DISPATCHES_PER_SUBMIT = 100_000;

type Choice = DeviceReport['choices'][number];

interface GpuBackend extends tf.KernelBackend {
  device: GPUDevice;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

const listeners = new Set<(message: string) => void>();
const errorListeners = new Set<(error: GPUError) => void>();
/** Devices we let go of ourselves: their end is no loss. */
const released = new WeakSet<GPUDevice>();

/** Calls back when the GPU is lost (driver reset, card unplugged, out of memory). Returns the way to stop listening. */
export function onDeviceLost(callback: (message: string) => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

/**
 * Calls back with errors that the GPU reports beside the calls (GPUOutOfMemoryError, GPUValidationError): what was
 * computed since is worth nothing. Returns the way to stop listening.
 */
export function onDeviceError(callback: (error: GPUError) => void): () => void {
  errorListeners.add(callback);
  return () => errorListeners.delete(callback);
}

/** Hands all that was recorded to the GPU, so that it works while the next step is recorded; elsewhere nothing waits. */
export function submitWork(): void {
  if (tf.engine().backendName !== 'webgpu') return;
  const gpu = tf.backend() as GpuBackend;
  gpu.ensureCommandEncoderReady();
  gpu.endComputePassEncoder();
  gpu.submitQueue();
}

/**
 * Makes a device the one that computes; null: the best there is.
 * @throws LabError `device/unavailable` where the wanted one cannot be had.
 */
export async function chooseDevice(wanted: DeviceKind | null): Promise<DeviceReport> {
  const gpu = await probeWebGpu();
  const choices = listChoices(gpu);
  const order: DeviceKind[] = wanted ? [wanted] : preference(gpu);
  const failures: string[] = [];
  for (const kind of order) {
    const choice = choices.find((candidate) => candidate.kind === kind);
    const problem = choice?.available ? await start(kind) : (choice?.why ?? 'it is unknown here');
    if (problem === null) return report(kind, wanted, gpu, choices, failures);
    failures.push(`${NAMES[kind]} cannot be used: ${problem}`);
  }
  throw new LabError(
    'device/unavailable',
    `${failures.join('; ')}.`,
    'Choose another device in the menu at the top, or leave the choice to the lab.',
  );
}

/** `chooseDevice`, and our kernels are fitted to the adapter: measured for a second or two the first time. */
export async function chooseTunedDevice(wanted: DeviceKind | null): Promise<DeviceReport> {
  const chosen = await chooseDevice(wanted);
  if (chosen.kind === 'webgpu') await tuneMatMul(chosen.adapter);
  return chosen;
}

/** Lets go of every tensor and of the device itself; `chooseDevice` starts anew. Modules made before are dead. */
export function resetDevice(): void {
  const backend = tf.engine().backendName === 'webgpu' ? (tf.backend() as GpuBackend) : null;
  if (backend) released.add(backend.device);
  tf.engine().reset();
  backend?.device.destroy();
}

const NAMES: Record<DeviceKind, string> = { webgpu: 'WebGPU', wasm: 'WASM', cpu: 'Plain CPU' };

function preference(gpu: WebGpuProbe): DeviceKind[] {
  return gpu.adapter && !gpu.software ? ['webgpu', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}

function listChoices(gpu: WebGpuProbe): Choice[] {
  const hasWasm = typeof WebAssembly === 'object';
  return [
    {
      kind: 'webgpu',
      available: gpu.adapter !== null,
      label: gpu.adapter ? `WebGPU: ${describeAdapter(gpu.adapter)}` : 'WebGPU',
      why: gpu.software ? 'it is computed by the processor, which is slower than WASM' : gpu.why,
    },
    {
      kind: 'wasm',
      available: hasWasm,
      label: 'WASM',
      why: hasWasm ? 'the processor, with vector instructions' : 'this browser has no WebAssembly',
    },
    { kind: 'cpu', available: true, label: 'Plain CPU', why: 'JavaScript alone: slow, but everywhere' },
  ];
}

/** Starts a backend. Returns null, or why it could not be started. */
async function start(kind: DeviceKind): Promise<string | null> {
  try {
    if (kind === 'wasm') prepareWasm();
    if (kind === 'webgpu') {
      replaceMatMul();
      replaceCast();
      tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', DISPATCHES_PER_SUBMIT);
    }
    const fresh = tf.engine().backendName !== kind;
    if (!(await tf.setBackend(kind))) return 'it did not start';
    await tf.ready();
    if (kind === 'wasm') guardWasmMemory(tf.backend());
    if (kind === 'wasm') await startSimd();
    if (kind === 'webgpu' && fresh) watch((tf.backend() as GpuBackend).device);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const watched = new WeakSet<GPUDevice>();

function watch(device: GPUDevice): void {
  if (watched.has(device)) return;
  watched.add(device);
  device.addEventListener('uncapturederror', ({ error }) => {
    for (const listener of errorListeners) listener(error);
  });
  void device.lost.then((info) => {
    if (released.has(device)) return;
    for (const listener of listeners) listener(info.message || 'The graphics device was lost.');
  });
}

function report(
  kind: DeviceKind,
  wanted: DeviceKind | null,
  gpu: WebGpuProbe,
  choices: Choice[],
  failures: string[],
): DeviceReport {
  const wasm = kind === 'wasm' ? wasmDescription() : null;
  const software = kind === 'webgpu' && gpu.software;
  return {
    kind,
    adapter:
      kind === 'webgpu' && gpu.adapter
        ? describeAdapter(gpu.adapter)
        : (wasm?.label ?? 'JavaScript, 1 thread'),
    software,
    threads: wasm?.threads ?? 1,
    crossOriginIsolated: globalThis.crossOriginIsolated === true,
    reason: reasonFor(kind, wanted, gpu, failures),
    choices,
  };
}

function reasonFor(
  kind: DeviceKind,
  wanted: DeviceKind | null,
  gpu: WebGpuProbe,
  failures: string[],
): string {
  if (wanted) return `${NAMES[kind]} was asked for.`;
  if (kind === 'webgpu') return 'There is a graphics card, and WebGPU reaches it.';
  const gpuReason = gpu.software
    ? 'WebGPU here is computed by the processor, which is slower than WASM'
    : gpu.adapter
      ? 'the graphics card did not start'
      : `there is no WebGPU: ${gpu.why}`;
  if (kind === 'wasm') return `${capital(gpuReason)}.`;
  return `${capital([gpuReason, ...failures.filter((failure) => failure.startsWith('WASM'))].join('; '))}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
