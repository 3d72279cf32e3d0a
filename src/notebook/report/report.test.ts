import { expect, test } from 'vitest';
import { recipeSchema } from '../../recipe/recipe.ts';
import { newRun, type RunSummary } from '../../runs/record.ts';
import type { Evaluation } from '../../runs/types.ts';
import { answerBlocks } from './answers.ts';
import { composeReport, gradeSentence, pretrainingSentence } from './compose.ts';
import { bestFinished, bestReached } from '../training/evaluation-runner.ts';
import { toHtml, toMarkdown } from './document.ts';
import { lineFigure } from './line-figure.ts';
import { reached, suggestThresholds } from './thresholds.ts';

const recipe = recipeSchema.parse({ name: 'RNN <b>|baseline' });

const evaluation = (split: 'validation' | 'test', accuracy: number): Evaluation => ({
  split,
  loss: 0.3,
  accuracy,
  macroF1: accuracy,
  microF1: accuracy,
  weightedF1: accuracy,
  confusion: [
    [9, 1],
    [2, 8],
  ],
  perClass: [
    { label: 'act', precision: 0.8, recall: 0.9, f1: 0.85, support: 10 },
    { label: 'person', precision: 0.9, recall: 0.8, f1: 0.85, support: 10 },
  ],
  wrong: [],
});

const run = (number: number, accuracy: number, parent: string | null = null): RunSummary => ({
  ...newRun({ id: `run${number}`, number, lesson: 'rnn', recipe, parent, datasetId: 'd' }, 0),
  status: 'done',
  labels: ['act', 'person'],
  parameters: 12345,
  result: {
    steps: 10,
    seconds: 61,
    secondsPerStep: 6,
    best: null,
    last: null,
    validation: evaluation('validation', accuracy),
    test: evaluation('test', accuracy),
  },
});

test('thresholds fit the data: the course’s for AG News however it came, the baseline’s own elsewhere', () => {
  expect(suggestThresholds({ kind: 'catalogue', id: 'ag-news' }, null).thresholds).toEqual([
    0.9, 0.91, 0.915,
  ]);
  const file = { kind: 'file', name: 'ag_news_train.csv', testName: null } as const;
  expect(suggestThresholds(file, 0.5).thresholds).toEqual([0.9, 0.91, 0.915]);
  const other = { kind: 'file', name: 'reviews.csv', testName: null } as const;
  const { thresholds } = suggestThresholds(other, 0.6333);
  expect(thresholds).toEqual([0.63, 0.665, 0.705]);
  expect(reached(0.6333, thresholds)).toBe(1);
  // What 5,000 labels bring is no measure for 100.
  const files = { kind: 'builtin', id: 'wordnet-lexicographer' } as const;
  expect(suggestThresholds(files, 0.5, 'classify', 5000).thresholds).toEqual([0.49, 0.57, 0.6]);
  expect(suggestThresholds(files, 0.2, 'classify', 100, 'weighted F1')).toEqual({
    thresholds: [0.2, 0.28, 0.36],
    reason: 'the baseline’s weighted F1, and a tenth and a fifth of its errors less',
  });
  // A fine-tuned BERT is asked for what the course asks of it, not for the accuracy of AG News.
  expect(suggestThresholds(other, null, 'classify', 5000, 'weighted F1').thresholds).toEqual([0.7]);
  expect(suggestThresholds(other, null, 'pretrain').thresholds).toEqual([0.7]);
  expect(suggestThresholds(other, 0.55, 'classify', 5000, 'weighted F1').thresholds).toEqual([
    0.55, 0.595, 0.64, 0.7,
  ]);
  expect(suggestThresholds(files, null, 'pretrain').thresholds).toEqual([0.49, 0.57, 0.6]);
  expect(reached(0.91, [0.9, 0.91, 0.915])).toBe(2);
});

test('the report names what changed against which run, and keeps what was typed', () => {
  const baseline = run(1, 0.88);
  const child = {
    ...run(2, 0.9, 'run1'),
    recipe: recipeSchema.parse({ name: 'GRU', model: { cell: 'gru' } }),
  };
  expect(gradeSentence(child, [0.87, 0.9, 0.95])).toContain('2 of 3 thresholds');
  const blocks = composeReport({
    title: 'Topics',
    runs: [baseline, child],
    best: child,
    thresholds: [0.87],
    conclusions: 'Gates help.\nA little. <script>alert(1)</script>',
    convergence: [{ name: '1 · RNN <x>', look: 0, x: [1, 2], y: [0.5, NaN] }],
    at: new Date(0),
  });
  const markdown = toMarkdown(blocks);
  expect(markdown).toContain('cell RNN → GRU, against run 1');
  expect(markdown).toContain('RNN <b>\\|baseline');
  expect(markdown).toContain('data:image/svg+xml;base64,');
  const html = toHtml('Report', blocks);
  expect(html).toContain('Gates help.\nA little. &lt;script&gt;');
  expect(html).not.toContain('<script>');
  expect(html).not.toContain('<b>|');
});

