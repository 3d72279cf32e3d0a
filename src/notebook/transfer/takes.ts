import { durationWords } from '../../base/duration.ts';
import type { DataReport } from '../../data/types.ts';
import {
  bertOperations,
  forwardOperations,
  learningShare,
  MOST_FROZEN_BYTES,
} from '../../recipe/bert-size.ts';
import type { ModelFit } from '../../recipe/model-fit.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { shapeOf, SHARE_OF_PRODUCTS } from '../bert/estimate.ts';

/** What a published model takes of the time on the device at hand, before anything of it is run. */

const STEP = 128;
const EPOCH = 2000;

/** Of a model that is offered or kept, for texts of the course's length. @param speed of a product, operations a second */
export function timeWords({ work, verdict }: Pick<ModelFit, 'work' | 'verdict'>, speed: number): string {
  const seconds = (operations: number): string => {
    const words = durationWords(operations / (speed * SHARE_OF_PRODUCTS));
    return words.startsWith('less') ? words : `about ${words}`;
  };
  const read = `${EPOCH.toLocaleString('en')} texts of ${work.tokens} pieces are read once in ${seconds(EPOCH * work.reading)}`;
  if (verdict !== 'go') return `Time on this device: ${read}.`;
  return `Time on this device with ${work.tokens} pieces a text: a step of ${STEP} texts with nothing frozen ${seconds(STEP * work.training)}, an epoch of ${EPOCH.toLocaleString('en')} texts ${seconds(EPOCH * work.training)}; frozen they are read once, in ${seconds(EPOCH * work.reading)}.`;
}

export interface RunTime {
  /** Of one optimizer step. */
  step: number;
  epoch: number;
  /** Of all epochs, the reading of the other parts of the data not counted. */
  all: number;
}

/** Seconds that a run takes, by the texts it is given. Frozen: of the one reading of the texts, as its epochs are cheap; in part: of both. */
export function runTime(
  recipe: Recipe,
  report: Pick<DataReport, 'lengthCounts' | 'maxLength' | 'splitCounts' | 'vocabularySize'>,
  speed: number,
): RunTime | null {
  const { model, training } = recipe;
  if (model.kind !== 'bert') return null;
  const { texts, tokens } = shapeOf(report);
  const { vocabularySize } = report;
  const seconds = (operations: number): number => operations / (speed * SHARE_OF_PRODUCTS);
  const whole = seconds(bertOperations(recipe, model, { vocabularySize, texts, tokens }));
  const once = model.init.kind !== 'scratch' && model.init.freeze === 'all';
  if (once) return { step: 0, epoch: 0, all: whole };
  // What frozen layers make of the texts is computed once, where there is room for it: an epoch begins above them.
  const kept = texts * tokens * model.hidden * Float32Array.BYTES_PER_ELEMENT <= MOST_FROZEN_BYTES;
  const reading = kept
    ? seconds(texts * forwardOperations(recipe, model, { vocabularySize, tokens })) *
      (1 - learningShare(model))
    : 0;
  const epoch = whole - reading;
  const inAStep = Math.min(texts, training.batchSize * training.accumulate);
  return {
    step: texts > 0 ? (epoch * inAStep) / texts : 0,
    epoch,
    all: reading + epoch * training.epochs,
  };
}
