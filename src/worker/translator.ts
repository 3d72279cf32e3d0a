import { reshape, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import type { Seq2Seq } from '../models/seq2seq/seq2seq.ts';
import type { TokenBatch } from '../nn/batch.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { loadWeights } from '../train/checkpoint.ts';
import { softmax } from '../train/evaluate.ts';
import { marksOf } from '../train/pair-batches.ts';
import { type Marks, beam } from '../train/translate.ts';
import { SPARE_WORDS, translatorFor } from '../train/translate-task.ts';
import type { TranslatedWord, TranslateOptions, Translation } from './protocol.ts';

/** Words that are shown beside the one that was chosen. */
const OTHERS = 4;

/** A translating model with the weights of a checkpoint, for any sentence. */
export class Translator {
  private readonly record: CheckpointRecord;
  private readonly source: Tokenizer;
  private readonly target: Tokenizer;
  private readonly marks: Marks;
  private readonly model: Seq2Seq;

  /** @throws LabError `predict/task`, `weights/mismatch`, `vocabulary/invalid` */
  constructor(record: CheckpointRecord) {
    const { recipe, vocabulary, labels } = record;
    if (recipe.task !== 'translate')
      throw new LabError(
        'predict/task',
        'This run gives labels: it does not translate.',
        'Choose a run of task translate.',
      );
    this.record = record;
    this.source = new Tokenizer(recipe.text, Vocabulary.fromWords(vocabulary));
    this.target = new Tokenizer(recipe.text, Vocabulary.fromWords(labels));
    this.marks = marksOf(record);
    // Every weight is replaced by the checkpoint's, so the seed does not matter.
    const random = new Random(0);
    this.model = translatorFor(recipe, record, random, random);
    this.model.eval();
    try {
      loadWeights(this.model, record.weights);
    } catch (error) {
      this.model.dispose();
      throw error;
    }
  }

  /** @throws LabError `translate/empty` where there is no word in the text */
  async translate(text: string, options: TranslateOptions): Promise<Translation> {
    const { recipe, maxLength, labels } = this.record;
    const written = this.source.tokens(text);
    const tokens = written.slice(0, maxLength);
    if (tokens.length === 0)
      throw new LabError('translate/empty', 'There is no word to translate.', 'Type a sentence.');
    const { vocabulary } = this.source;
    const ids = Int32Array.from(tokens, (token) => vocabulary.id(token));
    const reversed = recipe.data.reverseSource;
    const source = one(reversed ? ids.slice().reverse() : ids);
    const longest = maxLength + SPARE_WORDS;
    const found = await beam(this.model, source, this.marks, { ...options, maxLength: longest });
    const best = found[0]?.words ?? [];
    const chosen = best.length < longest ? [...best, this.marks.eos] : best;
    const { probabilities, attention } = await this.follow(source, chosen);
    return {
      source: tokens.map((token, i) => ({
        ...this.source.show(token),
        unknown: ids[i] === vocabulary.unkId,
      })),
      unread: written.length - tokens.length,
      words: chosen.map((id, t) => this.word(id, probabilities[t] ?? [])),
      attention: attention && attention.map((row) => (reversed ? row.reverse() : row)),
      candidates: found.map(({ words, logProbability, score }) => ({
        text: this.target.decode(words.filter((id) => id < labels.length)),
        logProbability,
        score,
      })),
    };
  }

  dispose(): void {
    this.model.dispose();
  }

  /** The words given one after the other: what the model holds of each, and where it looks. */
  private async follow(source: TokenBatch, chosen: readonly number[]) {
    const words = this.record.labels.length;
    const given = one(Int32Array.of(this.marks.sos, ...chosen.slice(0, -1)));
    const logits = tidy(() => reshape(this.model.forward(source, given), [-1, words]) as Tensor2D);
    const map = this.model.alignment(source, given);
    try {
      const values = await logits.data();
      const [attention] = map ? ((await map.array()) as number[][][]) : [null];
      const probabilities = chosen.map((_, t) => softmax(values.subarray(t * words, (t + 1) * words)));
      return { probabilities, attention: attention ?? null };
    } finally {
      logits.dispose();
      map?.dispose();
    }
  }

  private word(id: number, probabilities: readonly number[]): TranslatedWord {
    const show = (word: number) => this.target.show(this.record.labels[word] ?? '');
    const ranked = [...probabilities.keys()]
      .filter((word) => word !== id)
      .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    return {
      ...show(id),
      probability: probabilities[id] ?? 0,
      others: ranked
        .slice(0, OTHERS)
        .map((word) => ({ text: show(word).text, probability: probabilities[word] ?? 0 })),
    };
  }
}

const one = (ids: Int32Array): TokenBatch => ({
  ids,
  rows: 1,
  length: ids.length,
  lengths: Int32Array.of(ids.length),
});
