import { shown, valueAt } from './parse.ts';
import type { Recipe } from './recipe.ts';
import { setPath } from './set.ts';
import { afterEpochs, choiceInWords, fieldInWords } from './words.ts';

/** One field (or one choice of kind with all that belongs to it) in which two recipes differ. */
export interface Change {
  path: string;
  from: unknown;
  to: unknown;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What becomes of a choice when nothing but its kind is changed; null where the kind alone makes none. */
type Switch = (path: string, kind: unknown) => Fields | null;

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

function compare(from: unknown, to: unknown, path: string, changes: Change[], switched: Switch): void {
  if (isFields(from) && isFields(to) && from['kind'] === to['kind']) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
      compare(from[key], to[key], path === '' ? key : `${path}.${key}`, changes, switched);
    return;
  }
  if (!differ(from, to)) return;
  changes.push({ path, from, to });
  if (!isFields(from) || !isFields(to)) return;
  // Another kind brings fields of its own: it is one change, not as many as there are fields. But what both kinds have,
  // such as the learning rate, was changed by itself where the change of kind leaves it as it was.
  const pure = switched(path, to['kind']);
  for (const key of Object.keys(pure ?? {}))
    if (key !== 'kind' && key in from && key in to && !differ(from[key], pure?.[key]))
      compare(from[key], to[key], `${path}.${key}`, changes, switched);
}

/**
 * What changed from one recipe to another, in order of the fields; more than one entry means that the effect
 * cannot be put down to one cause. The name does not count. The seed does: another seed alone changes the scores.
 */
export function diffRecipes(parent: Recipe, child: Recipe): Change[] {
  const changes: Change[] = [];
  const switched: Switch = (path, kind) => {
    try {
      const value = valueAt(setPath(parent, path, kind), path);
      return isFields(value) ? value : null;
    } catch {
      return null;
    }
  };
  compare({ ...parent, name: '' }, { ...child, name: '' }, '', changes, switched);
  return changes;
}

/** A value longer than this would bury the change. */
const MOST_LETTERS = 48;

const cut = (words: string): string =>
  words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS - 1)}…` : words;

/** The value of a change in a word or two: an object by its kind and what stands beside it. */
function valueInWords(value: unknown): string {
  if (value === null) return 'none';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : cut(value.map(valueInWords).join(', '));
  if (!isFields(value)) return typeof value === 'string' ? cut(choiceInWords(value)) : shown(value);
  const { kind, ...rest } = value;
  const beside = Object.entries(rest).filter(([, field]) => field !== null);
  if (kind === undefined) return cut(shown(value));
  const name = choiceInWords(String(kind));
  return beside.length === 1 ? `${name} ${valueInWords(beside[0]?.[1])}` : name;
}

/** Weights of a pretraining by when they were kept; null, or of another kind of beginning: its best ones. */
const epochInWords = (epoch: unknown): string =>
  typeof epoch === 'number' ? `${afterEpochs(epoch)} of pretraining` : 'its best weights';

/** Groups of spellings by their number: the spellings themselves would fill a line. */
const mergedInWords = (groups: unknown): string =>
  Array.isArray(groups) && groups.length > 0 ? String(groups.length) : 'none';

/** The file that pieces come from, by its name. */
const openedInWords = (opened: unknown): string =>
  isFields(opened) ? cut(String(opened['name'])) : 'trained here';

const wordsOf = (path: string, value: unknown): string => {
  if (path === INIT_EPOCH) return epochInWords(value);
  if (path === OPENED) return openedInWords(value);
  if (path === ACCENTS && value === null) return 'with lower case';
  return path === MERGED ? mergedInWords(value) : valueInWords(value);
};

const MERGED = 'data.mergeLabels';

const INIT_EPOCH = 'model.init.epoch';

const OPENED = 'text.tokenizer.opened';

const ACCENTS = 'text.tokenizer.stripAccents';

/** The two values of a change: "RNN → GRU". */
export function changedValues({ path, from, to }: Change): string {
  return `${wordsOf(path, from)} → ${wordsOf(path, to)}`;
}

/**
 * A change for people: "cell RNN → GRU", "learning rate 0.003 → 0.001", "begins after 2 epochs of pretraining, not with
 * its best weights".
 */
export function describeChange(change: Change): string {
  const { path, from, to } = change;
  if (path === INIT_EPOCH) return `${beginsInWords(to)}, not ${withOrAfter(from)}`;
  return `${fieldInWords(change.path)} ${changedValues(change)}`;
}

/** "begins after 2 epochs of pretraining", "begins with its best weights" */
const beginsInWords = (epoch: unknown): string => `begins ${withOrAfter(epoch)}`;

const withOrAfter = (epoch: unknown): string =>
  `${typeof epoch === 'number' ? '' : 'with '}${epochInWords(epoch)}`;

/** What a change leads to, as a name: "GRU", "layers 2", "both directions", "padding masked off". */
export function nameOfChange({ path, to }: Change): string {
  const field = fieldInWords(path);
  if (to === true) return field;
  if (path === INIT_EPOCH) return beginsInWords(to);
  const value = wordsOf(path, to);
  if (path === MERGED)
    return to instanceof Array && to.length === 1 ? '1 label merged' : `${value} labels merged`;
  return path === 'model.cell' || path === 'training.optimizer' || path.startsWith('data.source')
    ? value
    : `${field} ${value}`;
}
