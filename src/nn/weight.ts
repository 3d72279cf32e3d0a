import { type Rank, type Tensor, variable, type Variable } from '@tensorflow/tfjs-core';

/** Makes a tensor of first values a trainable weight; the tensor is used up. */
export function weight<R extends Rank>(values: Tensor): Variable<R> {
  const result = variable(values as Tensor<R>);
  values.dispose();
  return result;
}
