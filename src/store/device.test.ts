import { expect, test } from 'vitest';
import { deviceOfAddress, unknownDevice } from './device.ts';

test('an address names a device, nothing, or what is none', () => {
  expect([deviceOfAddress('?device=WASM'), unknownDevice('?device=WASM')]).toEqual(['wasm', null]);
  expect([deviceOfAddress('?device=foo'), unknownDevice('?device=foo')]).toEqual([null, 'foo']);
  expect([deviceOfAddress(''), unknownDevice('')]).toEqual([null, null]);
  expect(unknownDevice('?device=')).toBeNull();
});
