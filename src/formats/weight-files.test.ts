import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { openSafetensors, writeSafetensors } from './safetensors.ts';
import { decode, DTYPE_BYTES, elements, type TensorFile } from './tensor-file.ts';
import { openTorch } from './torch-file.ts';
import { crc32 } from './zip.ts';

const few = new Uint8Array(readFileSync(new URL('./fixtures/published/few.bin', import.meta.url)));

const valuesOf = async (file: TensorFile, name: string) => {
  const entry = file.entries.find((found) => found.name === name);
  return Array.from(decode(entry!.dtype, (await file.read(name)).buffer) as Float32Array);
};

const refusal = (open: Promise<unknown>): Promise<string> =>
  open.then(
    () => 'not refused',
    (error: unknown) => {
      expect(error).toBeInstanceOf(LabError);
      return (error as LabError).message;
    },
  );

/** Where the entries of the zip's directory begin. */
function directory(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let i = 0; i + 46 < bytes.length; i++)
    if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1 && bytes[i + 3] === 2) found.push(i);
  return found;
}

/** Checksums that agree with what stands there now, so that damage gets past them. */
function repaired(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (const at of directory(bytes)) {
    const offset = view.getUint32(at + 42, true);
    if (offset + 30 > bytes.length) continue;
    const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    view.setUint32(at + 16, crc32(bytes.subarray(start, start + view.getUint32(at + 24, true))), true);
  }
  return bytes;
}

const pickleAt = (bytes: Uint8Array): [number, number] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = (at: number) => view.getUint32(at + 24, true);
  const entry = directory(bytes).find((at) =>
    new TextDecoder()
      .decode(bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)))
      .endsWith('/data.pkl'),
  ) as number;
  const offset = view.getUint32(entry + 42, true);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  return [start, start + length(entry)];
};

/** The file with some bytes of its pickle in the place of others of the same length. */
function withPickle(from: string, to: string): Blob {
  const bytes = few.slice();
  const [begin, end] = pickleAt(bytes);
  const text = Array.from(bytes.subarray(begin, end), (byte) => String.fromCharCode(byte)).join('');
  const at = text.indexOf(from);
  expect(at).toBeGreaterThanOrEqual(0);
  expect(to.length).toBe(from.length);
  for (let i = 0; i < to.length; i++) bytes[begin + at + i] = to.charCodeAt(i);
  return new Blob([repaired(bytes) as Uint8Array<ArrayBuffer>]);
}

describe('what torch.save wrote', () => {
  it('is read tensor by tensor, whatever way its values lie', async () => {
    const file = await openTorch(new Blob([few]));
    expect(file.entries.map(({ name, dtype, shape }) => `${name} ${dtype} ${shape.join('×')}`)).toEqual([
      ...['plain F32 2×3', 'turned F32 3×2', 'first F32 2', 'last F32 3', 'half F16 2', 'ids I64 1×3'],
    ]);
    expect(await valuesOf(file, 'plain')).toEqual([1.5, -2, 0.25, 3, 4, -0.125]);
    expect(await valuesOf(file, 'turned')).toEqual([1, 4, 2, 5, 3, 6]);
    expect(await valuesOf(file, 'first')).toEqual([0.125, 0.25]);
    expect(await valuesOf(file, 'last')).toEqual([0.375, 0.5, 0.625]);
    expect(await valuesOf(file, 'half')).toEqual([0.5, -1]);
  });

  it('is never run: a name that is none of a tensor, or a tensor beyond its values, is refused', async () => {
    expect(
      await refusal(
        openTorch(withPickle('torch._utils\n_rebuild_tensor_v2', 'os\nsystem\n'.padEnd(31, 'x'))),
      ),
    ).toMatch(/it names "os\.system", which no file of tensors needs/);
    expect(await refusal(openTorch(withPickle('ccollections\n', 'c__builtins__')))).toMatch(
      /no file of tensors/,
    );
    // Types of values that are not read are no attack.
    expect(await refusal(openTorch(withPickle('FloatStorage', 'ShortStorage')))).toMatch(
      /values of the type torch\.ShortStorage, and the lab reads F32, F16 and BF16/,
    );
    // (2, 3) becomes (2, 200)
    expect(await refusal(openTorch(withPickle('K\x02K\x03\x86', 'K\x02K\xc8\x86')))).toMatch(
      /"plain" has the shape 2×200, and there are 6 values/,
    );
    // strides (3, 1) become (9, 1)
    expect(await refusal(openTorch(withPickle('K\x03K\x01\x86', 'K\x09K\x01\x86')))).toMatch(
      /"plain" reaches behind its values/,
    );
    expect(await refusal(openTorch(withPickle('X\x05\x00\x00\x00plain', 'X\xff\xff\xff\x7fplain')))).toMatch(
      /longer than a million/,
    );
    expect(await refusal(openTorch(withPickle('turned', 'half\0\0')))).toMatch(/not refused/);
    expect(await refusal(openTorch(withPickle('first', 'plain')))).toMatch(/the name "plain" stands twice/);
    const proto = await openTorch(withPickle('plain', '__pro'));
    expect(proto.entries[0]?.name).toBe('__pro');
  });

  it('is refused where it is damaged, packed, or of another kind', async () => {
    const changed = few.slice();
    const [begin] = pickleAt(changed);
    changed[begin + 40] = (changed[begin + 40] as number) ^ 1;
    expect(await refusal(openTorch(new Blob([changed])))).toMatch(/checksum does not agree/);
    expect(await refusal(openTorch(new Blob([few.subarray(0, few.length - 30)])))).toMatch(
      /no zip, or breaks off/,
    );
    const packed = few.slice();
    for (const at of directory(packed)) packed[at + 10] = 8;
    expect(await refusal(openTorch(new Blob([packed])))).toMatch(/packed, which PyTorch never does/);
    expect(await refusal(openTorch(new Blob([Uint8Array.of(0x80, 2, 0x8a, 10)])))).toMatch(
      /before PyTorch 1\.6/,
    );
    expect(await refusal(openTorch(new Blob([])))).toMatch(/no zip/);
  });
});

