import { shown } from './parse.ts';
import type { Recipe } from './recipe.ts';

/** One field (or one choice of kind with all that belongs to it) in which two recipes differ. */
export interface Change {
  path: string;
  from: unknown;
  to: unknown;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compare(from: unknown, to: unknown, path: string, changes: Change[]): void {
  // another kind brings fields of its own: it is one change, not as many as there are fields
  if (isFields(from) && isFields(to) && from['kind'] === to['kind']) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)]))
      compare(from[key], to[key], path === '' ? key : `${path}.${key}`, changes);
  } else if (JSON.stringify(from) !== JSON.stringify(to)) changes.push({ path, from, to });
}

/**
 * What changed from one recipe to another, in order of the fields; more than one entry means that the effect
 * cannot be put down to one cause. The name does not count. The seed does: another seed alone changes the scores.
 */
export function diffRecipes(parent: Recipe, child: Recipe): Change[] {
  const changes: Change[] = [];
  compare({ ...parent, name: '' }, { ...child, name: '' }, '', changes);
  return changes;
}

/** The value of a change in a word or two: an object by its kind and what stands beside it. */
function valueInWords(value: unknown): string {
  if (value === null) return 'none';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (Array.isArray(value)) return value.map(valueInWords).join(', ');
  if (!isFields(value)) return typeof value === 'string' ? value : shown(value);
  const { kind, ...rest } = value;
  const beside = Object.entries(rest).filter(([, field]) => field !== null);
  if (beside.length === 1) return `${String(kind)} ${valueInWords(beside[0]?.[1])}`;
  return kind === undefined ? shown(value) : String(kind);
}

/** A change for people: "cell rnn → gru", "optimizer adam → sgd", "vocabulary.minCount 2 → 5". */
export function describeChange({ path, from, to }: Change): string {
  const name = path.replace(/^(model|training|text)\./, '');
  return `${name} ${valueInWords(from)} → ${valueInWords(to)}`;
}
