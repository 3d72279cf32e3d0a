import { z } from 'zod';
import { LabError } from '../base/errors.ts';
import { fieldAt, kindsAt } from './fields.ts';
import { parseRecipe, shown, unknownField, valueAt } from './parse.ts';
import type { Recipe } from './recipe.ts';

/**
 * Fields that another kind has under the same name for another thing: a percentile is no length, AdamW's decay is
 * not Adam's L2 penalty, a catalogue's id is no built-in one, BERT's pooling none of a
 * recurrent network. They do not go along when the kind changes.
 */
const OTHER_MEANING = new Set(['value', 'id', 'weightDecay', 'pooling']);

/** A copy of `value` with `next` at the path; what stands beside the path is shared, not copied. */
function replaced(value: unknown, keys: readonly string[], next: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return next;
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (String(i) === key ? replaced(item, rest, next) : item));
  const record = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...record, [key]: replaced(record[key], rest, next) };
}

/** An object of another kind: its defaults, with the fields that both kinds have, such as `lr`, carried over. */
function ofKind(recipe: Recipe, path: readonly string[], kind: string): unknown {
  const before = valueAt(recipe, path) as Record<string, unknown>;
  if (before['kind'] === kind) return before;
  const blank = replaced(recipe, path, { kind });
  const common = Object.entries(before).filter(
    ([key]) => key !== 'kind' && !OTHER_MEANING.has(key) && fieldAt([...path, key], blank) !== null,
  );
  return { ...Object.fromEntries(common), kind };
}

/**
 * The recipe with one value changed, every default filled in. The path is that of the JSON, such as
 * `training.optimizer.lr`. Setting a `kind`, or the object that has one to the kind's name
 * (`training.optimizer` to `"sgd"`), gives the defaults of that kind and keeps the fields common to both.
 *
 * @throws LabError `recipe/invalid` where there is no such field (with the nearest there is) or it may not have
 * this value (with what it was and may be).
 */
export function setPath(recipe: Recipe, path: string, value: unknown): Recipe {
  const keys = path.split('.');
  const owner = keys.at(-1) === 'kind' ? keys.slice(0, -1) : keys;
  if (typeof value === 'string' && kindsAt(owner, recipe).includes(value))
    return parseRecipe(replaced(recipe, owner, ofKind(recipe, owner, value)));
  if (fieldAt(keys, recipe) === null)
    throw new LabError(
      'recipe/invalid',
      `${unknownField(path, recipe)}.`,
      'Name the field by its path in the recipe, such as training.optimizer.lr.',
    );
  return parseRecipe(replaced(recipe, keys, value));
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function json(text: string): unknown {
  if (NUMBER.test(text)) return Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // not JSON: the text itself is meant
    return text;
  }
}

/**
 * A setting as it is typed on the command line: `training.epochs=3`, `model.bidirectional=true`,
 * `training.clipNorm=null`, `data.columns.text=title,body`, `training.optimizer=sgd`, or any JSON after the `=`.
 * Where a number could be meant and the field takes texts only, it is the text.
 *
 * @throws LabError `recipe/setting` where there is no `=` or no path before it.
 */
export function parseSetting(setting: string): { path: string; value: unknown } {
  const at = setting.indexOf('=');
  const path = setting.slice(0, at).trim();
  if (at < 0 || path === '')
    throw new LabError(
      'recipe/setting',
      `${shown(setting)} is not a setting.`,
      'Write path=value, such as training.epochs=3.',
    );
  const text = setting.slice(at + 1).trim();
  if (path === 'data.columns.text' && text.includes(',') && !/^["[]/.test(text))
    return { path, value: text.split(',').map((column) => json(column.trim())) };
  const value = json(text);
  const schema = fieldAt(path.split('.'), {});
  const textOnly = schema && !z.safeParse(schema, value).success && z.safeParse(schema, text).success;
  return { path, value: textOnly ? text : value };
}
