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
    [[], 'No recipe is named'],
  ])('refuses %j', (argv, sentence) => {
    expect(refusal(...argv)).toContain(sentence);
  });
});
