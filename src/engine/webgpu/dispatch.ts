import {
  backend,
  type DataType,
  engine,
  getBackend,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { kernelsInUse } from '../kernels.ts';

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
  /** WGSL after the declarations of bindings and params. */
  code: string;
  workgroups: [number, number?, number?];
}

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();
let dispatches = 0;

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

function pipelineFor(device: GPUDevice, call: Dispatch): GPUComputePipeline {
  let cache = pipelines.get(device);
  if (!cache) pipelines.set(device, (cache = new Map<string, GPUComputePipeline>()));
  let pipeline = cache.get(call.key);
  if (!pipeline) {
    const module = device.createShaderModule({
      label: call.key,
      code: `${declarations(call)}\n${call.code}`,
    });
    pipeline = device.createComputePipeline({
      label: call.key,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    cache.set(call.key, pipeline);
  }
  return pipeline;
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
  gpu['uniformPendingDisposal'].push(buffer);
  return buffer;
}

/** Records one dispatch in the queue of TensorFlow.js' WebGPU backend; nothing is submitted. */
export function dispatch(call: Dispatch): void {
  const gpu = webgpuBackend();
  const entries: GPUBindGroupEntry[] = call.bindings.map(({ tensor, access }, binding) => {
    gpu.uploadToGPU(tensor.dataId);
    const data = gpu.tensorMap.get(tensor.dataId);
    // A value read back earlier would be stale after this.
    if (access === 'read_write') Object.assign(data, { values: null });
    gpu['commandQueueOwnedIds'].add(tensor.dataId);
    return { binding, resource: { buffer: data.resource as GPUBuffer } };
  });
  if (call.params.length > 0)
    entries.push({ binding: entries.length, resource: { buffer: uniformBuffer(gpu, call.params) } });
  const pipeline = pipelineFor(gpu.device, call);
  const bindGroup = gpu.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
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
