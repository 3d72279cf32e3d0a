import { beforeAll, it } from 'vitest';
import { chooseDevice } from './device.ts';
import { failOnDeviceErrors } from './testing.ts';
import { dispatch, emptyTensor } from './webgpu/dispatch.ts';
import { written } from './webgpu/wgsl.ts';

beforeAll(async () => {
  await chooseDevice('webgpu');
});
failOnDeviceErrors();

const run = (x: number) => {
  const tensor = emptyTensor([1]);
  dispatch({
    key: 'nothing',
    bindings: [written('out', tensor)],
    params: [],
    code: () => '@compute @workgroup_size(1) fn main() { out[0] = 1.0; }',
    workgroups: [x],
  });
  tensor.dispose();
};

it.fails('a dispatch that is not valid fails its test', () => run(70_000));
it('and not the next one', () => run(1));
