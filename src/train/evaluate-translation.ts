import { argMax, reshape, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { UNK } from '../text/vocabulary.ts';
import type { Seq2Seq } from '../models/seq2seq/seq2seq.ts';
import { crossEntropy } from '../nn/losses.ts';
import type { Evaluation, TranslationReport } from '../runs/types.ts';
import { alignmentErrorRate, countAlignment, noLinks } from './alignment-error.ts';
import { bleuByLength, corpusBleu } from './bleu.ts';
import type { PairBatches } from './pair-batches.ts';
import type { Between } from './task.ts';
import { beam, greedy, type Marks } from './translate.ts';
import { WordScores } from './word-scores.ts';

/** Sentences of which BLEU is taken while it trains. */
const SAMPLE = 200;
/** Translations that are shown. */
const EXAMPLES = 10;
/** What stands for an unknown word where BLEU is counted: it matches nothing. */
const NO_WORD = '⁇';

export interface EvaluateTranslationOptions {
  split: 'validation' | 'test';
  model: Seq2Seq;
  batches: PairBatches;
  /** Words of the target language. */
  words: readonly string[];
  /** Such words as text. */
  join: (ids: readonly number[]) => string;
  marks: Marks;
  maxLength: number;
  beam: { width: number; lengthPenalty: number };
  between: Between;
}

/**
 * A split through the model: loss and next words with the true ones given, then greedy translations; of validation a
 * sample, of test all, by beam search as well where that is asked for. The model is to be in evaluation mode.
 */
export async function evaluateTranslation(options: EvaluateTranslationOptions): Promise<Evaluation> {
  const { split, batches } = options;
  const read = await readAlong(options);
  const scores = read.words.scores();
  const loss = read.words.total > 0 ? read.loss / read.words.total : 0;
  return {
    split,
    loss,
    ...scores,
    confusion: [],
    perClass: [],
    wrong: [],
    ...(batches.rows > 0 && {
      translation: { perplexity: Math.exp(loss), aer: read.aer, ...(await translated(options)) },
    }),
  };
}

/** Teacher forcing: what is the next word, and where does the decoder look. */
async function readAlong({ model, batches, words, between }: EvaluateTranslationOptions) {
  const counted = new WordScores(words.length);
  const links = noLinks();
  let loss = 0;
  for (const index of batches.inOrderOfLength()) {
    const { source, target, labels } = batches.gatherPairs(index);
    const { padId } = batches.options;
    const [sum, next] = tidy(() => {
      const logits = reshape(model.forward(source, target), [-1, words.length]) as Tensor2D;
      const options = { ignoreIndex: padId, reduction: 'sum' } as const;
      return [crossEntropy(logits, labels, options), argMax(logits, 1) as Tensor1D];
    });
    const map = batches.pairs.links && model.alignment(source, target);
    const looks = map && argMax(map, 2);
    map?.dispose();
    try {
      loss += (await sum.data())[0] as number;
      counted.add(labels, await next.data(), padId);
      const places = looks && (await looks.data());
      if (places)
        index.forEach((i, row) => {
          // The last step looks for <eos>.
          const from = row * target.length;
          const chosen = places.slice(from, from + (target.lengths[row] as number) - 1);
          countAlignment(links, chosen, batches.linksOf(i) ?? []);
        });
    } finally {
      sum.dispose();
      next.dispose();
      looks?.dispose();
    }
    await between();
  }
  return { loss, words: counted, aer: alignmentErrorRate(links) };
}

async function translated(
  options: EvaluateTranslationOptions,
): Promise<Omit<TranslationReport, 'perplexity' | 'aer'>> {
  const { split, model, batches, marks, maxLength, between } = options;
  const { sources, references } = batches.pairs;
  const count = split === 'test' ? batches.rows : Math.min(SAMPLE, batches.rows);
  const { batchSize } = batches.options;
  const text = options.join;
  const found: string[] = [];
  for (let start = 0; start < count; start += batchSize) {
    const index = Uint32Array.from({ length: Math.min(batchSize, count - start) }, (_, k) => start + k);
    const { tokens } = batches.gather(index);
    found.push(...(await greedy(model, tokens, marks, maxLength)).map(text));
    await between();
  }
  const wanted = references.slice(0, count);
  const lengths = sources.slice(0, count).map((source) => source.split(' ').length);
  const counted = found.map(withoutUnknown);
  return {
    sentences: count,
    bleu: corpusBleu(counted, wanted),
    byLength: bleuByLength(lengths, counted, wanted),
    beam: split === 'test' && options.beam.width > 1 ? await byBeam(options, text) : null,
    examples: found.slice(0, EXAMPLES).map((translation, i) => ({
      source: sources[i] ?? '',
      reference: references[i] ?? '',
      translation,
    })),
  };
}

const withoutUnknown = (translation: string): string => translation.replaceAll(UNK, NO_WORD);

async function byBeam(
  { model, batches, marks, maxLength, beam: asked, between }: EvaluateTranslationOptions,
  text: (ids: readonly number[]) => string,
): Promise<TranslationReport['beam']> {
  const found: string[] = [];
  for (let i = 0; i < batches.rows; i++) {
    const { tokens } = batches.gather(Uint32Array.of(i));
    const [best] = await beam(model, exact(tokens), marks, { ...asked, maxLength });
    found.push(withoutUnknown(text(best?.words ?? [])));
    await between();
  }
  return { ...asked, bleu: corpusBleu(found, batches.pairs.references) };
}

/** A batch of one text without its padding. */
export function exact({ ids, lengths }: { ids: Int32Array; lengths: Int32Array }) {
  const length = lengths[0] as number;
  return { ids: ids.slice(0, length), rows: 1, length, lengths };
}
