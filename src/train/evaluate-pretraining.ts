import {
  argMax,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type TensorContainer,
  tidy,
} from '@tensorflow/tfjs-core';
import { Random } from '../base/random.ts';
import { IGNORED } from '../data/pretraining.ts';
import type { BertForPreTraining } from '../models/bert/bert.ts';
import { crossEntropy } from '../nn/losses.ts';
import type { Evaluation } from '../runs/types.ts';
import type { PretrainBatches } from './pretrain-batches.ts';
import { type PretrainLogits, pretrainLogits } from './pretrain-task.ts';
import type { Between } from './task.ts';
import { WordScores } from './word-scores.ts';

export interface EvaluatePretrainingOptions {
  split: 'validation' | 'test';
  /** In evaluation mode. */
  model: BertForPreTraining;
  batches: PretrainBatches;
  /** Size of the vocabulary. */
  words: number;
  /** Of the words of train by their frequencies, in nats. */
  entropy: number;
  between: Between;
}

/**
 * A split through the model. Which tokens are asked for and what is swapped depends on the split alone: every evaluation
 * of every run asks the same.
 */
export async function evaluatePretraining(options: EvaluatePretrainingOptions): Promise<Evaluation> {
  const { split, model, batches, words, entropy, between } = options;
  const random = new Random(0, `pretrain/${split}`);
  const asked = { tokens: new WordScores(words), order: new WordScores(2) };
  let [maskedLoss, orderLoss] = [0, 0];
  for (const index of batches.inOrderOfLength()) {
    const batch = batches.gatherMasked(index, random);
    const { wordLogits, orderLogits } = tidy(
      () => pretrainLogits(model, batch) as unknown as TensorContainer,
    ) as unknown as PretrainLogits;
    maskedLoss += await judged(wordLogits, batch.labels, asked.tokens);
    if (batch.order) orderLoss += await judged(orderLogits, batch.order, asked.order);
    await between();
  }
  const mean = (sum: number, { total }: WordScores) => (total > 0 ? sum / total : 0);
  const pretraining = {
    maskedLoss: mean(maskedLoss, asked.tokens),
    orderLoss: mean(orderLoss, asked.order),
    orderAccuracy: asked.order.scores().accuracy,
    unigramEntropy: entropy,
  };
  return {
    split,
    loss: pretraining.maskedLoss + pretraining.orderLoss,
    ...asked.tokens.scores(),
    pretraining,
    ...{ confusion: [], perClass: [], wrong: [] },
  };
}

/** Counts the answers, and gives the sum of their losses. The logits are used up. */
async function judged(logits: Tensor2D | null, labels: Int32Array, scores: WordScores): Promise<number> {
  if (!logits) return 0;
  const [loss, best] = tidy(() => [
    crossEntropy(logits, labels, { reduction: 'sum' }),
    argMax(logits, 1) as Tensor1D,
  ]) as [Scalar, Tensor1D];
  logits.dispose();
  try {
    scores.add(labels, await best.data(), IGNORED);
    return (await loss.data())[0] as number;
  } finally {
    loss.dispose();
    best.dispose();
  }
}
