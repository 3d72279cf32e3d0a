import { describe, expect, it } from 'vitest';
import { gradientsFromCsv, gradientsToCsv, historyFromCsv, historyToCsv } from './history-csv.ts';

const HEADER = 'split,step,epoch,loss,lr,grad_norm,accuracy,macro_f1,micro_f1,weighted_f1\n';

describe('history.csv', () => {
  it('puts an evaluation after the step it belongs to', () => {
    const scores = { loss: 1, accuracy: 0.5, macroF1: 0.5, microF1: 0.5, weightedF1: 0.5 };
    const csv = historyToCsv({
      step: [1, 2, 3],
      loss: [3, 2, 1],
      lr: [1, 1, 1],
      gradNorm: [0, 0, 0],
      evaluations: [
        { ...scores, step: 0, epoch: 0, split: 'validation' },
        { ...scores, step: 2, epoch: 1, split: 'validation' },
        { ...scores, step: 9, epoch: 2, split: 'test' },
      ],
      gradients: [],
    });
    const order = csv.split('\n').map((line) => line.split(',').slice(0, 2).join(' '));
    expect(order.slice(1, -1)).toEqual([
      'validation 0',
      'train 1',
      'train 2',
      'validation 2',
      'train 3',
      'test 9',
    ]);
  });

  it('brings back what only some tasks have, and leaves empty what an evaluation lacks', () => {
    const scores = { loss: 1, accuracy: 0.5, macroF1: 0.5, microF1: 0.5, weightedF1: 0.5 };
    const point = (step: number) => ({ ...scores, step, epoch: step, split: 'validation' as const });
    const translation = { perplexity: 2.5, bleu: 31.25, aer: 0.125 };
    const pretraining = { maskedLoss: 4.5, orderLoss: 0.7, orderAccuracy: 0.5, unigramEntropy: 7 };
    const rows = { step: [1, 2], loss: [3, 2], lr: [1, 1], gradNorm: [0, NaN] };
    for (const evaluations of [
      [{ ...point(1), translation }, { ...point(2), translation: { ...translation, aer: null } }, point(3)],
      [{ ...point(0), pretraining }, point(1)],
      [point(0), { ...point(1), train: { loss: 0.5, macroF1: 0.75 } }],
      [
        { ...point(1), classF1: [0.25, 0, NaN] },
        { ...point(2), classF1: [0.5, 1, 0.75] },
      ],
    ])
      expect(historyFromCsv(historyToCsv({ ...rows, evaluations, gradients: [] }))).toEqual({
        ...rows,
        evaluations,
      });
  });

  it('reads an empty run and Windows line ends', () => {
    expect(historyFromCsv(HEADER).step).toEqual([]);
    expect(historyFromCsv(`${HEADER}train,1,,2,3,4,,,,\n`.replaceAll('\n', '\r\n')).loss).toEqual([2]);
  });

  it('names the line that is wrong', () => {
    expect(() => historyFromCsv('x\n')).toThrow(/line 1: the columns/);
    for (const wrong of ['other', 'bleu,bleu', 'f1_1', 'f1_0,f1_2'])
      expect(() => historyFromCsv(`${HEADER.trim()},${wrong}\n`)).toThrow(/line 1: the columns/);
    expect(() => historyFromCsv(`${HEADER.trim()},bleu\ntest,1,1,1,,,1,1,1,1,5\n`)).toThrow(
      /perplexity is ""/,
    );
    expect(() => historyFromCsv(`${HEADER}train,1\n`)).toThrow(/line 2: there are 2 cells, not 10/);
    expect(() => historyFromCsv(`${HEADER}train,1,,0x10,3,4,,,,\n`)).toThrow(/line 2: loss is "0x10"/);
    expect(() => historyFromCsv(`${HEADER}train,1,,,3,4,,,,\n`)).toThrow(/loss is ""/);
    expect(() => historyFromCsv(`${HEADER}\nother,1,,1,3,4,,,,\n`)).toThrow(/line 3: the split/);
  });
});

describe('gradients.csv', () => {
  const weights = ['a', 'b'];
  const points = [
    { step: 10, mean: [1, 0.1], max: [2, Infinity] },
    { step: 20, mean: [NaN, 0], max: [1e-30, 3] },
  ];

  it('comes back as it went', () => {
    expect(gradientsFromCsv(gradientsToCsv(points, weights), weights)).toEqual(points);
    expect(gradientsFromCsv(gradientsToCsv([], weights), weights)).toEqual([]);
  });

  it('refuses other weights and what breaks off', () => {
    const csv = gradientsToCsv(points, weights);
    expect(() => gradientsFromCsv(csv, ['a', 'c'])).toThrow(/line 3: c was expected, not b/);
    expect(() => gradientsFromCsv(csv.split('\n').slice(0, 4).join('\n'), weights)).toThrow(/before b/);
    expect(() => gradientsFromCsv(csv.replace('0.1', 'x'), weights)).toThrow(/line 3: there is no number/);
  });
});
