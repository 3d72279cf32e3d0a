import { backend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { chooseDevice } from '../engine/device.ts';
import { Module, type NamedArray } from '../nn/module.ts';
import { Dense } from '../models/bert/parts.ts';
import { toTensor } from './checkpoint.ts';

class Layers extends Module {
  constructor(count: number, width: number) {
    super();
    const random = new Random(0);
    for (let i = 0; i < count; i++) this.child(`${i}`, new Dense(width, width, { random, deviation: 0 }));
  }
}

/** Values of a model that the backend of WebGPU keeps in JavaScript's memory. */
function keptValues(model: Module): Set<unknown> {
  const { tensorMap } = backend() as unknown as {
    tensorMap: { get(id: object): { values?: ArrayBufferView | null } };
  };
  return new Set(
    model.namedParameters().map(({ variable }) => tensorMap.get(variable.dataId).values?.buffer),
  );
}

it('weights go to the GPU one by one: none that was loaded stays in the memory of JavaScript', async () => {
  await chooseDevice('webgpu');
  const model = new Layers(4, 8);
  const decoded: ArrayBufferLike[] = [];
  let most = 0;
  const arrays = model.namedParameters().map(({ name, variable }, i): NamedArray => ({
    name,
    shape: [...variable.shape],
    get data() {
      const kept = keptValues(model);
      most = Math.max(most, decoded.filter((buffer) => kept.has(buffer)).length);
      const data = new Float32Array(variable.size).fill(i + 1);
      decoded.push(data.buffer);
      return data;
    },
  }));
  model.loadStateDict(arrays, toTensor);
  expect(decoded).toHaveLength(8);
  expect(most).toBe(0);
  expect([...keptValues(model)].every((buffer) => !buffer)).toBe(true);
  // And what the GPU holds is what was loaded.
  for (const [i, { data }] of (await model.stateDict()).entries())
    expect(new Set(data)).toEqual(new Set([i + 1]));
  model.dispose();
});
