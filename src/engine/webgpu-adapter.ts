/** What WebGPU offers on this machine, before anything is started on it. */
export interface WebGpuProbe {
  adapter: GPUAdapter | null;
  /** The processor plays the graphics card. */
  software: boolean;
  /** Why there is none, or what it is. */
  why: string;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b/i;

/** Fallback adapters do not always say that they are: the names of the known software renderers count as well. */
export function isSoftwareAdapter(info: {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter?: boolean;
}): boolean {
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter === true || SOFTWARE.test(words);
}

export async function probeWebGpu(): Promise<WebGpuProbe> {
  if (typeof navigator === 'undefined' || !navigator.gpu) {
    return { adapter: null, software: false, why: 'this browser does not offer it' };
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { adapter: null, software: false, why: 'the browser found no graphics card for it' };
  return { adapter, software: isSoftwareAdapter(adapter.info), why: 'the graphics card' };
}

/** A name for people: the driver's description, else vendor and architecture. */
export function describeAdapter(adapter: GPUAdapter): string {
  const { vendor, architecture, device, description } = adapter.info;
  const name = description || [vendor, architecture || device].filter(Boolean).join(' ');
  return name || 'graphics card';
}