test('a run on other data is marked in the report', () => {
  const own = recipeSchema.parse({ name: 'Mine', data: { source: { kind: 'file', name: 'own.csv' } } });
  const [best, other] = [run(1, 0.6), { ...run(2, 0.9), recipe: own }];
  const parts = { title: 'T', best, thresholds: [0.5], conclusions: '', convergence: [], at: new Date(0) };
  const text = toMarkdown(composeReport({ ...parts, runs: [best, other] }));
  expect(text).toContain('Mine (on other data: own.csv)');
  const changed = toMarkdown(composeReport({ ...parts, runs: [best, other], original: recipe }));
  expect(changed).toMatch(/Mine: data .* → file own.csv, against the lesson’s recipe \(on other/);
  expect(text.match(/other data/g)).toHaveLength(1);
});

test('a figure of nothing, of one point and of equal values is still a figure', () => {
  for (const y of [[], [0.5], [0.5, 0.5]]) {
    const svg = lineFigure('t', 'epoch', 'accuracy', [{ name: 'a', look: 0, x: y.map((_, i) => i), y }]);
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toMatch(/NaN|Infinity/);
  }
});

test('where no run came to its end, the best weights are those of the best validation score', () => {
  const failed = (number: number, accuracy: number | null): RunSummary => {
    const point = {
      loss: 1,
      accuracy: accuracy ?? 0,
      macroF1: 0,
      microF1: 0,
      weightedF1: 0,
      step: 5,
      epoch: 1,
    };
    const best = accuracy === null ? null : { ...point, split: 'validation' as const };
    return { ...run(number, 0), status: 'failed', result: null, best };
  };
  const runs = [failed(1, null), failed(2, 0.7), failed(3, 0.6)];
  expect(bestFinished(runs)).toBeNull();
  expect(bestReached(runs)?.number).toBe(2);
  expect(bestReached(runs.slice(0, 1))).toBeNull();
});

test('translators are compared, graded and reported by BLEU', () => {
  const translate = recipeSchema.parse({ name: 'Translator', task: 'translate', model: { kind: 'seq2seq' } });
  const translation = (bleu: number) => ({
    ...{ bleu, perplexity: 1.5, aer: 0.25, sentences: 4, beam: null },
    byLength: [{ from: 4, to: 9, sentences: 4, bleu }],
    examples: [{ source: 'ein Hund', reference: 'a dog', translation: 'a cat' }],
  });
  const translator = (number: number, accuracy: number, bleu: number): RunSummary => {
    const own = run(number, accuracy);
    const result = own.result!;
    return {
      ...own,
      recipe: translate,
      result: {
        ...result,
        validation: { ...result.validation, translation: translation(bleu) },
        test: { ...result.test, translation: translation(bleu) },
      },
    };
  };
  // The next word is told better by the first, whole sentences by the second.
  const runs = [translator(1, 0.9, 40), translator(2, 0.8, 60)];
  const best = bestFinished(runs)!;
  expect(best.number).toBe(2);
  const { thresholds } = suggestThresholds(
    { kind: 'file', name: 'de-en.csv', testName: null },
    40,
    'translate',
  );
  expect(thresholds).toEqual([40, 46, 52]);
  expect(gradeSentence(best, [50, 70])).toMatch(/reaches 60\.00 BLEU on the test part: 1 of 2/);
  const parts = { title: 'T', runs, best, thresholds, conclusions: '', convergence: [], at: new Date(0) };
  const text = toMarkdown(composeReport(parts));
  expect(text).toMatch(/test BLEU.*test perplexity.*AER/);
  expect(text).toContain('| 4 to 9 | 4 | 60.00 |');
  expect(text).toContain('| ein Hund | a dog | a cat |');
  expect(text).not.toContain('Confusion');
});

test('answers in words stand in the report, in Markdown and in HTML', () => {
  const question = (id: string) => ({ kind: 'free' as const, id, text: `Why \`${id}\`?`, points: 0 });
  const given = { tries: 1, points: 0, right: true, at: 0, given: ' Because a < b. ' };
  const answers = answerBlocks([question('a'), question('b')], { a: given });
  const best = run(1, 0.9);
  const parts = { title: 'T', runs: [best], best, thresholds: [0.9], conclusions: '', convergence: [] };
  const blocks = composeReport({ ...parts, answers, at: new Date(0) });
  expect(toMarkdown(blocks)).toContain('### Why a?\n\nBecause a < b.\n\n### Why b?\n\nNot answered.\n');
  expect(toHtml('T', blocks)).toContain('<h3>Why a?</h3>\n<p>Because a &lt; b.</p>');
  expect(answerBlocks([], { a: given })).toEqual([]);
});

test('a pretraining has no grade: its loss is told beside the entropy of the frequencies', () => {
  const scores = { maskedLoss: 4.2, orderLoss: 0.5, orderAccuracy: 0.75, unigramEntropy: 7 };
  const base = run(1, 0.3);
  const result = base.result && { ...base.result, test: { ...base.result.test, pretraining: scores } };
  const best: RunSummary = {
    ...base,
    recipe: recipeSchema.parse({ name: 'P', task: 'pretrain', model: { kind: 'bert' } }),
    result,
  };
  expect(pretrainingSentence(scores)).toBe(
    'A guess by the frequencies of the tokens alone costs 7.00 nats; it is 2.80 below that.',
  );
  expect(pretrainingSentence({ ...scores, maskedLoss: 7.5 })).toMatch(/0\.50 above that: .* nothing/);
  expect(gradeSentence(best, [0.5])).toMatch(/reaches a loss of 4\.20 nats .* no grade/);
  expect(gradeSentence(best, [0.5])).not.toMatch(/threshold/);
  const parts = { title: 'T', runs: [best], best, thresholds: [0.5], conclusions: '', convergence: [] };
  const text = toMarkdown(composeReport({ ...parts, at: new Date(0) }));
  expect(text).toContain('test loss of masked tokens');
  expect(text).not.toMatch(/macro F1|Confusion/);
});
