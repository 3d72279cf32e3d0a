import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { BERT_MARKS } from '../text/bert-marks.ts';
import { Vocabulary } from '../text/vocabulary.ts';
import { maskedSample } from './masked-sample.ts';

const words = ['a', 'thin', 'red', 'line', 'of', 'old', 'paint', '##er'];
const vocabulary = Vocabulary.fromWords(['<pad>', '<unk>', ...BERT_MARKS, ...words]);
const texts = ['a thin red line of old paint', 'a painter', 'of a red line'];
const recipe = recipeSchema.parse({
  task: 'pretrain',
  text: { normalise: { punctuation: 'keep' }, tokenizer: { kind: 'wordpiece' } },
  model: { kind: 'bert' },
});
const sampleOf = (draw: number, changed = recipe) =>
  maskedSample({
    ...{ recipe: changed, vocabulary, maxLength: 48, train: Uint32Array.of(0, 1, 2) },
    ...{ text: (row: number) => texts[row]!, count: 3, draw },
  });

describe('maskedSample', () => {
  it('shows long enough texts before and after, marks never asked for', () => {
    const { texts: shown, minLength, counts } = sampleOf(1);
    expect(minLength).toBe(5);
    expect(shown).toHaveLength(3);
    expect(counts.texts).toBe(500);
    for (const { row, swapped, tokens } of shown) {
      expect(row).toBe(0);
      const before = tokens.map((token) => token.before.text);
      const halves = before.join(' ').split(' [SEP]');
      expect(halves[0]).toMatch(/^\[CLS\] /);
      const [a = '', b = ''] = [halves[0]!.slice(6), halves[1]!.trim()];
      expect(swapped ? `${b} ${a}` : `${a} ${b}`).toBe(texts[0]);
      for (const { before, after, fate } of tokens) {
        if (before.text.startsWith('[')) expect(fate).toBeNull();
        if (fate === 'masked') expect(after.text).toBe('[MASK]');
        else if (fate !== 'random') expect(after).toEqual(before);
        else expect(after).not.toEqual(before);
      }
    }
  });

  it('counts 15 in a hundred, of those 80 / 10 / 10, and half of the texts swapped', () => {
    const { tokens, masked, random, kept, texts: count, swapped } = sampleOf(2).counts;
    const chosen = masked + random + kept;
    // 3,500 tokens: three standard deviations.
    expect(Math.abs(chosen / tokens - 0.15)).toBeLessThan(0.02);
    expect(Math.abs(masked / chosen - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(random / chosen - 0.1)).toBeLessThan(0.05);
    expect(Math.abs(swapped / count - 0.5)).toBeLessThan(0.07);
  });

  it('is the same for the same draw, another for the next, and whole without the order', () => {
    expect(sampleOf(3)).toEqual(sampleOf(3));
    expect(sampleOf(3)).not.toEqual(sampleOf(4));
    const { training } = recipe;
    const pretraining = { ...training.pretraining, sentenceOrder: false };
    const whole = sampleOf(3, { ...recipe, training: { ...training, pretraining } });
    expect(whole.counts.swapped).toBe(0);
    expect(new Set(whole.texts.flatMap(({ tokens }) => tokens.map(({ segment }) => segment)))).toEqual(
      new Set([0]),
    );
  });
});
