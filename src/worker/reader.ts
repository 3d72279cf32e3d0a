import { type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import { type HeadProfile, headProfiles, type LookedAt, lookedAtOf } from '../data/head-profile.ts';
import { wholeText } from '../data/pretraining.ts';
import type { BertForSequenceClassification } from '../models/bert/bert.ts';
import { type BertBatch } from '../models/bert/bert.ts';
import { bertModel } from '../recipe/model.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { MASK, type MarkIds, markIds } from '../text/bert-marks.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { type Unread, windowAround } from '../text/window.ts';
import { loadWeights } from '../train/checkpoint.ts';
import { classifierFor } from '../train/classifier.ts';
import { type Pretrained, pretrainedOf } from '../train/pretrained.ts';
import { softmax } from '../train/evaluate.ts';
import { yieldToMessages } from '../train/yield.ts';
import type { FilledMasks, HeadMaps, ReadToken } from './protocol.ts';

/** Words that are told of each mask. */
const BEST = 5;
/** `[MASK]` in whatever case a person types it. */
const MASKS = /\[mask\]/i;

/** A BERT with the weights of a checkpoint, pretrained or fine-tuned: fills masks, shows what its heads look at. */
export class BertReader {
  /** What it is, without the bytes its weights came in: they are on the device. */
  private readonly record: Pick<CheckpointRecord, 'recipe' | 'vocabulary' | 'maxLength'>;
  private readonly tokenizer: Tokenizer;
  private readonly marks: MarkIds;
  private readonly model: Pretrained | BertForSequenceClassification;

  /** @throws LabError `predict/task`, `weights/mismatch`, `vocabulary/invalid` */
  constructor(record: CheckpointRecord) {
    const { recipe, vocabulary, maxLength } = record;
    if (recipe.model.kind !== 'bert')
      throw new LabError('predict/task', 'This run is of no BERT.', 'Choose a run of a model of kind bert.');
    this.record = { recipe, vocabulary, maxLength };
    this.tokenizer = new Tokenizer(recipe.text, Vocabulary.fromWords(vocabulary));
    this.marks = markIds(vocabulary);
    this.model = recipe.task === 'pretrain' ? pretrainedOf(record) : classifierOf(record);
  }

  /** The likeliest words for each `[MASK]` of a text. @throws LabError `fill/no-head`, `fill/no-mask` */
  async fill(text: string): Promise<FilledMasks> {
    const { model, marks } = this;
    if (!('wordLogits' in model))
      throw new LabError(
        'fill/no-head',
        this.record.recipe.task === 'pretrain'
          ? 'This model was published without its head for words.'
          : 'This run was fine-tuned: it has no head for words any more.',
        'Choose a run that pretrains.',
      );
    const { ids, unread } = this.read(text);
    const places = Int32Array.from(ids.keys()).filter((i) => ids[i] === marks.mask);
    if (places.length === 0)
      throw new LabError(
        'fill/no-mask',
        'There is no [MASK] in this text.',
        'Put [MASK] where a word is missing.',
      );
    const logits = tidy(() => model.wordLogits(model.bert.forward(one(ids)), places) as Tensor2D);
    try {
      const values = await logits.data();
      const words = this.record.vocabulary.length;
      return {
        tokens: Array.from(ids, (id) => this.shown(id)),
        unread,
        masks: Array.from(places, (place, k) => ({
          place,
          best: this.best(softmax(values.subarray(k * words, (k + 1) * words))),
        })),
      };
    } finally {
      logits.dispose();
    }
  }

  /** Tokens of a text that it reads at most, marks not counted. */
  get mostTokens(): number {
    return this.record.maxLength;
  }

  /** What each head looks at in a text, of which at most so many tokens are read. */
  async look(text: string, most = this.mostTokens): Promise<HeadMaps> {
    const { ids, unread } = this.read(text, most);
    const maps = this.model.bert.attentions(one(ids));
    try {
      const layers = await Promise.all(maps.map((map) => map.data() as Promise<Float32Array>));
      return {
        tokens: Array.from(ids, (id) => this.shown(id)),
        unread,
        heads: maps[0]?.shape[1] ?? 0,
        // Copies: what a device hands out may be a view of memory that is not its own to give away.
        layers: layers.map((values) => values.slice()),
      };
    } finally {
      for (const map of maps) map.dispose();
    }
  }

  /** What each head tends to look at, over many texts. */
  async profile(texts: readonly string[]): Promise<HeadProfile[]> {
    const { layers, heads } = this.sizes;
    return headProfiles(await this.lookAll(texts), layers, heads);
  }

  get sizes(): { layers: number; heads: number } {
    return bertModel(this.record.recipe, this.record.maxLength);
  }

  /** Attention of many texts. */
  async lookAll(texts: readonly string[], most = this.mostTokens): Promise<LookedAt[]> {
    const seen: LookedAt[] = [];
    for (const text of texts) {
      const { ids } = this.read(text, most);
      const maps = this.model.bert.attentions(one(ids));
      try {
        seen.push(lookedAtOf(await Promise.all(maps.map((map) => map.data())), ids.length));
      } finally {
        for (const map of maps as Tensor4D[]) map.dispose();
      }
      await yieldToMessages();
    }
    return seen;
  }

  dispose(): void {
    this.model.dispose();
  }

  /** `[CLS] a [SEP]`, of a long text what lies around its masks; `[MASK]` stays what it is. */
  private read(text: string, most = this.mostTokens): { ids: Int32Array; unread: Unread } {
    const { vocabulary } = this.tokenizer;
    const { mask } = this.marks;
    const ids = text
      .split(MASKS)
      .flatMap((part, i) => [
        ...(i > 0 ? [mask] : []),
        ...this.tokenizer.tokens(part).map((token) => vocabulary.id(token)),
      ]);
    const masks = [...ids.keys()].filter((i) => ids[i] === mask);
    const { start, end } = windowAround(ids.length, masks, most);
    return {
      ids: wholeText(ids.slice(start, end), this.marks),
      unread: {
        before: start,
        after: ids.length - end,
        masks: masks.filter((place) => place < start || place >= end).length,
      },
    };
  }

  private shown(id: number): ReadToken {
    const word = this.record.vocabulary[id] ?? '';
    return word === MASK ? { text: word, starts: true } : this.tokenizer.show(word);
  }

  private best(probabilities: readonly number[]): FilledMasks['masks'][number]['best'] {
    const ranked = [...probabilities.keys()].sort(
      (a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0),
    );
    return ranked.slice(0, BEST).map((id) => ({ ...this.shown(id), probability: probabilities[id] ?? 0 }));
  }
}

/** A fine-tuned model with the weights of its checkpoint. */
function classifierOf(record: CheckpointRecord): BertForSequenceClassification {
  // Every weight is replaced by the checkpoint's, so the seed does not matter.
  const random = new Random(0);
  const model = classifierFor(record.recipe, record, random, random) as BertForSequenceClassification;
  model.eval();
  try {
    loadWeights(model, record.weights);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

const one = (ids: Int32Array): BertBatch => ({
  ids,
  rows: 1,
  length: ids.length,
  lengths: Int32Array.of(ids.length),
});
