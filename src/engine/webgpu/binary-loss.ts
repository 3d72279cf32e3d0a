import type { Tensor } from '@tensorflow/tfjs-core';
import type { BinaryLossInput } from '../binary-loss.ts';
import { dispatch, emptyTensor } from './dispatch.ts';
import { GROUP_INDEX, groups, MAIN, read, u32, written } from './wgsl.ts';

const THREADS = 64;

/** Loss and slope of each element in one dispatch; `weight` has the size of one row or of all. */
export function gpuBinaryLoss({ logits, targets, posWeight, weight }: BinaryLossInput): {
  losses: Tensor;
  slopes: Tensor;
} {
  const classes = logits.shape[1];
  const losses = emptyTensor(logits.shape);
  const slopes = emptyTensor(logits.shape);
  dispatch({
    key: `binary-loss-${posWeight !== null}-${weight !== null}`,
    bindings: [
      read('x', logits),
      read('targets', targets),
      ...(posWeight ? [read('posWeight', posWeight)] : []),
      ...(weight ? [read('weight', weight)] : []),
      written('losses', losses),
      written('slopes', slopes),
    ],
    params: [u32('size', logits.size), u32('classes', classes), u32('weights', weight?.size ?? 0)],
    code: () => `
// log(1 + u) for u in (0, 1], without the loss of digits where u is small.
fn log1p(u: f32) -> f32 {
  let z = u / (2.0 + u);
  let s = z * z;
  return 2.0 * z * (1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0
    + s * (1.0 / 11.0 + s * (1.0 / 13.0 + s / 15.0)))))));
}
@compute @workgroup_size(${THREADS})
${MAIN} {
  let i = (${GROUP_INDEX}) * ${THREADS}u + thread;
  if (i >= params.size) { return; }
  let value = x[i];
  let negative = 1.0 - targets[i];
  let positive = ${posWeight ? '1.0 + (posWeight[i % params.classes] - 1.0) * targets[i]' : '1.0'};
  let small = exp(-abs(value));
  let least = small / (1.0 + small);
  let below = select(least, 1.0 - least, value < 0.0);
  let weightHere = ${weight ? 'weight[i % params.weights]' : '1.0'};
  losses[i] = weightHere * (negative * value + positive * (log1p(small) + max(-value, 0.0)));
  slopes[i] = weightHere * (negative - positive * below);
}`,
    workgroups: groups(Math.ceil(logits.size / THREADS)),
  });
  return { losses, slopes };
}