describe('safetensors of any size', () => {
  it('is read by parts, and a header too long to be one is not read at all', async () => {
    const bytes = writeSafetensors([
      { name: '__proto__', shape: [2], data: Float32Array.of(1, 2) },
      { name: 'constructor', shape: [], data: Float32Array.of(3) },
    ]);
    const file = await openSafetensors(new Blob([bytes]));
    expect(await valuesOf(file, '__proto__')).toEqual([1, 2]);
    expect(await valuesOf(file, 'constructor')).toEqual([3]);
    const long = new Uint8Array(100_000_009).fill(0x20);
    new DataView(long.buffer).setBigUint64(0, 100_000_001n, true);
    expect(await refusal(openSafetensors(new Blob([long])))).toMatch(
      /its header has 100\.0 MB, and at most 16 MB/,
    );
    const key = new TextEncoder().encode(
      `{"${'x'.repeat(8e6)}":{"dtype":{"toString":1},"shape":[],"data_offsets":[0,0]}}`,
    );
    const hostile = new Uint8Array(8 + key.length);
    new DataView(hostile.buffer).setBigUint64(0, BigInt(key.length), true);
    hostile.set(key, 8);
    expect((await refusal(openSafetensors(new Blob([hostile])))).length).toBeLessThan(250);
    const deep = new Uint8Array(8 + 1e6).fill(0x5b);
    new DataView(deep.buffer).setBigUint64(0, 1_000_000n, true);
    expect(await refusal(openSafetensors(new Blob([deep])))).toMatch(/no JSON/);
  });
});

/** A file in memory: twenty thousand blobs of Node take longer than all the reading. */
const quick = (bytes: Uint8Array): Blob =>
  ({
    size: bytes.length,
    slice: (from: number, to: number) => quick(bytes.subarray(Math.min(from, bytes.length), to)),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  }) as Blob;

/** Reads all there is; what comes out must be as many values as the shapes say. */
async function readAll(file: TensorFile): Promise<void> {
  for (const { name, dtype, shape } of file.entries) {
    const { length } = await file.read(name);
    if (length !== elements(shape) * DTYPE_BYTES[dtype]) throw new Error(`${name} has ${length} bytes`);
  }
}

it('20,000 broken files of weights: each is refused with a sentence or read within its bounds', async () => {
  const random = new Random(11);
  const safetensors = writeSafetensors(
    [
      { name: 'a.weight', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { name: 'b', shape: [3], data: Int32Array.of(1, 2, 3) },
    ],
    { format: 'pt' },
  );
  const [begin, end] = pickleAt(few);
  const counts = { refused: 0, read: 0 };
  for (let i = 0; i < 20_000; i++) {
    const torch = i % 2 === 0;
    const original = torch ? few : safetensors;
    const bytes = original.slice(0, random.below(8) === 0 ? random.below(original.length + 1) : undefined);
    // Most of the damage goes where the structure is: the pickle, the directory, the header.
    const aim = (): number => {
      if (!torch) return random.below(bytes.length);
      const where = random.below(3);
      if (where === 0) return Math.floor(begin + random.below(end - begin));
      return where === 1 ? few.length - 1 - random.below(700) : random.below(few.length);
    };
    for (let n = 1 + random.below(3); n > 0 && bytes.length > 0; n--) {
      const at = aim() % bytes.length;
      bytes[at] = random.below(3) === 0 ? (bytes[at] as number) ^ (1 << random.below(8)) : random.below(256);
    }
    if (torch && random.below(4) > 0) repaired(bytes);
    try {
      await readAll(await (torch ? openTorch : openSafetensors)(quick(bytes)));
      counts.read++;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      counts.refused++;
    }
  }
  expect(counts.refused).toBeGreaterThan(8000);
  expect(counts.read).toBeGreaterThan(1000);
});
