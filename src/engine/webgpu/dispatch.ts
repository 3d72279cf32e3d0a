import {
  backend,
  type DataType,
  engine,
  getBackend,
  type Tensor,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { kernelsInUse } from '../kernels.ts';
import { Recent } from './recent.ts';

/**
 * Our own WGSL kernels beside TensorFlow.js' ones: same device, same buffers, same command queue.
 *
 * A kernel may write several tensors and may write in place, which `runWebGPUProgram` cannot. The rules that make
 * this safe: every tensor of a dispatch is owned by the command queue until it is submitted (or its buffer could be
 * handed to another tensor too early), and a tensor that is written in place loses its copy on the CPU (or a later
 * read would be stale).
 */
export interface Binding {
  name: string;
  tensor: TensorInfo;
  /** The element type in WGSL: `f32`, `vec4<f32>`, `i32`, … */
  type: string;
  access: 'read' | 'read_write';
}

export interface Dispatch {
  /** Names the pipeline: equal keys mean equal WGSL. */
  key: string;
  bindings: Binding[];
  /** Numbers that change from call to call: fields of `params`. */
  params: { name: string; type: 'u32' | 'f32'; value: number }[];
  /** WGSL after the declarations of bindings and params: asked for once, where the key is new. */
  code: () => string;
  workgroups: [number, number?, number?];
}

let dispatches = 0;

interface Pipeline {
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

/**
 * What steps repeat, kept from one to the next: each object of WebGPU that is made costs the worker more than the
 * dispatch itself. Buffers come back in the same order from TensorFlow.js' pool, so most bind groups repeat too.
 */
interface Kept {
  pipelines: Map<string, Pipeline>;
  uniforms: Recent<GPUBuffer>;
  bindGroups: Recent<GPUBindGroup>;
}

const UNIFORMS = 512;
const BIND_GROUPS = 1024;
const kept = new WeakMap<WebGPUBackend, Kept>();

function keptFor(gpu: WebGPUBackend): Kept {
  let own = kept.get(gpu);
  if (!own) {
    own = {
      pipelines: new Map(),
      // Back to the pool after the next submit only: dispatches in the queue may still want its values.
      uniforms: new Recent(UNIFORMS, (buffer) => gpu['uniformPendingDisposal'].push(buffer)),
      bindGroups: new Recent(BIND_GROUPS),
    };
    kept.set(gpu, own);
  }
  return own;
}

/** Names buffers in keys. A number is never given twice, so a bind group of a buffer that is gone is never found. */
const numbers = new WeakMap<GPUBuffer, number>();
let lastNumber = 0;

function numberOf(buffer: GPUBuffer): number {
  let number = numbers.get(buffer);
  if (number === undefined) numbers.set(buffer, (number = ++lastNumber));
  return number;
}

/**
 * Who wrote a tensor's data last, if that was not a kernel: so a copy of it made then is known to be good still. Data that
 * is new, or that any kernel of ours wrote in place since, is not here.
 */
export const writers = new WeakMap<TensorInfo['dataId'], object>();

/** The data of a tensor on the GPU, owned by the command queue from now until it is submitted. */
export function ownedData(gpu: WebGPUBackend, dataId: TensorInfo['dataId']) {
  gpu.uploadToGPU(dataId);
  gpu['commandQueueOwnedIds'].add(dataId);
  return gpu.tensorMap.get(dataId);
}

/** Dispatches of our own kernels since the page was opened, for the bench. */
export function dispatchCount(): number {
  return dispatches;
}

/** Whether tensors live on WebGPU just now, and our kernels are wanted there. */
export function onWebGpu(): boolean {
  return getBackend() === 'webgpu' && kernelsInUse() === 'fused';
}

export function webgpuBackend(): WebGPUBackend {
  return backend() as WebGPUBackend;
}

/** A tensor to be written by a kernel. Its values are undefined until then. */
export function emptyTensor(shape: number[], dtype: DataType = 'float32'): Tensor {
  return engine().makeTensorFromTensorInfo(webgpuBackend().makeTensorInfo(shape, dtype));
}

function declarations({ bindings, params }: Dispatch): string {
  const buffers = bindings.map(
    ({ name, type, access }, i) =>
      `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  if (params.length === 0) return buffers.join('\n');
  const fields = params.map(({ name, type }) => `${name}: ${type}`).join(', ');
  return [
    ...buffers,
    `struct Params { ${fields} }`,
    `@group(0) @binding(${bindings.length}) var<uniform> params: Params;`,
  ].join('\n');
}

function pipelineFor(gpu: WebGPUBackend, kept: Kept, call: Dispatch): Pipeline {
  let made = kept.pipelines.get(call.key);
  if (!made) {
    const { device } = gpu;
    const module = device.createShaderModule({
      label: call.key,
      code: `${declarations(call)}\n${call.code()}`,
    });
    const pipeline = device.createComputePipeline({
      label: call.key,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    made = { pipeline, layout: pipeline.getBindGroupLayout(0) };
    kept.pipelines.set(call.key, made);
  }
  return made;
}

function uniformBuffer(gpu: WebGPUBackend, params: Dispatch['params']): GPUBuffer {
  const bytes = new ArrayBuffer(Math.ceil(params.length / 4) * 16);
  const view = new DataView(bytes);
  params.forEach(({ type, value }, i) => {
    if (type === 'u32') view.setUint32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  });
  const buffer = gpu.bufferManager.acquireBuffer(
    bytes.byteLength,
    GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM,
  );
  gpu.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}

function clear(gpu: WebGPUBackend, { bindings }: Dispatch): void {
  const targets: GPUBuffer[] = [];
  for (const { access, tensor } of bindings) {
    if (access === 'read') continue;
    if (tensor.shape.includes(0)) {
      // Without values and without a buffer it could not be read.
      gpu.tensorMap.get(tensor.dataId).values = util.getTypedArrayFromDType(tensor.dtype as 'float32', 0);
      continue;
    }
    const data = ownedData(gpu, tensor.dataId);
    data.values = null as never;
    writers.delete(tensor.dataId);
    targets.push(data.resource as GPUBuffer);
  }
  if (targets.length === 0) return;
  gpu.ensureCommandEncoderReady();
  gpu.endComputePassEncoder();
  for (const target of targets) gpu['commandEncoder'].clearBuffer(target);
}

/**
 * Records one dispatch in the queue of TensorFlow.js' WebGPU backend; nothing is submitted.
 *
 * A buffer of no values cannot be bound. Where there is one, nothing runs: what would have been written is zeros, the
 * sum over nothing.
 */
export function dispatch(call: Dispatch): void {
  const gpu = webgpuBackend();
  if (call.bindings.some(({ tensor }) => tensor.shape.includes(0))) {
    clear(gpu, call);
    return;
  }
  const kept = keptFor(gpu);
  const buffers = call.bindings.map(({ tensor: { dataId }, access }) => {
    const data = ownedData(gpu, dataId);
    // A value read back earlier would be stale after this.
    if (access === 'read_write') {
      data.values = null as never;
      writers.delete(dataId);
    }
    return data.resource as GPUBuffer;
  });
  if (call.params.length > 0) {
    // Equal keys mean equal types, so equal numbers are equal bytes.
    const key = `${call.key}:${call.params.map(({ value }) => value).join()}`;
    buffers.push(kept.uniforms.get(key, () => uniformBuffer(gpu, call.params)));
  }
  const { pipeline, layout } = pipelineFor(gpu, kept, call);
  const bindGroup = kept.bindGroups.get(`${call.key}:${buffers.map(numberOf).join()}`, () =>
    gpu.device.createBindGroup({
      layout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  );
  gpu.ensureCommandEncoderReady();
  gpu['computePassEncoder'] ??= gpu['commandEncoder'].beginComputePass();
  const pass = gpu['computePassEncoder'];
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  const [x, y = 1, z = 1] = call.workgroups;
  pass.dispatchWorkgroups(x, y, z);
  gpu['dispatchCountInPass']++;
  dispatches++;
}
