import { type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { SplitName } from '../data/types.ts';
import type { BertForSequenceClassification } from '../models/bert/bert.ts';
import type { Batches, LabelledBatch } from './batches.ts';
import { type FeatureTable, featuresOf, rowsOf } from './features.ts';
import type { FrozenPart } from './frozen-part.ts';
import type { Between } from './task.ts';

/**
 * What a frozen encoder makes of each text: always the same, as it neither learns nor drops, so it is computed once and
 * kept beside the texts. An epoch is then the work of the head alone.
 */
export class FrozenFeatures implements FrozenPart {
  readonly readsEncoder = false;
  private readonly model: BertForSequenceClassification;
  private readonly kept = new Map<SplitName, FeatureTable>();

  constructor(model: BertForSequenceClassification) {
    this.model = model;
  }

  /** Those of train. @returns what was done, for the person */
  async prepare(batches: Batches, between: Between): Promise<string> {
    const began = performance.now();
    await this.fill('train', batches, between);
    const seconds = ((performance.now() - began) / 1000).toPrecision(3);
    return `The encoder is frozen: what it makes of the ${batches.rows} texts of train was computed once, in ${seconds} s, and kept.`;
  }

  async fill(split: SplitName, batches: Batches, between: Between): Promise<void> {
    if (this.kept.has(split)) return;
    const what = `texts of ${split} read once`;
    const told = (done: number): Promise<void> => between({ what, done, total: batches.rows });
    this.kept.set(split, await featuresOf((batch) => this.model.features(batch), batches, told));
  }

  /** Logits [rows, labels] of texts whose features are kept. */
  logits(split: SplitName, { index }: LabelledBatch): Tensor2D {
    const all = this.kept.get(split);
    if (!all) throw new Error(`The features of ${split} were not computed yet.`);
    return tidy(() => this.model.classify(rowsOf(all, index)));
  }
}
