import { tensor, type Rank, type ShapeMap, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { Module } from './module.ts';
import { weight } from './weight.ts';

/** Reference values made by scripts/reference/layers.py. */

export interface Values {
  shape: number[];
  data: number[];
}

export function toTensor<R extends Rank>({ shape, data }: Values): Tensor<R> {
  return tensor(data, shape as ShapeMap[R], 'float32') as Tensor<R>;
}

export function toVariable<R extends Rank>(values: Values): Variable<R> {
  return weight<R>(toTensor(values));
}

/** Gives a module the reference weights; fails on any name or shape that differs. */
export function load(module: Module, weights: Record<string, Values>): Map<string, Variable> {
  const arrays = Object.entries(weights).map(([name, { shape, data }]) => ({
    name,
    shape,
    data: Float32Array.from(data),
  }));
  module.loadStateDict(arrays, ({ shape, data }) => tensor(data, shape));
  return new Map(module.namedParameters().map(({ name, variable }) => [name, variable]));
}
