import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest.ts';
import { parseRecipe } from './parse.ts';
import { parseSetting, setPath } from './set.ts';

const base = parseRecipe({});

/** A setting as typed on the command line, applied. */
const typed = (setting: string, recipe = base) => {
  const { path, value } = parseSetting(setting);
  return setPath(recipe, path, value);
};

describe('setPath', () => {
  it('changes one value and leaves the rest as it was', () => {
    const next = setPath(base, 'text.vocabulary.minCount', 5);
    expect(next.text.vocabulary.minCount).toBe(5);
    expect(base.text.vocabulary.minCount).toBe(2);
    expect({ ...next, text: base.text }).toEqual(base);
  });

  it('takes an object whole, with the defaults of its kind', () => {
    const next = setPath(base, 'training.optimizer', { kind: 'sgd' });
    expect(next.training.optimizer).toMatchObject({ kind: 'sgd', lr: 0.1, momentum: 0.9 });
  });

  it('reaches into a tuple', () => {
    expect(setPath(base, 'training.optimizer.betas.1', 0.98).training.optimizer).toMatchObject({
      betas: [0.9, 0.98],
    });
    expect(() => setPath(base, 'training.optimizer.betas.2', 0.98)).toThrow(/betas\.2 is not a field/);
  });

  it('switches a kind: the defaults of the new one, what both have in common kept', () => {
    const tuned = setPath(base, 'training.optimizer.lr', 0.02);
    const sgd = setPath(tuned, 'training.optimizer.kind', 'sgd');
    expect(sgd.training.optimizer).toEqual({
      kind: 'sgd',
      lr: 0.02,
      momentum: 0.9,
      dampening: 0,
      nesterov: false,
      weightDecay: 0,
    });
    expect(setPath(tuned, 'training.optimizer', 'adamw').training.optimizer).toMatchObject({
      kind: 'adamw',
      lr: 0.02,
      weightDecay: 0.01,
    });
    expect(setPath(base, 'text.maxLength.kind', 'percentile').text.maxLength).toEqual({
      kind: 'percentile',
      value: 99,
    });
    expect(setPath(tuned, 'training.optimizer.kind', 'adam')).toEqual(tuned);
    expect(() => setPath(base, 'data.source.kind', 'url')).toThrow(/data\.source\.url is missing/);
  });

  it('names the nearest field where there is none such', () => {
    expect(() => setPath(base, 'training.optimzer.lr', 1)).toThrow(/nearest is training\.optimizer\.lr/);
    expect(() => setPath(base, 'lr', 1)).toThrow(/nearest is training\.optimizer\.lr/);
    expect(() => setPath(base, 'hidden', 1)).toThrow(/nearest is model\.hidden/);
    expect(() => setPath(base, 'training.optimizer.momentum', 1)).toThrow(/of kind sgd only/);
    expect(() => setPath(base, '__proto__.polluted', 1)).toThrow(/not a field/);
    expect(() => setPath(base, '', 1)).toThrow(/not a field/);
    expect(() => setPath(base, 'model.cell.x', 1)).toThrow(/not a field/);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('parseSetting', () => {
  it('reads numbers, switches, null, JSON and texts', () => {
    expect(typed('training.epochs=3').training.epochs).toBe(3);
    expect(typed('training.optimizer.lr=.5e-2').training.optimizer.lr).toBe(0.005);
    expect(typed('model.bidirectional = true').model).toMatchObject({ bidirectional: true });
    expect(typed('training.clipNorm=1').training.clipNorm).toBe(1);
    expect(typed('training.clipNorm=null').training.clipNorm).toBeNull();
    expect(typed('model.cell=gru').model).toMatchObject({ cell: 'gru' });
    expect(typed('training.optimizer=sgd').training.optimizer.kind).toBe('sgd');
    expect(typed('model.head={"hidden":8}').model).toMatchObject({ head: { hidden: 8, dropout: 0.1 } });
    expect(typed('data.source={"kind":"builtin","id":"x=y"}').data.source).toEqual({
      kind: 'builtin',
      id: 'x=y',
    });
  });

  it('reads columns by name, number and list', () => {
    expect(typed('data.columns.text=title,body').data.columns.text).toEqual(['title', 'body']);
    expect(typed('data.columns.text=1, 2').data.columns.text).toEqual([1, 2]);
    expect(typed('data.columns.text="a, b"').data.columns.text).toBe('a, b');
    expect(typed('data.columns.text=2').data.columns.text).toBe(2);
    expect(typed('data.columns.label="2"').data.columns.label).toBe('2');
    expect(typed('data.columns.label=1.5').data.columns.label).toBe('1.5');
    expect(typed('data.columns.label=a,b').data.columns.label).toBe('a,b');
  });

  it('takes a number as text where only a text may stand', () => {
    expect(typed('name=2024').name).toBe('2024');
    expect(typed('name=a = b').name).toBe('a = b');
  });

  it('refuses what is no setting or no value of the field', () => {
    expect(() => parseSetting('epochs')).toThrow('"epochs" is not a setting.');
    expect(() => parseSetting('=3')).toThrow(/not a setting/);
    expect(() => typed('training.epochs=many')).toThrow(/epochs is "many"; it may be a whole number/);
    expect(() => typed('training.epochs=')).toThrow(/epochs is ""/);
    expect(() => typed('model.bidirectional=yes')).toThrow(/true or false/);
  });
});

describe('nearestName', () => {
  it('finds the name that was meant, or none', () => {
    expect(nearestName('hiddne', ['head', 'hidden', 'layers'])).toBe('hidden');
    expect(nearestName('Batchsize', ['batchSize', 'epochs'])).toBe('batchSize');
    expect(nearestName('qqqq', ['batchSize', 'epochs'])).toBeNull();
  });
});
