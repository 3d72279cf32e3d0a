/**
 * Which kernels compute: `fused` (the default), our own wherever the device has them; `plain`, the compositions in
 * ordinary TensorFlow.js operations everywhere, for comparing the two. Matrix products keep our kernel in both:
 * they are TensorFlow.js' own operation with another body.
 */
export type KernelChoice = 'fused' | 'plain';

let choice: KernelChoice = 'fused';

/** Holds from the next operation on; a gradient is computed by the kernels that its forward pass was recorded with. */
export function setKernels(wanted: KernelChoice): void {
  choice = wanted;
}

export function kernelsInUse(): KernelChoice {
  return choice;
}
