import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { PreparedData, SplitName } from '../data/types.ts';
import { BertForSequenceClassification } from '../models/bert/bert.ts';
import { MOST_FROZEN_BYTES } from '../recipe/bert-size.ts';
import { bertModel } from '../recipe/model.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Batches, LabelledBatch } from './batches.ts';
import type { Classifier } from './classifier.ts';
import { FrozenFeatures } from './frozen-features.ts';
import { FrozenStates, splitsThatFit } from './frozen-states.ts';
import type { Between } from './task.ts';

/** What of a model is the same in every epoch, computed once. */
export interface FrozenPart {
  /** Whether layers of the encoder are run through in a step: large batches then go through it in pieces. */
  readonly readsEncoder: boolean;
  /** Computes that of train. @returns what was done, for the person; null where nothing was */
  prepare(batches: Batches, between: Between): Promise<string | null>;
  /** That of a split, where it is not there yet. */
  fill(split: SplitName, batches: Batches, between: Between): Promise<void>;
  /** Logits [rows, labels] of a batch of a split that was filled. */
  logits(split: SplitName, batch: LabelledBatch): Tensor2D;
}

let enabled = true;
let mostBytes = MOST_FROZEN_BYTES;

/**
 * Off: the frozen part of an encoder reads every batch anew, which is what keeping must not differ from. For tests.
 * @param most bytes that may be kept
 */
export function setFrozenPart(on: boolean, most = MOST_FROZEN_BYTES): void {
  enabled = on;
  mostBytes = most;
}

/** Null where the model learns down to its embeddings, or too little of it could be kept to be of use. */
export function frozenPartOf(model: Classifier, recipe: Recipe, data: PreparedData): FrozenPart | null {
  if (!enabled || !(model instanceof BertForSequenceClassification)) return null;
  const { init, hidden, layers, pooling } = bertModel(recipe, data.maxLength);
  if (init.kind === 'scratch' || init.freeze === 'none') return null;
  // The mean of the tokens does not go through a pooler: with all layers frozen nothing learns below the head.
  if (init.freeze === 'all' || (init.freeze >= layers && pooling === 'mean')) {
    const rows = Object.values(data.splits).reduce((sum, { labels }) => sum + labels.length, 0);
    const bytes = rows * hidden * Float32Array.BYTES_PER_ELEMENT;
    return bytes > mostBytes ? null : new FrozenFeatures(model);
  }
  // Looking embeddings up costs no more than looking up what was kept of them.
  if (init.freeze === 0) return null;
  const fitting = splitsThatFit(data, hidden, mostBytes);
  return fitting.size === 0 ? null : new FrozenStates(model, Math.min(init.freeze, layers), hidden, fitting);
}
