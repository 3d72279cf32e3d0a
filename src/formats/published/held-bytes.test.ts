import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { type TensorToWrite, writeSafetensors } from '../safetensors.ts';
import { openModel } from './open.ts';
import { packModel } from './pack.ts';

/** What a reader of files holds of them, by weak references after the garbage is collected. */

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Collecting takes long: small reads in between are counted as held. */
const EVERY = 8;
const LARGE = 32_768;
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

const folder = mkdtempSync(join(tmpdir(), 'seqlab-held-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All buffers that were read of files and may still be held. */
class Held {
  private buffers: WeakRef<ArrayBuffer>[] = [];
  private readonly large: number;
  greatest = 0;
  reads = 0;
  read = 0;

  /** @param large after reading so many bytes it is looked what is still held */
  constructor(large = LARGE) {
    this.large = large;
  }

  async take(buffer: ArrayBuffer): Promise<ArrayBuffer> {
    const reference = new WeakRef(buffer);
    // A weak reference holds what it was made of until the turn ends.
    await nextTurn();
    if (this.reads % EVERY === 0 || buffer.byteLength >= this.large) collect();
    this.buffers = [...this.buffers.filter((each) => each.deref() !== undefined), reference];
    const bytes = this.buffers.reduce((sum, each) => sum + (each.deref()?.byteLength ?? 0), 0);
    this.greatest = Math.max(this.greatest, bytes);
    this.reads++;
    this.read += buffer.byteLength;
    return buffer;
  }
}

/** A file on the disk, of which is told what is read. */
function watched(blob: Blob, held: Held): Blob {
  return new Proxy(blob, {
    get(target, key) {
      if (key === 'slice') return (a: number, b: number) => watched(target.slice(a, b), held);
      if (key === 'arrayBuffer') return async () => held.take(await target.arrayBuffer());
      const value = Reflect.get(target, key, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function file(name: string, bytes: Uint8Array | string, held: Held): Promise<[string, Blob]> {
  const path = join(mkdtempSync(join(folder, 'file-')), name);
  writeFileSync(path, bytes);
  return [name, watched(await openAsBlob(path), held)];
}

const WORDS = [
  '[PAD]',
  ...Array.from({ length: 50 }, (_, i) => `[unused${i}]`),
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
];
const VOCABULARY = [...WORDS, ...Array.from({ length: 4000 - WORDS.length }, (_, i) => `w${i}`)];
const HIDDEN = 64;
const LAYERS = 2;
const CONFIG = {
  ...{ model_type: 'bert', vocab_size: VOCABULARY.length, hidden_size: HIDDEN, num_hidden_layers: LAYERS },
  ...{ num_attention_heads: 2, intermediate_size: 4 * HIDDEN, max_position_embeddings: 128 },
};

function weights(): TensorToWrite[] {
  const make = (name: string, ...shape: number[]): TensorToWrite => ({
    ...{ name, shape },
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)).map((_, i) => (i % 97) / 97),
  });
  const dense = (name: string, out: number, from: number) => [
    make(`${name}.weight`, out, from),
    make(`${name}.bias`, out),
  ];
  const norm = (name: string) => [make(`${name}.weight`, HIDDEN), make(`${name}.bias`, HIDDEN)];
  return [
    make('embeddings.word_embeddings.weight', VOCABULARY.length, HIDDEN),
    make('embeddings.position_embeddings.weight', 128, HIDDEN),
    make('embeddings.token_type_embeddings.weight', 2, HIDDEN),
    ...norm('embeddings.LayerNorm'),
    ...Array.from({ length: LAYERS }, (_, i) => {
      const at = `encoder.layer.${i}`;
      return [
        ...['query', 'key', 'value'].flatMap((part) => dense(`${at}.attention.self.${part}`, HIDDEN, HIDDEN)),
        ...dense(`${at}.attention.output.dense`, HIDDEN, HIDDEN),
        ...norm(`${at}.attention.output.LayerNorm`),
        ...dense(`${at}.intermediate.dense`, 4 * HIDDEN, HIDDEN),
        ...dense(`${at}.output.dense`, HIDDEN, 4 * HIDDEN),
        ...norm(`${at}.output.LayerNorm`),
      ];
    }).flat(),
  ];
}

const description = (held: Held) => [
  file('config.json', JSON.stringify(CONFIG), held),
  file('vocab.txt', VOCABULARY.join('\n'), held),
];

/** Opens and packs; what was held of the weights while it read them, and what came of it. */
async function opened(held: Held, files: Promise<[string, Blob]>[]) {
  const model = await openModel(new Map(await Promise.all([...description(new Held()), ...files])));
  held.greatest = 0;
  const packed = await packModel('held', model);
  return { model, packed };
}

/** What small reads since the last collection may add up to. */
const SMALL = 64_000;

/** The head of a file in an archive, which tells where its values begin. */
const HEAD_BYTES = 64;

const all = weights();
const largest = Math.max(...all.map(({ data }) => data.byteLength));
const total = all.reduce((sum, { data }) => sum + data.byteLength, 0);

describe('weights that are read', () => {
  it('are held one at a time, of one file', async () => {
    const held = new Held();
    const { packed } = await opened(held, [file('model.safetensors', writeSafetensors(all), held)]);
    expect(held.greatest).toBeGreaterThanOrEqual(largest);
    expect(held.greatest).toBeLessThan(largest + SMALL);
    expect(held.read).toBeGreaterThanOrEqual(total);
    // Header and length beside the weights, each of which is read once.
    expect(held.read).toBeLessThan(total + 100_000);
    expect(packed.size).toBeGreaterThan(total);
  });

  it('are held one at a time, of several files', async () => {
    const held = new Held();
    const half = Math.floor(all.length / 2);
    const shards = [all.slice(0, half), all.slice(half)];
    const map = shards.flatMap((shard, i) => shard.map(({ name }) => [name, `part-${i}.safetensors`]));
    const { packed } = await opened(held, [
      file('model.safetensors.index.json', JSON.stringify({ weight_map: Object.fromEntries(map) }), held),
      ...shards.map((shard, i) => file(`part-${i}.safetensors`, writeSafetensors(shard), held)),
    ]);
    expect(held.greatest).toBeGreaterThanOrEqual(largest);
    expect(held.greatest).toBeLessThan(largest + SMALL);
    expect(packed.size).toBeGreaterThan(total);
  });

  it('are held one at a time, of what torch.save wrote', async () => {
    const fixture = (name: string) =>
      readFileSync(new URL(`../fixtures/published/bert/${name}`, import.meta.url));
    const held = new Held(0);
    const files = await Promise.all([
      ...['config.json', 'vocab.txt'].map((name) => file(name, fixture(name), new Held())),
      file('pytorch_model.bin', fixture('pytorch_model.bin'), held),
    ]);
    const model = await openModel(new Map(files));
    const sizes = model.plan.weights.map(({ shape }) => 4 * shape.reduce((a, b) => a * b, 1));
    const most = Math.max(...sizes);
    held.greatest = 0;
    let compared = 0;
    await packModel('held', model, () => {
      if (compared > 0) return;
      compared = held.greatest;
      held.greatest = 0;
    });
    // Before anything is put together the head over words is compared with the embedding that it should be.
    expect(compared).toBeGreaterThanOrEqual(most);
    expect(compared).toBeLessThanOrEqual(2 * most + HEAD_BYTES);
    expect(held.greatest).toBeGreaterThanOrEqual(Math.max(...sizes.slice(1)));
    expect(held.greatest).toBeLessThanOrEqual(most + HEAD_BYTES);
    expect(held.reads).toBeGreaterThan(sizes.length);
  });
});
