import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../src/formats/safetensors.ts';
import { inHalves, toHalf } from './ship-model.ts';

describe('half precision', () => {
  it('is that of IEEE 754', () => {
    // numpy.float16(x).view(numpy.uint16)
    const known: [number, number][] = [
      ...([
        [0, 0],
        [1, 0x3c00],
        [-2, 0xc000],
        [0.1, 0x2e66],
        [65504, 0x7bff],
        [65520, 0x7c00],
      ] as [number, number][]),
      ...([
        [6.103515625e-5, 0x0400],
        [6e-8, 1],
        [2e-8, 0],
        [1 / 3, 0x3555],
        [0.99999, 0x3c00],
        [2049, 0x6800],
      ] as [number, number][]),
    ];
    for (const [value, bits] of known) expect(toHalf(value), String(value)).toBe(bits);
  });

  it('comes back within a two-thousandth', () => {
    const data = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i) * 2 ** ((i % 20) - 12));
    const { tensors } = readSafetensors(inHalves([{ name: 'w', shape: [10, 100], data }], { format: 'pt' }));
    expect(tensors[0]).toMatchObject({ name: 'w', shape: [10, 100] });
    const halves = Array.from((tensors[0]?.data ?? []) as Float32Array);
    expect(halves).toHaveLength(1000);
    const errors = Array.from(
      data,
      (value, i) => Math.abs(value - (halves[i] ?? NaN)) - Math.abs(value) / 2000,
    );
    expect(Math.max(...errors)).toBeLessThan(3e-8);
  });
});
