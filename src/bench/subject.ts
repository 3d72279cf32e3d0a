import type { Work } from './workloads.ts';

/** Where a step is computed. `js`: no tensors, plain JavaScript; `cpu`: another program on one thread. */
export type Device = 'webgpu' | 'wasm' | 'js' | 'cpu';

/** One library with one workload, ready to run. */
export interface Subject {
  /** Records a step; the promise comes back with the loss when the device has done it all. */
  step(): Promise<number>;
  /** Where the step itself gives no loss: a number that tells its result, taken outside of the timing. */
  probe?(): Promise<number>;
  /** The most bytes that tensors held together at any moment so far; absent: the library does not tell. */
  tensorPeak?: () => number;
  /** The call comes back before the step is recorded: how long that takes cannot be told. */
  recordsLater?: true;
  /** Why its numbers differ from those of the others by design; their losses are then not compared. */
  differs?: string;
}

/**
 * Makes a workload ready on a device; null: the library cannot do this one.
 * @throws Error where the device cannot be had.
 */
export type MakeSubject = (work: Work, device: Device) => Promise<Subject | null>;

/** One step as it was measured. */
export interface StepReading {
  /** From the first call to the moment the device has done all. */
  ms: number;
  /** Until the call that records the step came back. */
  recordMs: number;
  /** Of that, within the browser's `submit`: it hands the step over, and where the GPU is software, that takes the worker's core. */
  submitMs: number;
  loss: number;
  dispatches: number;
  submits: number;
}

/** Greatest memory so far, in bytes: buffers of the GPU, and the heaps of WebAssembly. */
export interface MemoryReading {
  gpu: number;
  wasm: number;
  /** Held by tensors together, as the library itself counts them. */
  tensors?: number;
}

export interface Measured {
  steps: StepReading[];
  /** Null where it is not known. */
  memory: MemoryReading | null;
}

/** What runs a subject, in a worker or in another program. */
export interface BenchClient {
  /** False: this library has no way to do this. The reason is thrown where the device is missing. */
  load(work: Work): Promise<{ able: boolean; differs: string | null }>;
  run(steps: number): Promise<Measured>;
  end(): void;
}
