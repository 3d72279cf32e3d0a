import { argMax, keep, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { classificationScores, confusionMatrix } from '../stats/scores.ts';

/** What a model said of each text of train when it was trained on it, over an epoch. It costs the step nothing but a maximum. */
export class TrainedPredictions {
  private readonly classes: number;
  private parts: { predicted: Tensor1D; labels: Int32Array }[] = [];

  constructor(classes: number) {
    this.classes = classes;
  }

  /** @param logits [rows, classes] of a micro-batch */
  see(logits: Tensor2D, labels: Int32Array): void {
    this.parts.push({ predicted: keep(argMax(logits, 1) as Tensor1D), labels });
  }

  /** Reads what was seen since it was asked last. @param texts that make an epoch. @returns null where not all were seen */
  async macroF1(texts: number): Promise<number | null> {
    const parts = this.parts;
    this.parts = [];
    try {
      if (parts.reduce((sum, { labels }) => sum + labels.length, 0) !== texts) return null;
      const predicted = await Promise.all(parts.map((part) => part.predicted.data()));
      const flat = (rows: readonly ArrayLike<number>[]) =>
        Int32Array.from(rows.flatMap((row) => Array.from(row)));
      const truth = flat(parts.map(({ labels }) => labels));
      return classificationScores(confusionMatrix(truth, flat(predicted), this.classes)).macro.f1;
    } finally {
      for (const part of parts) part.predicted.dispose();
    }
  }

  forget(): void {
    for (const { predicted } of this.parts) predicted.dispose();
    this.parts = [];
  }
}
