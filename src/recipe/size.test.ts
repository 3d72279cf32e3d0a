import { describe, expect, it } from 'vitest';
import { parseRecipe } from './parse.ts';
import type { RecipeInput } from './recipe.ts';
import { recurrentModel } from './model.ts';
import { estimateMemory, parameterCount, parameterTable, pooledWidth } from './size.ts';

const recipe = (model: RecipeInput['model'], training: RecipeInput['training'] = {}) =>
  parseRecipe({ model, training });
const table = (model: RecipeInput['model']) => parameterTable(recipe(model).model, 100, 4, 7);
const shapes = (model: RecipeInput['model']) =>
  table(model).map(({ name, shape }) => `${name} ${shape.join('×')}`);

describe('parameterTable', () => {
  it('names the weights of the baseline as PyTorch does', () => {
    expect(shapes({ embedding: 8, hidden: 6, head: { hidden: 5 } })).toEqual([
      'embedding.weight 100×8',
      'rnn.weight_ih_l0 6×8',
      'rnn.weight_hh_l0 6×6',
      'rnn.bias_ih_l0 6',
      'rnn.bias_hh_l0 6',
      'head.0.weight 5×6',
      'head.0.bias 5',
      'head.3.weight 4×5',
      'head.3.bias 4',
    ]);
  });

  it('stacks layers and directions', () => {
    const names = shapes({ cell: 'lstm', layers: 2, bidirectional: true, embedding: 8, hidden: 6 });
    expect(names.slice(1, 17)).toEqual([
      'rnn.weight_ih_l0 24×8',
      'rnn.weight_hh_l0 24×6',
      'rnn.bias_ih_l0 24',
      'rnn.bias_hh_l0 24',
      'rnn.weight_ih_l0_reverse 24×8',
      'rnn.weight_hh_l0_reverse 24×6',
      'rnn.bias_ih_l0_reverse 24',
      'rnn.bias_hh_l0_reverse 24',
      'rnn.weight_ih_l1 24×12',
      'rnn.weight_hh_l1 24×6',
      'rnn.bias_ih_l1 24',
      'rnn.bias_hh_l1 24',
      'rnn.weight_ih_l1_reverse 24×12',
      'rnn.weight_hh_l1_reverse 24×6',
      'rnn.bias_ih_l1_reverse 24',
      'rnn.bias_hh_l1_reverse 24',
    ]);
    expect(names[17]).toBe('head.0.weight 256×12');
  });

  it('counts a translator as the lecture does', () => {
    const model = { kind: 'seq2seq', layers: 2, embedding: 256, hidden: 512 } as const;
    const table = (more: object) => parameterTable(recipe({ ...model, ...more }).model, 7892, 5903, 50);
    expect(parameterCount(table({}))).toBe(13_916_175);
    const names = table({ attention: 'additive', bidirectional: true }).map(
      ({ name, shape }) => `${name} ${shape.join('×')}`,
    );
    expect(names).toContain('encoder.rnn.weight_ih_l1_reverse 1024×512');
    expect(names).toContain('decoder.attention.W1.weight 512×512');
    expect(names).toContain('decoder.fc_out.weight 5903×1024');
  });

  it('knows the width of every pooling', () => {
    const width = (pooling: 'max' | 'last' | 'flatten' | 'max+mean+last', bidirectional: boolean) =>
      pooledWidth(recurrentModel(recipe({ hidden: 6, pooling, bidirectional })), 7);
    expect([width('max', false), width('last', true)]).toEqual([6, 12]);
    expect([width('max+mean+last', false), width('max+mean+last', true)]).toEqual([18, 36]);
    expect([width('flatten', false), width('flatten', true)]).toEqual([42, 84]);
  });

  it('counts the weights: those of torch.nn.GRU(128, 256) and the head', () => {
    const rows = table({ cell: 'gru' });
    const inRnn = rows.filter((row) => row.name.startsWith('rnn.'));
    expect(parameterCount(inRnn)).toBe(296448);
    expect(parameterCount(rows)).toBe(100 * 128 + 296448 + 256 * 256 + 256 + 256 * 4 + 4);
  });
});

describe('estimateMemory', () => {
  it('counts weights, gradients and the state of the optimizer', () => {
    const of = (training: RecipeInput['training']) => estimateMemory(recipe({}, training), 1000, 4, 50);
    const adam = of({});
    expect(adam.gradients).toBe(adam.parameters);
    expect(adam.optimizer).toBe(2 * adam.parameters);
    expect(of({ optimizer: { kind: 'sgd' } }).optimizer).toBe(adam.parameters);
    expect(of({ optimizer: { kind: 'sgd', momentum: 0 } }).optimizer).toBe(0);
    expect(adam.total).toBeGreaterThan(5 * adam.parameters);
  });

  it('grows with the batch and the length, and tells the sensible from the hopeless', () => {
    const small = estimateMemory(recipe({}), 20000, 4, 50);
    const twice = estimateMemory(recipe({}, { batchSize: 64 }), 20000, 4, 50);
    expect(twice.activations).toBe(2 * small.activations);
    expect(small.total).toBeLessThan(200e6);
    const hopeless = recipe(
      { cell: 'lstm', layers: 4, bidirectional: true, hidden: 2048, embedding: 2048, pooling: 'flatten' },
      { batchSize: 4096 },
    );
    expect(estimateMemory(hopeless, 200000, 45, 4096).total).toBeGreaterThan(1e12);
  });
});
