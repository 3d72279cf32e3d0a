import { Random } from '../base/random.ts';
import { LabError } from '../base/errors.ts';
import type { EncodedSplit } from '../data/types.ts';
import { TextClassifier } from '../models/text-classifier.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { encodeTokens, Vocabulary } from '../text/vocabulary.ts';
import { Batches, readingOf } from '../train/batches.ts';
import { loadWeights } from '../train/checkpoint.ts';
import { type Classifier, classifierFor } from '../train/classifier.ts';
import { softmax } from '../train/evaluate.ts';
import { yieldToMessages } from '../train/yield.ts';
import type { Prediction } from './protocol.ts';

const BATCH = 64;

/** Without padding: of each text the steps it has. */
const cut = (weights: number[][][], lengths: Int32Array): number[][][] =>
  weights.map((rows, i) => rows.slice(0, lengths[i]).map((row) => row.slice(0, lengths[i])));

/** A model with the weights of a checkpoint, for any text. */
export class Predictor {
  private readonly record: CheckpointRecord;
  private readonly tokenizer: Tokenizer;
  private readonly model: Classifier;

  /** @throws LabError `weights/mismatch`, `vocabulary/invalid` where the checkpoint does not hold together. */
  constructor(record: CheckpointRecord) {
    const { task } = record.recipe;
    if (task === 'translate' || task === 'pretrain')
      throw new LabError(
        'predict/task',
        `This run ${task === 'translate' ? 'translates' : 'pretrains'}: it gives a text no labels.`,
        task === 'translate'
          ? 'Have it translate a sentence instead.'
          : 'What it has learnt stands in its evaluation.',
      );
    this.record = record;
    this.tokenizer = new Tokenizer(record.recipe.text, Vocabulary.fromWords(record.vocabulary));
    // Every weight is replaced by the checkpoint's, so the seed does not matter.
    const random = new Random(0);
    this.model = classifierFor(record.recipe, record, random, random);
    this.model.eval();
    try {
      loadWeights(this.model, record.weights);
    } catch (error) {
      this.model.dispose();
      throw error;
    }
  }

  /** Class probabilities of each text, with the tokens that the model reads of it. */
  async predict(texts: readonly string[]): Promise<Prediction[]> {
    const { recipe, maxLength, labels } = this.record;
    const tokens = texts.map((text) => this.tokenizer.tokens(text).slice(0, maxLength));
    const batches = new Batches(this.encode(tokens), {
      batchSize: BATCH,
      ...readingOf(recipe, { ...this.record, padId: this.tokenizer.vocabulary.padId }),
    });
    const several = recipe.task === 'multilabel';
    const predictions: Prediction[] = [];
    for (const index of batches.inOrderOfLength()) {
      const batch = batches.gather(index).tokens;
      const logits = this.model.forward(batch);
      const weights = this.model instanceof TextClassifier ? this.model.attentionWeights(batch) : null;
      try {
        const looks = weights && cut((await weights.array()) as number[][][], batch.lengths);
        const values = await logits.data();
        index.forEach((i, row) => {
          const scores = values.subarray(row * labels.length, (row + 1) * labels.length);
          predictions[i] = {
            text: texts[i] as string,
            ...this.shown(tokens[i] as string[]),
            probabilities: several
              ? Array.from(scores, (score) => 1 / (1 + Math.exp(-score)))
              : softmax(scores),
            ...(looks && { attention: looks[row] as number[][] }),
          };
        });
      } finally {
        logits.dispose();
        weights?.dispose();
      }
      await yieldToMessages();
    }
    return predictions;
  }

  dispose(): void {
    this.model.dispose();
  }

  private shown(tokens: readonly string[]): Pick<Prediction, 'tokens' | 'starts' | 'unknown'> {
    const { vocabulary } = this.tokenizer;
    const shown = tokens.map((token) => this.tokenizer.show(token));
    return {
      tokens: shown.map(({ text }) => text),
      starts: shown.map(({ starts }) => starts),
      unknown: tokens.map((token) => vocabulary.id(token) === vocabulary.unkId),
    };
  }

  private encode(texts: string[][]): EncodedSplit {
    const ids = texts.map((tokens) => encodeTokens(tokens, this.tokenizer.vocabulary, this.record.maxLength));
    const offsets = new Uint32Array(texts.length + 1);
    ids.forEach((of, i) => {
      offsets[i + 1] = (offsets[i] as number) + of.length;
    });
    const tokens = new Int32Array(offsets[texts.length] as number);
    ids.forEach((of, i) => tokens.set(of, offsets[i]));
    return {
      rows: Uint32Array.from(texts, (_, i) => i),
      offsets,
      tokens,
      labels: new Int32Array(texts.length),
    };
  }
}
