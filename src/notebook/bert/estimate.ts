import type { DataReport } from '../../data/types.ts';
import { bertOperations, textsInAPiece } from '../../recipe/bert-size.ts';
import { bertModel } from '../../recipe/model.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { estimateMemory, type MemoryEstimate } from '../../recipe/size.ts';

/** Beyond this a browser tab on an ordinary machine is likely to run out of memory. */
const MUCH_MEMORY = 2e9;
/** An epoch that takes longer is not for one sitting. */
const LONG_SECONDS = 2 * 3600;
/** A worker that is silent for a minute is taken for dead: a batch must be done well before. */
const LONG_BATCH_SECONDS = 40;
/** What surrounds the products: softmax, norms, optimizer. Measured: they take as long as the products do. */
export const SHARE_OF_PRODUCTS = 0.5;

export interface Estimate {
  memory: MemoryEstimate;
  secondsPerEpoch: number;
  secondsInAll: number;
  /** Why it should not be begun; null: go. */
  noGo: string | null;
}

/** Texts of train and tokens of one on average, as the model reads them. */
export function shapeOf(report: Pick<DataReport, 'lengthCounts' | 'maxLength' | 'splitCounts'>): {
  texts: number;
  tokens: number;
} {
  const { lengthCounts, maxLength, splitCounts } = report;
  let [texts, tokens] = [0, 0];
  lengthCounts.forEach((count, length) => {
    texts += count;
    tokens += count * Math.min(length, maxLength);
  });
  return { texts: splitCounts.train, tokens: texts > 0 ? tokens / texts + 3 : 0 };
}

/**
 * Memory and time before anything is made.
 * @param speed operations a second of a product on the device at hand
 * @throws LabError `recipe/model` where the sizes do not go together
 */
export function estimateOf(recipe: Recipe, report: DataReport, speed: number): Estimate {
  const { vocabularySize, maxLength, labels } = report;
  const model = bertModel(recipe, maxLength);
  const memory = estimateMemory(recipe, vocabularySize, labels.length, maxLength);
  const operations = bertOperations(recipe, model, { vocabularySize, ...shapeOf(report) });
  const secondsPerEpoch = operations / (speed * SHARE_OF_PRODUCTS);
  const { texts } = shapeOf(report);
  // A large batch goes through the model piece by piece.
  const piece = Math.min(
    texts,
    recipe.training.batchSize,
    textsInAPiece(recipe, model, { vocabularySize, tokens: maxLength }),
  );
  const batchSeconds = texts > 0 ? (secondsPerEpoch * piece) / texts : 0;
  const noGo =
    memory.total > MUCH_MEMORY
      ? 'It needs more memory than most browsers give a page: take a smaller batch, width or length.'
      : batchSeconds > LONG_BATCH_SECONDS
        ? 'Even a few texts take a minute or more on this device: take fewer layers, a smaller width or shorter texts.'
        : secondsPerEpoch > LONG_SECONDS
          ? 'An epoch takes hours on this device: take fewer layers, a smaller width or fewer texts.'
          : null;
  return { memory, secondsPerEpoch, secondsInAll: secondsPerEpoch * recipe.training.epochs, noGo };
}
