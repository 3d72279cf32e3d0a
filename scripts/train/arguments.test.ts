import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/errors.ts';
import { parseArguments } from './arguments.ts';

const nothing = {
  data: null,
  test: null,
  init: null,
  tokenizer: null,
  target: null,
  testTarget: null,
  device: null,
  settings: [],
  out: null,
  features: null,
};

function refusal(...argv: string[]): string {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the arguments of train', () => {
  it('takes a recipe alone', () => {
    expect(parseArguments(['rnn/baseline'])).toEqual({
      kind: 'train',
      train: { recipe: 'rnn/baseline', ...nothing },
    });
  });

  it('takes all options, in any order, with a space or an equals sign', () => {
    const argv =
      '--set training.epochs=3 --data=a.csv r.json --test b.csv --device wasm --out=o --set=seed=1';
    expect(parseArguments(argv.split(' '))).toEqual({
      kind: 'train',
      train: {
        recipe: 'r.json',
        data: 'a.csv',
        test: 'b.csv',
        target: null,
        testTarget: null,
        device: 'wasm',
        settings: ['training.epochs=3', 'seed=1'],
        out: 'o',
        init: null,
        tokenizer: null,
        features: null,
      },
    });
  });

  it('keeps a setting as it was typed: further equals signs, a minus, JSON', () => {
    const settings = ['name=a=b', 'x=-1', 'data.columns.text=["a","b"]'];
    const argv = ['r', ...settings.flatMap((setting) => ['--set', setting])];
    expect(parseArguments(argv)).toMatchObject({ train: { settings } });
  });

  it('answers --list and --help whatever else is there', () => {
    expect(parseArguments(['--list'])).toEqual({ kind: 'list' });
    expect(parseArguments(['rnn/baseline', '--list'])).toEqual({ kind: 'list' });
    expect(parseArguments(['-h'])).toEqual({ kind: 'help' });
  });

  it('takes features, with C and folds as scikit-learn calls them or as they are on the page', () => {
    const featuresOf = (...argv: string[]) => {
      const command = parseArguments(['transfer/frozen', ...argv]);
      return command.kind === 'train' ? command.train.features : command.kind;
    };
    expect(featuresOf('--features', 'cls')).toEqual({ reading: 'cls', C: 1, folds: 5 });
    expect(featuresOf('--folds=0', '--features=mean', '--C', '0.1')).toEqual({
      ...{ reading: 'mean', C: 0.1, folds: 0 },
    });
  });

  it.each([
    [['--epochs', '3', 'r'], 'There is no option --epochs'],
    [['r', '--devise', 'cpu'], 'the nearest is --device'],
    [['r', '-x'], 'There is no option -x'],
    [['r', '--data'], '--data needs a value'],
    [['r', '--data='], '--data needs a value'],
    [['r', '--data', '--out', 'o'], '--data needs a value'],
    [['r', '--out', 'a', '--out', 'b'], '--out is given twice'],
    [['r', '--device', 'gpu'], '--device is gpu; it may be auto, webgpu, wasm, cpu'],
    [['r', '--test', 't.csv'], '--test goes with --data'],
    [['r', '--target', 't.en'], '--target goes with --data'],
    [['r', '--data', 'a', '--target', 'b', '--test', 'c'], '--test-target goes with'],
    [['r', 'training.epochs=3'], 'both r and training.epochs=3'],
    [['r', '--features', 'pooler'], '--features is pooler; it may be cls'],
    [['r', '--features'], '--features needs a value'],
    [['r', '--feature', 'cls'], 'the nearest is --features'],
    [['r', '--C', '1'], '--C goes with --features'],
    [['r', '--folds', '5'], '--folds goes with --features'],
    [['r', '--features', 'cls', '--C', '0'], '--C is 0; it must be a number above 0'],
    [['r', '--features', 'cls', '--C', 'x'], '--C is x'],
    [['r', '--features', 'cls', '--folds', '1'], '--folds is 1; it may be 0 (none), or from 2'],
    [['r', '--features', 'cls', '--folds', '2.5'], '--folds is 2.5'],
    [[], 'No recipe is named'],
  ])('refuses %j', (argv, sentence) => {
    expect(refusal(...argv)).toContain(sentence);
  });
});
