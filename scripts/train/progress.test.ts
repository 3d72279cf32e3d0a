import { describe, expect, it } from 'vitest';
import type { RunEvent, RunProgress } from '../../src/runs/types.ts';
import { duration, Progress } from './progress.ts';

const progressAt = (step: number): RunEvent => {
  const progress: RunProgress = {
    step,
    totalSteps: 1968,
    epoch: 1,
    epochs: 2,
    stepsPerSecond: 12.34,
    tokensPerSecond: 4000,
    secondsLeft: 95,
    seconds: 3,
    tensors: 40,
    bytes: 1e6,
  };
  return { type: 'progress', progress };
};

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

describe('progress for people', () => {
  it('without a terminal, writes a passing line every five seconds and a lasting one always', () => {
    let now = 0;
    const paper = screen(false);
    const progress = new Progress(paper, () => now);
    for (; now < 12_000; now += 1000) progress.message({ type: 'run', events: [progressAt(now / 1000)] });
    progress.last('done');
    expect(paper.written.map((line) => /step (\d+)/.exec(line)?.[1] ?? line)).toEqual(['5', '10', 'done\n']);
    expect(paper.written.join('')).not.toContain('\x1b');
  });

  it('on a terminal, overwrites the passing line, keeps it on one row, and takes it away before a lasting one', () => {
    const terminal = screen(true);
    const progress = new Progress(terminal);
    progress.message({ type: 'run', events: [progressAt(1), progressAt(2)] });
    progress.last('done');
    const [first = '', second = '', cleared, done] = terminal.written;
    expect(first.startsWith('\r\x1b[Kepoch 1 of 2 · step 1 of 1,968')).toBe(true);
    expect(second.replace('\r\x1b[K', '').length).toBeLessThan(60);
    expect([cleared, done]).toEqual(['\r\x1b[K', 'done\n']);
  });

  it('warns in one line each of parts without rows and of a vocabulary without words', () => {
    const paper = screen(false);
    const progress = new Progress(paper);
    const rows = { train: 2, validation: 0, test: 0 };
    const noWords = { code: 'text/no-words', message: 'There is no word.', hint: 'Ask for fewer.' };
    progress.message({ type: 'prepared', rows, vocabulary: 2, labels: 2, task: 'classify', noWords });
    const warnings = paper.written.filter((line) => line.startsWith('warning: '));
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toBe('warning: There is no word. Ask for fewer. (text.vocabulary)\n');
    expect(warnings[1]).toMatch(/Validation and test are empty.*data\.split\.validation=.*\n$/);
    const full = screen(false);
    const some = { train: 8, validation: 1, test: 1 };
    new Progress(full).message({
      type: 'prepared',
      rows: some,
      vocabulary: 9,
      labels: 7,
      task: 'translate',
      noWords: null,
    });
    // A translation has no classes.
    expect(full.written).toEqual([expect.stringMatching(/ · vocabularies 9 and 7\n$/)]);
  });

  it('shows the loss of the last step, the time left, and an evaluation as a line that stays', () => {
    const paper = screen(false);
    let now = 0;
    const progress = new Progress(paper, () => now);
    now = 5_000;
    const scores = { loss: 0.5, accuracy: 0.75, macroF1: 0.7, microF1: 0.75, weightedF1: 0.74 };
    progress.message({
      type: 'run',
      events: [
        { type: 'steps', step: [1, 2], loss: [1.5, 1.25], lr: [1, 1], gradNorm: [1, 1] },
        progressAt(2),
        { type: 'evaluation', best: true, point: { ...scores, step: 2, epoch: 1, split: 'validation' } },
      ],
    });
    expect(paper.written).toEqual([
      'epoch 1 of 2 · step 2 of 1,968 · loss 1.2500 · 12.3 steps/s · 1 min 35 s left\n',
      'step 2 · validation loss 0.5000 · accuracy 0.7500 · F1: macro 0.7000, weighted 0.7400 · best so far\n',
    ]);
  });

  it('says what was left out of a file', () => {
    const paper = screen(false);
    const table = {
      name: 'a.csv',
      format: 'csv' as const,
      encoding: 'utf-8',
      delimiter: ',',
      header: true,
      rows: 1200,
      bytes: 1,
      columns: [{ name: 'text', index: 0, examples: [], distinct: 1, meanWords: 1, emptyShare: 0 }],
      badRows: 2,
      badRowExamples: [{ line: 17, reason: '5 cells where the header has 2', excerpt: 'x' }],
      guess: { text: ['text'], label: null, split: null, certain: true, reason: '' },
    };
    const info = {
      id: 'x',
      source: { kind: 'builtin' as const, id: 'x' },
      title: 'x',
      table,
      testTable: null,
      about: null,
      addedAt: 0,
      notKept: null,
    };
    const progress = new Progress(paper);
    progress.message({ type: 'opened', info, columns: 'text a, label b' });
    expect(paper.written, 'a mistake in the data would stand alone').toEqual([]);
    progress.message({
      type: 'prepared',
      rows: { train: 1000, validation: 100, test: 100 },
      vocabulary: 7,
      labels: 2,
      task: 'classify',
      noWords: null,
    });
    expect(paper.written).toEqual([
      'data: a.csv (csv): 1,200 rows, columns text\n',
      'left out: 2 rows, the first in line 17: 5 cells where the header has 2\n',
      'read: text a, label b\n',
      'split: 1,000 train, 100 validation, 100 test · 2 classes · vocabulary 7\n',
    ]);
  });

  it.each([
    [0.4, '0 s'],
    [59.6, '1 min 0 s'],
    [95, '1 min 35 s'],
    [3600, '1 h 0 min'],
  ])('writes %d seconds as %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});
