import { scalar, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { AdamHyper, AdamState, SgdHyper, SgdState, UpdateKernels } from '../updates.ts';
import { type Binding, dispatch, emptyTensor } from './dispatch.ts';

const THREADS = 64;
/** More workgroups than this in one dimension are not allowed; a thread then takes several values. */
const MAX_GROUPS = 65_535;

const groups = (size: number) => Math.min(MAX_GROUPS, Math.ceil(size / THREADS));

const main = (body: string) => `
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) count: vec3<u32>) {
  for (var i = id.x; i < params.size; i += count.x * ${THREADS}u) {
${body}
  }
}`;

const inPlace = (name: string, tensor: Tensor): Binding => ({
  name,
  tensor,
  type: 'f32',
  access: 'read_write',
});
const read = (name: string, tensor: Tensor): Binding => ({ name, tensor, type: 'f32', access: 'read' });
const f32 = (name: string, value: number) => ({ name, type: 'f32' as const, value });

/** The gradient as the update sees it: scaled by the clipping coefficient, which stays on the device. */
const gradient = (scale: Tensor | null) => `var g = grad[i]${scale ? ' * scale[0]' : ''};`;

/** torch.optim.Adam / AdamW on one weight, in place, in one dispatch. */
function adamKernel({ param, grad, m, v }: AdamState, scale: Tensor | null, hyper: AdamHyper): void {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = hyper;
  dispatch({
    key: `adam-${decoupled}-${scale !== null}`,
    bindings: [
      inPlace('param', param),
      inPlace('m', m),
      inPlace('v', v),
      read('grad', grad),
      ...(scale ? [read('scale', scale)] : []),
    ],
    params: [
      { name: 'size', type: 'u32', value: param.size },
      f32('stepSize', lr / (1 - beta1 ** step)),
      f32('root', Math.sqrt(1 - beta2 ** step)),
      f32('beta1', beta1),
      f32('beta2', beta2),
      f32('eps', eps),
      f32('decay', decoupled ? lr * weightDecay : weightDecay),
    ],
    code: () =>
      main(`
    var p = param[i];
    ${gradient(scale)}
    ${decoupled ? 'p -= params.decay * p;' : 'g += params.decay * p;'}
    let first = params.beta1 * m[i] + (1.0 - params.beta1) * g;
    let second = params.beta2 * v[i] + (1.0 - params.beta2) * g * g;
    m[i] = first;
    v[i] = second;
    param[i] = p - params.stepSize * first / (sqrt(second) / params.root + params.eps);`),
    workgroups: [groups(param.size)],
  });
}

/** torch.optim.SGD on one weight, in place, in one dispatch. */
function sgdKernel(state: SgdState, scale: Tensor | null, hyper: SgdHyper): void {
  const { param, grad } = state;
  const buffer = hyper.momentum === 0 ? null : state.buffer;
  const { lr, momentum, dampening, nesterov, weightDecay, step } = hyper;
  dispatch({
    key: `sgd-${buffer !== null}-${nesterov}-${scale !== null}`,
    bindings: [
      inPlace('param', param),
      ...(buffer ? [inPlace('buffer', buffer)] : []),
      read('grad', grad),
      ...(scale ? [read('scale', scale)] : []),
    ],
    params: [
      { name: 'size', type: 'u32', value: param.size },
      f32('lr', lr),
      f32('momentum', step === 1 ? 0 : momentum),
      f32('share', step === 1 ? 1 : 1 - dampening),
      f32('nesterovMomentum', momentum),
      f32('decay', weightDecay),
    ],
    code: () =>
      main(`
    ${gradient(scale)}
    let p = param[i];
    g += params.decay * p;
    ${
      buffer
        ? `let velocity = params.momentum * buffer[i] + params.share * g;
    buffer[i] = velocity;
    g = ${nesterov ? 'g + params.nesterovMomentum * velocity' : 'velocity'};`
        : ''
    }
    param[i] = p - params.lr * g;`),
    workgroups: [groups(param.size)],
  });
}

/** The clipping coefficient as a tensor on the device; null: gradients as they are. */
function scaleOf(gradScale: Scalar | number | null): Tensor | null {
  return typeof gradScale === 'number' ? scalar(gradScale) : gradScale;
}

/** One dispatch a weight, in place; no tensor is made but for a coefficient given as a number. */
export const gpuUpdates: UpdateKernels = {
  adam(parameters, hyper) {
    tidy(() => {
      const scale = scaleOf(hyper.gradScale);
      for (const state of parameters) adamKernel(state, scale, hyper);
    });
  },
  sgd(parameters, hyper) {
    tidy(() => {
      const scale = scaleOf(hyper.gradScale);
      for (const state of parameters) sgdKernel(state, scale, hyper);
    });
  },
};

/**
 * √Σ‖gᵢ‖² over all gradients, without a read-back: one dispatch a gradient for its sum of squares (each thread sums
 * its stride, then the workgroup halves its sums), one for the root. The order of summing is fixed.
 */
export function globalNormKernel(grads: readonly Tensor[]): Scalar {
  const sums = emptyTensor([Math.max(1, grads.length)]);
  grads.forEach((grad, slot) => {
    // Without values it would clear the sums of all.
    if (grad.size === 0) return;
    dispatch({
      key: 'sum-of-squares',
      bindings: [read('grad', grad), inPlace('sums', sums)],
      params: [
        { name: 'size', type: 'u32', value: grad.size },
        { name: 'slot', type: 'u32', value: slot },
      ],
      code: () => `
var<workgroup> partial: array<f32, 256>;
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_id) id: vec3<u32>) {
  var sum = 0.0;
  for (var i = id.x; i < params.size; i += 256u) { sum += grad[i] * grad[i]; }
  partial[id.x] = sum;
  for (var half = 128u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (id.x < half) { partial[id.x] += partial[id.x + half]; }
  }
  if (id.x == 0u) { sums[params.slot] = partial[0]; }
}`,
      workgroups: [1],
    });
  });
  const norm = emptyTensor([]) as Scalar;
  dispatch({
    key: 'root-of-sum',
    bindings: [read('sums', sums), inPlace('norm', norm)],
    params: [{ name: 'size', type: 'u32', value: grads.length }],
    code: () => `
@compute @workgroup_size(1)
fn main() {
  var sum = 0.0;
  for (var i = 0u; i < params.size; i++) { sum += sums[i]; }
  norm[0] = sqrt(sum);
}`,
    workgroups: [1],
  });
  sums.dispose();
  return norm;
}
