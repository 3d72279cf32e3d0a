import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { parseRecipe, valueAt } from './parse.ts';

const refusal = (value: unknown): string => {
  try {
    parseRecipe(value);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    expect((error as LabError).code).toBe('recipe/invalid');
    return (error as LabError).message;
  }
  return 'not refused';
};

describe('parseRecipe', () => {
  it('fills every default in, and takes its own output again', () => {
    const recipe = parseRecipe({});
    expect(recipe.training.optimizer).toMatchObject({ kind: 'adam', lr: 0.001, betas: [0.9, 0.999] });
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
    expect(parseRecipe({ training: { schedule: { kind: 'cosine' } } }).training.schedule).toEqual({
      kind: 'cosine',
      warmup: 0,
      final: 0,
    });
  });

  it('chooses the tokenizer, words unless it says otherwise', () => {
    const tokenizer = (value?: unknown) => parseRecipe({ text: { tokenizer: value } }).text.tokenizer;
    expect(tokenizer()).toEqual({ kind: 'word' });
    expect(tokenizer({ kind: 'word' })).toEqual({ kind: 'word' });
    expect(tokenizer({ kind: 'bpe' })).toEqual({ kind: 'bpe', vocabularySize: 8000, minFrequency: 2 });
    expect(tokenizer({ kind: 'wordpiece', minFrequency: 1 })).toMatchObject({ stripAccents: null });
    expect(refusal({ text: { tokenizer: { kind: 'bpe', vocabularySize: 10 } } })).toBe(
      'text.tokenizer.vocabularySize is 10; it may be a whole number from 300 to 100000.',
    );
  });

  it('takes recipes of the time before weights were kept after epochs, and few epochs only', () => {
    const init = { kind: 'run', id: 'a' };
    const recipe = parseRecipe({ model: { kind: 'bert', init } });
    expect(recipe.training.keepEpochs).toEqual([]);
    expect(recipe.model).toMatchObject({ init: { epoch: null, freeze: 'none', take: 'all' } });
    expect(refusal({ training: { keepEpochs: [0] } })).toBe(
      'training.keepEpochs.0 is 0; it may be a whole number from 1 to 1000.',
    );
    expect(refusal({ training: { keepEpochs: Array.from({ length: 11 }, (_, i) => i + 1) } })).toBe(
      'training.keepEpochs names more than 10 epochs, and the weights of each take their room.',
    );
    expect(refusal({ model: { kind: 'bert', init: { ...init, epoch: 1.5 } } })).toMatch(
      /^model\.init\.epoch is 1\.5; it may be a whole number from 1 to 1000 or null/,
    );
  });

  it('names the field, what it was and what it may be', () => {
    expect(refusal({ training: { epochs: 0 } })).toBe(
      'training.epochs is 0; it may be a whole number from 1 to 1000.',
    );
    expect(refusal({ model: { cell: 'transformer' } })).toBe(
      'model.cell is "transformer"; it may be "rnn", "gru" or "lstm".',
    );
    expect(refusal({ training: { clipNorm: 0 } })).toBe(
      'training.clipNorm is 0; it may be a number above 0 or null.',
    );
    expect(refusal({ training: { optimizer: { kind: 'adam', betas: [0.9, 1] } } })).toBe(
      'training.optimizer.betas.1 is 1; it may be a number from 0 and below 1.',
    );
    expect(refusal({ training: { optimizer: { kind: 'rprop' } } })).toBe(
      'training.optimizer.kind is "rprop"; it may be "adam", "adamw" or "sgd".',
    );
    expect(refusal({ training: { optimizer: { lr: 0.1 } } })).toMatch(
      /^training\.optimizer\.kind is missing; it may be "adam"/,
    );
    expect(refusal({ data: { source: { kind: 'builtin' } } })).toBe(
      'data.source.id is missing; it may be a text that is not empty.',
    );
    expect(refusal({ data: { source: { kind: 'url', url: 'javascript:alert(1)' } } })).toMatch(
      /it may be a web address/,
    );
    expect(refusal({ data: { columns: { text: [] } } })).toMatch(
      /^data\.columns\.text is \[\]; it may be "auto", .*whole number from 0.* or a list, not empty/,
    );
    expect(refusal({ version: 2 })).toBe('version is 2; it may be 1.');
    expect(refusal({ training: { epochs: NaN } })).toMatch(/^training\.epochs is NaN/);
    expect(refusal({ seed: 2 ** 32 })).toMatch(/whole number from 0 to 4294967295/);
  });

  it('refuses what is no object at all', () => {
    for (const value of [null, [], 'x', 3, undefined]) expect(refusal(value)).toMatch(/^The recipe is /);
    expect(refusal({ training: 5 })).toMatch(
      /^training is 5; it may be an object with the fields optimizer,/,
    );
  });

  it('names an unknown field with the nearest known one', () => {
    expect(refusal({ training: { optmizer: {} } })).toBe(
      'training.optmizer is not a field of a recipe; the nearest is training.optimizer.',
    );
    expect(refusal({ training: { maxLength: 3 } })).toMatch(/the nearest is text\.maxLength/);
    expect(refusal({ training: { optimizer: { kind: 'adam', momentum: 0.9 } } })).toBe(
      'training.optimizer.momentum is a field of kind sgd only, and training.optimizer.kind is "adam".',
    );
    expect(refusal(JSON.parse('{"__proto__": {"a": 1}}'))).toMatch(/^__proto__ is not a field of a recipe/);
    expect(refusal({ model: { constructor: 1 } })).toMatch(/^model\.constructor is not a field/);
  });

  it('lists several problems', () => {
    expect(refusal({ seed: -1, model: { layers: 9, hiden: 3 } })).toBe(
      'The recipe has 3 problems: seed is -1; it may be a whole number from 0 to 4294967295. ' +
        'model.layers is 9; it may be a whole number from 1 to 4. ' +
        'model.hiden is not a field of a recipe; the nearest is model.hidden.',
    );
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`field${i}`, 1]));
    expect(refusal(many)).toMatch(/^The recipe has 30 problems: .* And 22 more\.$/);
  });

  it('refuses combinations that make no sense', () => {
    expect(refusal({ data: { split: { validation: 0.5, test: 0.5 } } })).toMatch(
      /^data\.split leaves too little to train on/,
    );
    expect(refusal({ training: { optimizer: { kind: 'sgd', nesterov: true, momentum: 0 } } })).toBe(
      'training.optimizer.nesterov needs a momentum above 0 and no dampening.',
    );
  });

  it('says no more than a sentence about a huge value', () => {
    expect(refusal({ name: 'x'.repeat(100000) }).length).toBeLessThan(200);
  });
});

describe('valueAt', () => {
  it('reads by path and is undefined where the path leads nowhere', () => {
    const base = parseRecipe({});
    expect(valueAt(base, 'model.head.hidden')).toBe(256);
    expect(valueAt(base, 'model.cell.length.x')).toBeUndefined();
    expect(valueAt(base, 'constructor.name')).toBeUndefined();
  });
});
