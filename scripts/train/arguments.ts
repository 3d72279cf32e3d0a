import { parseArgs } from 'node:util';
import { LabError } from '../../src/base/errors.ts';
import { nearestName } from '../../src/recipe/nearest.ts';
import type { DeviceKind } from '../../src/runs/types.ts';

export const USAGE = `Usage: npm run --silent train -- RECIPE [options]

RECIPE is the id of a built-in recipe (--list) or a JSON file.

  --data FILE        train on this file: CSV, TSV, JSONL, Parquet, XLSX, each also gzipped
  --test FILE        the file with the test rows that belong to it
  --target FILE      --data is one language a line, this the other (each also gzipped); --test-target for --test
  --init FILE        begin with the model in this zip or folder, as --out or the page leave it, or as a BERT or
                     DistilBERT is published: config.json, tokenizer, weights (recipes of kind bert)
  --tokenizer FILE   split texts with this vocab.txt or tokenizer.json (or the folder they lie in, with
                     tokenizer_config.json), not with one learnt from them; how a text is read can be set as well:
                     text.normalise.lowercase, text.tokenizer.stripAccents (null: with lower case), cleanText and
                     handleChineseChars
  --features KIND    train nothing: read every text once by the model of --init (or of the recipe) and fit a logistic
                     regression to the vectors: of [CLS] (cls), or the mean of all tokens (mean)
  --C NUMBER         with --features: inverse strength of the L2 penalty (default 1)
  --folds N          with --features: parts of train for cross-validation (default 5; 0: none)
  --device KIND      auto (default), webgpu, wasm or cpu
  --set PATH=VALUE   change one value of the recipe, such as training.epochs=3; may be repeated
  --out DIR          write the weights, recipe, vocabulary, history and metrics there; the weights after the epochs
                     that training.keepEpochs names go to DIR/epoch-1 and so on, and --init DIR/epoch-1 begins with
                     them; with --features the vectors, coefficients, predictions, curves and metrics
  --list             print the ids of the built-in recipes, one a line

Progress goes to standard error; one line of JSON goes to standard output at the end.`;

/** What `--features` asks for. */
export interface FeatureArguments {
  reading: 'cls' | 'mean';
  /** Inverse strength of the penalty. */
  C: number;
  /** Parts for cross-validation; 0: none. */
  folds: number;
}

export interface TrainArguments {
  recipe: string;
  data: string | null;
  test: string | null;
  /** The other language of `data` and of `test`, line by line. */
  target: string | null;
  testTarget: string | null;
  /** The trained model to begin with. */
  init: string | null;
  /** Of WordPiece, in the place of one that is learnt. */
  tokenizer: string | null;
  /** Null: the best there is. */
  device: DeviceKind | null;
  /** Each as it was typed: `path=value`. */
  settings: string[];
  out: string | null;
  /** Null: a run is trained. */
  features: FeatureArguments | null;
}

export type Command = { kind: 'help' } | { kind: 'list' } | { kind: 'train'; train: TrainArguments };

const DEVICES = ['auto', 'webgpu', 'wasm', 'cpu'] as const;
const READINGS = ['cls', 'mean'] as const;
const VALUED = [
  ...['data', 'test', 'target', 'test-target', 'init', 'tokenizer'],
  ...['features', 'C', 'folds', 'device', 'set', 'out'],
] as const;
const FLAGS = ['list', 'help'] as const;
const HELP = 'npm run --silent train -- --help lists the options.';

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name);

function refuse(message: string, hint = HELP): never {
  throw new LabError('cli/arguments', message, hint);
}

const DEFAULT_C = 1;
const DEFAULT_FOLDS = 5;
const MOST_FOLDS = 100;

function featuresOf(values: ReadonlyMap<string, string>): FeatureArguments | null {
  const reading = values.get('features');
  if (reading === undefined) {
    for (const name of ['C', 'folds'])
      if (values.has(name)) refuse(`--${name} goes with --features: it is of their logistic regression.`);
    return null;
  }
  if (!isOneOf(READINGS, reading))
    refuse(`--features is ${reading}; it may be cls (the state of [CLS]) or mean (of all tokens).`);
  const C = Number(values.get('C') ?? DEFAULT_C);
  if (!(C > 0 && C < Infinity)) refuse(`--C is ${values.get('C')}; it must be a number above 0.`);
  const folds = Number(values.get('folds') ?? DEFAULT_FOLDS);
  if (!Number.isInteger(folds) || folds < 0 || folds === 1 || folds > MOST_FOLDS)
    refuse(`--folds is ${values.get('folds')}; it may be 0 (none), or from 2 to ${MOST_FOLDS}.`);
  return { reading, C, folds };
}

/**
 * What the command line asks for.
 * @throws LabError `cli/arguments` for an unknown option, a missing or doubled value, none or several recipes.
 */
export function parseArguments(argv: readonly string[]): Command {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(VALUED.map((name) => [name, { type: 'string' as const }])),
      list: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const values = new Map<string, string>();
  const settings: string[] = [];
  const recipes: string[] = [];
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') recipes.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (isOneOf(FLAGS, name)) flags.add(name);
    else if (!isOneOf(VALUED, name)) {
      const near = nearestName(name, [...VALUED, ...FLAGS]);
      refuse(`There is no option ${rawName}${near ? `; the nearest is --${near}` : ''}.`);
    } else if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('--')))
      refuse(`${rawName} needs a value.`);
    else if (name === 'set') settings.push(value);
    else if (values.has(name)) refuse(`${rawName} is given twice.`);
    else values.set(name, value);
  }
  if (flags.has('help')) return { kind: 'help' };
  if (flags.has('list')) return { kind: 'list' };
  const [recipe, second] = recipes;
  if (recipe === undefined)
    refuse('No recipe is named.', 'npm run --silent train -- --list lists the built-in ones.');
  if (second !== undefined)
    refuse(
      `One recipe at a time: both ${recipe} and ${second} are named.`,
      'Settings are written --set path=value.',
    );
  const device = values.get('device') ?? 'auto';
  if (!isOneOf(DEVICES, device)) refuse(`--device is ${device}; it may be ${DEVICES.join(', ')}.`);
  if (values.has('test') && !values.has('data'))
    refuse('--test goes with --data: the test rows belong to a file of yours.');
  if (values.has('target') && !values.has('data'))
    refuse('--target goes with --data: it is the other language.');
  if ((values.has('test') && values.has('target')) !== values.has('test-target'))
    refuse('--test-target goes with --target and --test: both files of the test are needed, or none.');
  if (values.has('tokenizer') && values.has('init'))
    refuse('--tokenizer does not go with --init: a model brings the tokenizer that it was trained with.');
  return {
    kind: 'train',
    train: {
      recipe,
      data: values.get('data') ?? null,
      test: values.get('test') ?? null,
      target: values.get('target') ?? null,
      testTarget: values.get('test-target') ?? null,
      init: values.get('init') ?? null,
      tokenizer: values.get('tokenizer') ?? null,
      device: device === 'auto' ? null : device,
      settings,
      out: values.get('out') ?? null,
      features: featuresOf(values),
    },
  };
}
