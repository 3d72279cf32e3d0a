import type { z } from 'zod';
import { LabError } from '../base/errors.ts';
import { type Recipe, recipeSchema } from './recipe.ts';

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The value at `a.b.c`; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** A copy of `value` with `next` at the path; what stands beside the path is shared, not copied. */
function replaced(value: unknown, keys: readonly string[], next: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) => (String(i) === key ? replaced(item, rest, next) : item));
  }
  const record = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...record, [key]: replaced(record[key], rest, next) };
}

function sentence(issue: z.core.$ZodIssue, whole: unknown): string {
  const path = issue.path.map(String).join('.');
  const was = path === '' ? whole : valueAt(whole, path);
  return `${path === '' ? 'The recipe' : path} is ${shown(was)}: ${issue.message}.`;
}

/**
 * The recipe with one value changed, every default filled in.
 * @throws LabError `recipe/invalid` that names the field, what it was and what it may be.
 */
export function withValue(recipe: Recipe, path: string, value: unknown): Recipe {
  const changed = replaced(recipe, path.split('.'), value);
  const parsed = recipeSchema.safeParse(changed);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new LabError(
    'recipe/invalid',
    issue ? sentence(issue, changed) : `${path} cannot be ${shown(value)}.`,
  );
}
