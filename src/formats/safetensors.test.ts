import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const tensors = [
  {
    name: 'embedding.weight',
    shape: [3, 2],
    data: Float32Array.of(0, -1.5, 2 ** -149, 3.4e38, Infinity, 0.1),
  },
  { name: '__proto__', shape: [2], data: Int32Array.of(-1, 2147483647) },
  { name: 'scalar "ü" 😀', shape: [], data: Float32Array.of(7) },
  { name: 'empty', shape: [0, 4], data: new Float32Array(0) },
];

/** A file with any header and any values. */
function file(header: string, values = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const weight = (begin: number, end: number, shape = `[${(end - begin) / 4}]`) =>
  `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

describe('safetensors', () => {
  it('reads back what it wrote, whatever the names', () => {
    const bytes = writeSafetensors(tensors, { format: 'pt', about: 'ü' });
    expect(readSafetensors(bytes)).toEqual({
      tensors: [tensors[0], tensors[1], tensors[2], tensors[3]],
      metadata: { format: 'pt', about: 'ü' },
    });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  });

  it('writes a view of a larger array, and reads from one', () => {
    const whole = Float32Array.of(1, 2, 3, 4);
    const bytes = writeSafetensors([{ name: 'a', shape: [2], data: whole.subarray(1, 3) }]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3)).tensors[0]?.data).toEqual(Float32Array.of(2, 3));
  });

  it('writes nothing as a file too', () => {
    expect(readSafetensors(writeSafetensors([]))).toEqual({ tensors: [], metadata: {} });
  });

  it('refuses to write what would not read', () => {
    const a = { name: 'a', shape: [1], data: new Float32Array(1) };
    expect(() => writeSafetensors([a, a])).toThrow(/"a" stands twice/);
    expect(() => writeSafetensors([{ ...a, name: '__metadata__' }])).toThrow(/stands twice/);
    expect(() => writeSafetensors([{ ...a, shape: [2, 3] }])).toThrow(
      /has 1 values, its shape 2×3 asks for 6/,
    );
  });

  it('reads half precision and 64-bit integers', () => {
    const bytes = file(
      '{"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},' +
        '"b":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},' +
        '"i":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}',
      24,
    );
    const view = new DataView(bytes.buffer, bytes.length - 24);
    [0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x3555].forEach((bits, i) => view.setUint16(2 * i, bits, true));
    [0x3f80, 0xc049].forEach((bits, i) => view.setUint16(12 + 2 * i, bits, true));
    view.setBigInt64(16, -(2n ** 40n), true);
    const [h, b, i] = readSafetensors(bytes).tensors;
    expect(h?.data).toEqual(Float32Array.of(1, -2, 2 ** -24, 65504, Infinity, 0.333251953125));
    expect(b?.data).toEqual(Float32Array.of(1, -3.140625));
    expect(i?.data).toEqual(BigInt64Array.of(-(2n ** 40n)));
  });

  it('refuses hostile files with a sentence', () => {
    const refusal = (bytes: Uint8Array) => {
      try {
        readSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
        return (error as LabError).message;
      }
      return 'not refused';
    };
    expect(refusal(new Uint8Array(5))).toMatch(/has 5 bytes/);
    expect(refusal(new Uint8Array(16).fill(255))).toMatch(/header is longer than the file/);
    expect(refusal(new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'))).toMatch(
      /pointer of Git LFS/,
    );
    expect(refusal(file('{"a":'))).toMatch(/no JSON/);
    expect(refusal(file('[]'))).toMatch(/no JSON object/);
    expect(refusal(file('null'))).toMatch(/no JSON object/);
    expect(refusal(file('{"a":5}'))).toMatch(/"a" is not described/);
    expect(refusal(file(`{"a":${weight(0, 8)},"b":${weight(4, 12)}}`, 12))).toMatch(/"b" overlaps/);
    expect(refusal(file(`{"a":${weight(4, 8)}}`, 8))).toMatch(/gap before the weight "a"/);
    expect(refusal(file(`{"a":${weight(0, 400)}}`, 8))).toMatch(/it breaks off/);
    expect(refusal(file(`{"a":${weight(0, 4)}}`, 8))).toMatch(/4 bytes after the last/);
    expect(refusal(file(`{"a":${weight(0, 4)},"\\u0061":${weight(0, 4)}}`, 4))).toMatch(/"a" stands twice/);
    expect(refusal(file(`{"a":${weight(0, 4, '[-1]')}}`, 4))).toMatch(/no valid shape/);
    expect(refusal(file(`{"a":${weight(0, 4, '[1e300,1e300]')}}`, 4))).toMatch(/no valid shape/);
    expect(refusal(file(`{"a":${weight(0, 4, '[9007199254740991,9007199254740991]')}}`, 4))).toMatch(
      /4 bytes/,
    );
    expect(refusal(file(`{"a":${weight(4, 0, '[]')}}`, 4))).toMatch(/-4 bytes/);
    expect(refusal(file('{"a":{"dtype":"toString","shape":[],"data_offsets":[0,0]}}'))).toMatch(/"toString"/);
    expect(refusal(file('{"__metadata__":{"a":1}}'))).toMatch(/metadata/);
    expect(refusal(file(`{"${'x'.repeat(1e6)}":1}`)).length).toBeLessThan(250);
  });

  it('never fails with anything but a sentence, nor changes values unseen, on thousands of broken files', () => {
    const random = new Random(4);
    const original = writeSafetensors(tensors, { format: 'pt' });
    let refused = 0;
    for (let i = 0; i < 5000; i++) {
      const bytes = original.slice(0, random.below(4) === 0 ? random.below(original.length + 1) : undefined);
      for (let n = 1 + random.below(4); n > 0 && bytes.length > 0; n--)
        bytes[random.below(bytes.length)] =
          random.below(3) === 0 ? 0x30 + random.below(10) : random.below(256);
      try {
        for (const { shape, data } of readSafetensors(bytes).tensors)
          expect(shape.reduce((a, b) => a * b, 1)).toBe(data.length);
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(2500);
  });
});
