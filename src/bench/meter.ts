import type { MemoryReading } from './subject.ts';

/**
 * Counts what any library asks of the device: dispatches, submits, bytes of GPU buffers and of WebAssembly heaps. It
 * wraps the browser's own methods, so all libraries are counted alike; install it before any of them starts.
 */
export interface Meter {
  dispatches: number;
  submits: number;
  /** Milliseconds within the browser's own `submit`, all together. */
  submitMs: number;
  /** The GPU that was had last in this realm; once it is lost, what is computed on it is worth nothing. */
  device: { isLost: boolean; lost: Promise<void> } | null;
  memory(): MemoryReading;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- the browser's methods, whatever their arguments */
type Method = (this: any, ...args: any[]) => any;

function wrap(prototype: object, name: string, around: (own: Method) => Method): void {
  const own = Reflect.get(prototype, name) as Method;
  Object.defineProperty(prototype, name, { value: around(own), configurable: true, writable: true });
}

let installed: Meter | null = null;

/** The meter of this realm. */
export function installMeter(): Meter {
  installed ??= install();
  return installed;
}

function install(): Meter {
  const gpu = { now: 0, peak: 0 };
  const heaps = new Set<WebAssembly.Memory>();
  const meter: Meter = {
    dispatches: 0,
    submits: 0,
    submitMs: 0,
    device: null,
    memory: () => ({
      gpu: gpu.peak,
      wasm: [...heaps].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    }),
  };
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(own, args) {
      const memory = Reflect.construct(own, args) as WebAssembly.Memory;
      heaps.add(memory);
      return memory;
    },
  });
  if (typeof GPUDevice !== 'undefined') {
    meterGpu(meter, gpu);
    watchGpu(meter);
  }
  const look = (values: WebAssembly.ModuleImports | WebAssembly.Exports): void => {
    for (const value of Object.values(values)) if (value instanceof WebAssembly.Memory) heaps.add(value);
  };
  for (const name of ['instantiate', 'instantiateStreaming'])
    wrap(
      WebAssembly,
      name,
      (own) =>
        async function (this: unknown, ...args) {
          const made = (await own.apply(this, args)) as
            WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource;
          const imports = (args[1] ?? {}) as WebAssembly.Imports;
          for (const part of Object.values(imports)) look(part);
          look('instance' in made ? made.instance.exports : made.exports);
          return made;
        },
    );
  return meter;
}

function watchGpu(meter: Meter): void {
  wrap(
    GPUAdapter.prototype,
    'requestDevice',
    (own) =>
      async function (this: unknown, ...args) {
        const device = (await own.apply(this, args)) as GPUDevice;
        const watched = {
          isLost: false,
          lost: device.lost.then(() => {
            watched.isLost = true;
          }),
        };
        meter.device = watched;
        return device;
      },
  );
}

function meterGpu(meter: Meter, bytes: { now: number; peak: number }): void {
  const sizes = new WeakMap<GPUBuffer, number>();
  wrap(
    GPUDevice.prototype,
    'createBuffer',
    (own) =>
      function (this: unknown, ...args) {
        const buffer = own.apply(this, args) as GPUBuffer;
        sizes.set(buffer, buffer.size);
        bytes.now += buffer.size;
        bytes.peak = Math.max(bytes.peak, bytes.now);
        return buffer;
      },
  );
  wrap(
    GPUBuffer.prototype,
    'destroy',
    (own) =>
      function (this: GPUBuffer, ...args) {
        bytes.now -= sizes.get(this) ?? 0;
        sizes.delete(this);
        return own.apply(this, args);
      },
  );
  const count = (own: Method) =>
    function (this: unknown, ...args: any[]) {
      meter.dispatches++;
      return own.apply(this, args);
    };
  wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', count);
  wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', count);
  wrap(
    GPUQueue.prototype,
    'submit',
    (own) =>
      function (this: unknown, ...args) {
        meter.submits++;
        const start = performance.now();
        const result = own.apply(this, args);
        meter.submitMs += performance.now() - start;
        return result;
      },
  );
}
