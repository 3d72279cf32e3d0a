import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';
import { uploaded } from '../engine/upload.ts';
import { openSafetensorsBytes, writeSafetensors } from '../formats/safetensors.ts';
import { isFloat } from '../formats/tensor-file.ts';
import { type Module, type NamedArray, splitParts } from '../nn/module.ts';
import type { EvaluationPoint, RecentCurves } from '../runs/types.ts';
import type { ClockState } from './clock.ts';
import type { Optimizer } from './optimizers.ts';

/** The trainer's part of a checkpoint: with weights and optimizer state all there is to go on exactly. */
export interface TrainerState {
  version: 1;
  step: number;
  /** The last step that was followed by an evaluation. */
  evaluatedAt: number;
  best: EvaluationPoint | null;
  last: EvaluationPoint | null;
  /** Evaluations since the best one. */
  stale: number;
  /** Early stopping has ended the training. */
  ended: boolean;
  clock: ClockState;
  /** Updates of each weight, by name. */
  updates: Record<string, number>;
  /** State of the dropout generator. */
  dropout: number[];
  /** Missing in checkpoints of older versions. */
  recent?: RecentCurves;
}

/**
 * Reads named tensors back from the device as a safetensors file, fused ones part by part.
 * @param guard rejects a promise that the device will never keep.
 * @returns null where a value is not finite: such a state is not worth keeping.
 */
export async function packed(
  named: readonly { name: string; variable: Tensor; parts?: readonly string[] }[],
  guard: <T>(promise: Promise<T>) => Promise<T>,
): Promise<Uint8Array | null> {
  const arrays = await guard(
    Promise.all(
      named.map(async ({ name, variable, parts }) => {
        const data = (await variable.data()) as Float32Array;
        return { array: { name, shape: [...variable.shape], data }, parts };
      }),
    ),
  );
  if (!arrays.every(({ array }) => allFinite(array.data))) return null;
  return writeSafetensors(
    arrays.flatMap(({ array, parts }) => splitParts(array, parts)),
    { format: 'pt' },
  );
}

/** 0 · x is 0 for every finite x and NaN for every other; a NaN never leaves the sum again. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * 0;
  return sum === 0;
}

/**
 * The tensors of a safetensors file. Each is decoded when its `data` is asked for, so that weights never stand in memory
 * twice; half precision becomes single.
 */
export function unpacked(bytes: Uint8Array): NamedArray[] {
  return openSafetensorsBytes(bytes).tensors.map((tensor) => {
    const { name, shape, dtype } = tensor;
    if (!isFloat(dtype))
      throw new LabError(
        'weights/mismatch',
        `The weight ${name} does not consist of floating-point numbers.`,
      );
    return {
      name,
      shape,
      get data() {
        return tensor.data as Float32Array;
      },
    };
  });
}

/** The same weight under another name, still not decoded. */
export const renamed = (array: NamedArray, name: string): NamedArray => ({
  name,
  shape: array.shape,
  get data() {
    return array.data;
  },
});

/** On the device at once: what is loaded one by one never stands in JavaScript's memory together. */
export const toTensor = ({ data, shape }: NamedArray): Tensor => uploaded(tensor(data, shape, 'float32'));

/** @throws LabError `weights/mismatch` where the weights are of another model. */
export function loadWeights(model: Module, weights: Uint8Array): void {
  model.loadStateDict(unpacked(weights), toTensor);
}

export function loadOptimizer(
  optimizer: Optimizer,
  state: Uint8Array,
  updates: Record<string, number>,
): void {
  optimizer.restore(unpacked(state), updates, toTensor);
}
