import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** `npm run --silent train -- …` of this project, from the folder where the files are. */
function train(folder: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      'npm',
      ['--prefix', process.cwd(), 'run', '--silent', 'train', '--', ...args],
      { cwd: folder },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** What was said, without what npm says of its own settings. */
const said = (text: string): string[] =>
  text.split('\n').filter((line) => line && !line.startsWith('npm warn'));

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seqlab-train-'));
  const words = { rain: ['cloud', 'storm', 'wet', 'grey'], sun: ['bright', 'warm', 'clear', 'blue'] };
  const rows = Array.from({ length: 160 }, (_, i) => {
    const label = i % 2 === 0 ? 'rain' : 'sun';
    const word = words[label][(i >> 1) % 4];
    return `"the sky is ${word} today, number ${i % 7}",${label}`;
  });
  writeFileSync(join(folder, 'sky.csv'), ['text,label', ...rows].join('\n'));
  writeFileSync(
    join(folder, 'doubt.csv'),
    'a,b,c\nred fish,blue fish,one fish\ntwo fish,old fish,new fish\n',
  );
  writeFileSync(join(folder, 'empty.csv'), '');
});

test.afterAll(() => rmSync(folder, { recursive: true }));

const small = [
  ...['model.hidden=16', 'model.embedding=8', 'model.head.hidden=16'],
  ...['training.epochs=8', 'training.optimizer.lr=0.02'],
];
const settings = small.flatMap((setting) => ['--set', setting]);

test('the same recipe, seed and data give the same metrics on WASM, and DIR gets what the zip holds', async () => {
  const args = ['rnn/gru', '--data', 'sky.csv', '--device', 'wasm', ...settings];
  const first = await train(folder, ...args, '--out', 'taken');
  expect(first.code, first.stderr).toBe(0);
  expect(first.stdout.trim().split('\n')).toHaveLength(1);
  const report = JSON.parse(first.stdout);
  expect(report).toMatchObject({ device: 'wasm', task: 'classify', out: join(folder, 'taken') });
  expect(report.steps).toBeGreaterThan(0);
  expect(report.secondsPerStep).toBeGreaterThan(0);
  expect(report.parameters).toBeGreaterThan(0);
  expect(report.best.accuracy).toBeGreaterThan(0.9);
  expect(readdirSync(join(folder, 'taken'))).toContain('model.safetensors');
  const recipe = JSON.parse(readFileSync(join(folder, 'taken', 'recipe.json'), 'utf8'));
  expect(recipe).toMatchObject({ model: { cell: 'gru', hidden: 16 } });

  // The recipe that was taken home is a recipe file, and runs again.
  const again = await train(folder, 'taken/recipe.json', '--data', 'sky.csv', '--device', 'wasm');
  expect(again.code, again.stderr).toBe(0);
  expect(JSON.parse(again.stdout).metrics).toEqual(report.metrics);
});

test('--features reads every text once and fits a logistic regression, of which DIR gets all there is', async () => {
  const args = ['transfer/frozen', '--data', 'sky.csv', '--features', 'mean', '--folds', '3'];
  const { code, stdout, stderr } = await train(folder, ...args, '--device', 'wasm', '--out', 'features');
  expect(code, stderr).toBe(0);
  expect(said(stderr).join('\n')).toContain('features: 160 texts, 128 numbers each');
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ device: 'wasm', task: 'features', reading: 'mean', width: 128, C: 1 });
  const { train: rows, validation, test: held } = report.texts;
  expect(rows + validation + held).toBe(160);
  // Each word belongs to one label.
  expect(report.metrics.train.accuracy).toBe(1);
  expect(report.metrics.test).toMatchObject({ rows: held, accuracy: 1, macroF1: 1, auc: 1 });
  expect(report.crossValidation.folds).toHaveLength(3);
  expect(report.crossValidation.mean).toBeGreaterThan(0.9);
  expect(report.seconds.reading).toBeGreaterThan(0);
  expect(report.seconds.fitting).toBeGreaterThan(0);
  const out = join(folder, 'features');
  const npy = readFileSync(join(out, 'features_train.npy'));
  expect(npy.subarray(0, 6).toString('latin1')).toBe('\x93NUMPY');
  expect(npy.toString('latin1')).toContain(`'shape': (${rows}, 128)`);
  const logistic = JSON.parse(readFileSync(join(out, 'logistic.json'), 'utf8'));
  expect(logistic.classes).toEqual(['rain', 'sun']);
  expect(logistic.coef_[0]).toHaveLength(128);
  expect(JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')).test).toEqual(report.metrics.test);
  expect(readdirSync(out)).toEqual(
    expect.arrayContaining(['predictions.csv', 'roc.csv', 'fit_in_sklearn.py']),
  );
});

test('a mistake is one clear line and a non-zero exit', async () => {
  const mistakes: [string[], string][] = [
    [['rnn/basline'], 'the nearest is rnn/baseline'],
    [['rnn/baseline', '--features', 'cls'], 'they are read from a BERT'],
    [['rnn/baseline', '--data', 'empty.csv'], 'empty.csv'],
    [['rnn/baseline', '--data', 'doubt.csv'], 'data.columns'],
    [['rnn/baseline', '--data', 'sky.csv', '--set', 'data.columns.label=colour'], 'colour'],
  ];
  for (const [args, sentence] of mistakes) {
    const { code, stdout, stderr } = await train(folder, ...args);
    expect(code, args.join(' ')).toBe(1);
    expect(stdout).toBe('');
    expect(said(stderr)).toEqual([expect.stringContaining(sentence)]);
  }
});

test('a run whose loss overflows says so, and leaves its best weights', async () => {
  const overflow = [
    ...['model.hidden=16', 'model.embedding=8', 'model.head.hidden=16', 'training.epochs=60'],
    ...['training.optimizer.kind=sgd', 'training.optimizer.lr=1e1', 'training.optimizer.weightDecay=1'],
    'training.clipNorm=null',
  ].flatMap((setting) => ['--set', setting]);
  const args = ['rnn/gru', '--data', 'sky.csv', '--device', 'wasm', ...overflow, '--out', 'overflowed'];
  const { code, stdout, stderr } = await train(folder, ...args);
  expect(code, stderr).toBe(1);
  expect(stdout).toBe('');
  expect(said(stderr).at(-1)).toMatch(
    /^Training stopped .*weights of the last checkpoint are in the folder of --out\.$/,
  );
  expect(readdirSync(join(folder, 'overflowed'))).toContain('model.safetensors');
});
