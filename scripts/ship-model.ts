import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { bundleNames, readBundle } from '../src/formats/bundle.ts';
import { readSafetensors, type StoredTensor } from '../src/formats/safetensors.ts';
import { ROOT } from './train/page.ts';

/**
 * `npx tsx scripts/ship-model.ts FOLDER NAME`: what a run left with `--out FOLDER` becomes `public/models/NAME`, a model
 * that ships with the lab. Weights are stored in half precision; all else stays as it is.
 */
const EXTRA = ['config.json', 'vocab.txt', 'tokenizer.json', 'tokenizer_config.json'];
const WEIGHTS = 'model.safetensors';

/** The nearest number of half precision; of two as near the even one. */
export function toHalf(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const size = Math.abs(Math.fround(value));
  if (!(size < 65520)) return Number.isNaN(value) ? 0x7e00 : sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 1e-30)));
  const unit = 2 ** (exponent - 10);
  const steps = size / unit;
  const floor = Math.floor(steps);
  const rest = steps - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  // A mantissa that overflows carries into the exponent, as it should.
  return sign | (exponent === -14 && rounded < 1024 ? rounded : ((exponent + 15) << 10) + rounded - 1024);
}

/** The same weights in half precision. */
export function inHalves(
  tensors: readonly StoredTensor[],
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts = tensors.map(({ name, shape, data }) => {
    const halves = Uint16Array.from(data as Float32Array, toHalf);
    header[name] = { dtype: 'F16', shape, data_offsets: [end, (end += halves.byteLength)] };
    return new Uint8Array(halves.buffer);
  });
  const text = JSON.stringify(header);
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(head.length), true);
  return new Uint8Array(Buffer.concat([length, head, ...parts]));
}

function main([from, name]: string[]): void {
  if (from === undefined || name === undefined) throw new Error('Usage: ship-model.ts FOLDER NAME');
  const to = join(ROOT, 'public', 'models', name);
  mkdirSync(to, { recursive: true });
  const files = Object.fromEntries(
    [...bundleNames, ...EXTRA].map((file) => [file, new Uint8Array(readFileSync(join(from, file)))]),
  );
  const { tensors, metadata } = readSafetensors(files[WEIGHTS] as Uint8Array);
  files[WEIGHTS] = inHalves(tensors, metadata);
  // It must open as a run's zip does.
  readBundle(zipSync(files, { level: 0 }));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(to, file), bytes);
  process.stdout.write(`${to}\n`);
}

if (process.argv[1]?.endsWith('ship-model.ts')) main(process.argv.slice(2));
