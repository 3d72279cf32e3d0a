import type { z } from 'zod';
import { LabError } from '../base/errors.ts';
import { allPaths, fieldAt, inWords } from './fields.ts';
import { nearestName } from './nearest.ts';
import { type Recipe, recipeSchema } from './recipe.ts';

/** No sentence lists more problems than this. */
const MOST_PROBLEMS = 8;

/** A number as a person would write it: 1e20, not 100000000000000000000. */
export const numberText = (value: number): string =>
  Math.abs(value) >= 1e15 ? value.toExponential().replace('e+', 'e') : String(value);

/** A value as it is named in a sentence: JSON, shortened. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? numberText(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The value at `a.b.c`; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: string | readonly string[]): unknown {
  let at = value;
  for (const key of typeof path === 'string' ? path.split('.') : path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** Why there is no field at this path: which kind has it, or which field was perhaps meant. */
export function unknownField(path: string, recipe: unknown): string {
  const paths = allPaths();
  const kinds = paths.get(path);
  if (kinds) {
    const owner = path.slice(0, path.lastIndexOf('.'));
    const has = shown(valueAt(recipe, `${owner}.kind`));
    return `${path} is a field of kind ${kinds.join(' or ')} only, and ${owner}.kind is ${has}`;
  }
  const prefix = path.slice(0, path.lastIndexOf('.') + 1);
  const name = path.slice(prefix.length);
  const siblings = [...paths.keys()].filter((candidate) => candidate.startsWith(prefix));
  const beside = siblings
    .map((candidate) => candidate.slice(prefix.length))
    .filter((key) => !key.includes('.'));
  // first among the neighbours, then a field of this name elsewhere, then any path
  const sibling = nearestName(name, beside);
  const namesake = [...paths.keys()].find((candidate) => candidate.split('.').at(-1) === name);
  const near = sibling === null ? (namesake ?? nearestName(path, paths.keys())) : prefix + sibling;
  return `${path} is not a field of a recipe${near === null ? '' : `; the nearest is ${near}`}`;
}

function problems(issue: z.core.$ZodIssue, recipe: unknown): string[] {
  const keys = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownField([...keys, key].join('.'), recipe));
  const value = valueAt(recipe, keys);
  const name = keys.length === 0 ? 'The recipe' : keys.join('.');
  if (issue.code === 'custom') return [`${name} ${issue.message}`];
  const is = value === undefined ? 'is missing' : `is ${shown(value)}`;
  const schema = fieldAt(keys, recipe);
  return [`${name} ${is}; it may be ${schema ? inWords(schema) : issue.message}`];
}

/**
 * Any value as a recipe, every default filled in.
 * @throws LabError `recipe/invalid` that names each bad field by its path, what it was and what it may be.
 */
export function parseRecipe(value: unknown): Recipe {
  const parsed = recipeSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.flatMap((issue) => problems(issue, value));
  const listed = found.slice(0, MOST_PROBLEMS);
  const more = found.length - listed.length;
  const message =
    found.length === 1
      ? `${found[0] as string}.`
      : `The recipe has ${found.length} problems: ${listed.join('. ')}${more > 0 ? `. And ${more} more` : ''}.`;
  throw new LabError(
    'recipe/invalid',
    message,
    'Correct what is named; a field that is left out has its default.',
  );
}
