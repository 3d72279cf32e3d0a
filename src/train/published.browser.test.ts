import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openModel } from '../formats/published/open.ts';
import { packModel, readPacked } from '../formats/published/pack.ts';
import { forEachBackend } from '../nn/testing.ts';
import { Random } from '../base/random.ts';
import type { BertBatch } from '../models/bert/bert.ts';
import { classifierFor } from './classifier.ts';
import { pretrainedOf } from './pretrained.ts';

interface Expected {
  ids: number[][];
  lengths: number[];
  segments: number[][];
  files: Record<string, { hidden: number[]; maps: number[][] }>;
  classifier: { weights: Record<string, { shape: number[]; data: number[] }>; logits: number[] };
}

const FILES = import.meta.glob<string>('../formats/fixtures/published/*/*', {
  query: '?url',
  import: 'default',
  eager: true,
});
const fetched = async (path: string): Promise<Blob> =>
  (await fetch(FILES[`../formats/fixtures/published/${path}`]!)).blob();

/** A published folder as a person would drop it, with these weights. */
async function opened(folder: string, weights: string) {
  const names = ['config.json', 'vocab.txt', 'tokenizer_config.json', weights];
  const blobs = await Promise.all(names.map((name) => fetched(`${folder}/${name}`)));
  const model = await openModel(new Map(names.map((name, i) => [name, blobs[i] as Blob])));
  const bytes = new Uint8Array(await (await packModel(folder, model)).arrayBuffer());
  const { recipe, vocabulary } = readPacked(bytes);
  const record = { runId: 'a', kind: 'best', step: 0, savedAt: 0, labels: [], maxLength: 9 } as const;
  const net = pretrainedOf({
    ...record,
    ...{ labels: [], recipe, vocabulary, weights: bytes, optimizer: null, trainer: null },
  });
  return { model, net, recipe, vocabulary, bytes };
}

/** The greatest difference where there is text. */
function difference(values: ArrayLike<number>, wanted: readonly number[], isText: (i: number) => boolean) {
  let most = values.length === wanted.length ? 0 : Infinity;
  for (let i = 0; i < wanted.length; i++)
    if (isText(i)) most = Math.max(most, Math.abs((values[i] as number) - (wanted[i] as number)));
  return most;
}

forEachBackend('published', () => {
  for (const folder of ['bert', 'distilbert'])
    it(`a classifier that begins with a ${folder} gives PyTorch’s logits, whatever is above the encoder`, async () => {
      const { ids, lengths, classifier } = JSON.parse(
        await (await fetched(`${folder}/expected.json`)).text(),
      ) as Expected;
      const { model, net, recipe, vocabulary, bytes } = await opened(folder, 'model.safetensors');
      net.dispose();
      const data = { vocabulary, labels: ['a', 'b', 'c'], maxLength: 9, pretrained: bytes };
      const whole = classifierFor({ ...recipe, task: 'classify' }, data, new Random(1), new Random(2)).eval();
      for (const { name, variable } of whole.namedParameters()) {
        const given = classifier.weights[name];
        if (!given) continue;
        const value = tf.tensor(given.data, given.shape);
        variable.assign(value);
        value.dispose();
      }
      const numbers = new Map(Array.from(model.tokenizer.order!, (from, to) => [from, to]));
      const logits = whole.forward({
        ids: Int32Array.from(ids.flat(), (id) => numbers.get(id)!),
        ...{ rows: ids.length, length: ids[0]!.length, lengths: Int32Array.from(lengths) },
      });
      // The second text is of one segment; of the first the reference reads two, where there are any.
      const from = folder === 'bert' ? 3 : 0;
      expect(difference(await logits.data(), classifier.logits, (i) => i >= from)).toBeLessThan(1e-4);
      logits.dispose();
      whole.dispose();
    });

  for (const folder of ['bert', 'distilbert'])
    it(`a ${folder} in F32, F16, BF16 and from torch.save gives PyTorch’s states and attention, padding included`, async () => {
      const expected = JSON.parse(await (await fetched(`${folder}/expected.json`)).text()) as Expected;
      const { ids, lengths, segments, files } = expected;
      const [rows, length] = [ids.length, ids[0]!.length];
      expect(Object.keys(files)).toHaveLength(4);
      for (const [name, { hidden, maps }] of Object.entries(files)) {
        const { model, net } = await opened(folder, name);
        const numbers = new Map(Array.from(model.tokenizer.order!, (from, to) => [from, to]));
        const batch: BertBatch = {
          ids: Int32Array.from(ids.flat(), (id) => numbers.get(id)!),
          ...{ rows, length, lengths: Int32Array.from(lengths) },
          segments: Int32Array.from(segments.flat()),
        };
        const states = net.bert.forward(batch);
        const looks = net.bert.attentions(batch);
        const width = states.shape[2];
        const textAt = (place: number) => place % length < lengths[Math.floor(place / length)]!;
        expect(
          difference(await states.data(), hidden, (i) => textAt(Math.floor(i / width))),
          name,
        ).toBeLessThan(1e-4);
        for (const [layer, map] of looks.entries()) {
          const heads = map.shape[1]!;
          const isQuery = (i: number) => {
            const row = Math.floor(i / (heads * length * length));
            return Math.floor(i / length) % length < lengths[row]!;
          };
          expect(difference(await map.data(), maps[layer]!, isQuery), `${name}, layer ${layer}`).toBeLessThan(
            1e-4,
          );
        }
        tf.dispose([states, looks]);
        net.dispose();
      }
    });
});
