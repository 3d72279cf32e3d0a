import type { Device } from './subject.ts';

export type Library = 'seqlab' | 'stock' | 'layers' | 'jax' | 'torch' | 'split';

export interface Variant {
  id: string;
  library: Library;
  device: Device;
  name: string;
}

const NAMES: Record<Library, string> = {
  seqlab: 'SeqLab',
  stock: 'TensorFlow.js',
  layers: 'tf.layers',
  jax: 'jax-js',
  torch: 'PyTorch',
  split: 'A plain split',
};
export const DEVICE_NAMES: Record<Device, string> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  js: 'JavaScript',
  cpu: 'CPU, 1 thread',
};

export function variant(library: Library, device: Device): Variant {
  return { id: `${library}-${device}`, library, device, name: `${NAMES[library]}, ${DEVICE_NAMES[device]}` };
}

/** Those that the lab's page can run: it brings no other libraries along. */
export const PAGE_VARIANTS: readonly Variant[] = [
  variant('seqlab', 'webgpu'),
  variant('stock', 'webgpu'),
  variant('seqlab', 'wasm'),
  variant('stock', 'wasm'),
  variant('seqlab', 'js'),
  variant('split', 'js'),
];

/** Text is read in plain JavaScript, everything else on a device. */
export const fits = (kind: string, { device }: Variant): boolean => (kind === 'encode') === (device === 'js');
