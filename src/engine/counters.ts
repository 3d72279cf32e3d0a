/**
 * How much work the GPU is asked for, whoever asks: our kernels, TensorFlow.js' own, another library's on the same
 * page. The browser's own methods are wrapped while anything counts, and only then.
 */
export interface GpuCounts {
  /** Compute dispatches recorded. */
  dispatches: number;
  /** Calls of `queue.submit`. */
  submits: number;
}

const counting = new Set<GpuCounts>();
let unwrap: (() => void) | null = null;

/** Counts from now on, until `stop` says how many there were. Several counts may run at once. */
export function startCounting(): { stop(): GpuCounts } {
  const counts: GpuCounts = { dispatches: 0, submits: 0 };
  unwrap ??= wrapAll();
  counting.add(counts);
  return {
    stop() {
      counting.delete(counts);
      if (counting.size === 0) {
        unwrap?.();
        unwrap = null;
      }
      return { ...counts };
    },
  };
}

/** Returns the way back; without WebGPU there is nothing to wrap, and every count is zero. */
function wrapAll(): () => void {
  if (typeof GPUQueue === 'undefined' || typeof GPUComputePassEncoder === 'undefined') return () => undefined;
  const back = [
    wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches'),
    wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches'),
    wrap(GPUQueue.prototype, 'submit', 'submits'),
  ];
  return () => back.forEach((restore) => restore());
}

function wrap<T extends object>(prototype: T, method: keyof T & string, what: keyof GpuCounts): () => void {
  const own = prototype[method] as (...args: unknown[]) => unknown;
  const counted = function (this: unknown, ...args: unknown[]): unknown {
    for (const counts of counting) counts[what]++;
    return own.apply(this, args);
  };
  Object.defineProperty(prototype, method, { value: counted, configurable: true, writable: true });
  return () => Object.defineProperty(prototype, method, { value: own, configurable: true, writable: true });
}
