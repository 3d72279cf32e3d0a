import { z } from 'zod';
import { recipeSchema } from './recipe.ts';

/** What the schema knows about its fields, in words: which there are, and what each may be. */

type Schema = z.core.$ZodType;

/** The schema without the wrappers that only fill in a default. */
function bare(schema: Schema): Schema {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional)
    inner = inner.unwrap() as Schema;
  return inner;
}

/** Also without `null` as a further choice. */
function core(schema: Schema): Schema {
  let inner = bare(schema);
  while (inner instanceof z.ZodNullable) inner = bare(inner.unwrap());
  return inner;
}

/** The names of `kind`, where the schema is a choice between objects that differ in it. */
function kindsOf(schema: Schema): string[] {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return [];
  return schema.options.flatMap((option) => {
    const kind = option instanceof z.ZodObject ? bare(option.shape['kind'] as Schema) : null;
    return kind instanceof z.ZodLiteral ? [...kind.values].map(String) : [];
  });
}

const hasDefaultKind = (option: Schema): boolean =>
  option instanceof z.ZodObject && option.shape['kind'] instanceof z.ZodDefault;

/** The object of a given kind, or the object itself; null where the schema is no object. */
function objectOf(schema: Schema, kind: unknown): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return null;
  // Where no kind is said, it is the first that has a default; there is none to choose otherwise.
  const at =
    kind === undefined ? schema.options.findIndex(hasDefaultKind) : kindsOf(schema).indexOf(String(kind));
  const option = schema.options[at];
  return option instanceof z.ZodObject ? option : null;
}

const isIndex = (key: string): boolean => /^\d+$/.test(key);

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

/**
 * The schema of the field at a path, given the recipe it stands in: where an object has a `kind`, the fields are
 * those of the kind it has. Null where there is no such field.
 */
export function fieldAt(path: readonly string[], recipe: unknown): Schema | null {
  let schema: Schema = recipeSchema;
  let value = recipe;
  for (const key of path) {
    const at = core(schema);
    const object = objectOf(at, member(value, 'kind'));
    if (object && Object.hasOwn(object.shape, key)) schema = object.shape[key] as Schema;
    else if (at instanceof z.ZodDiscriminatedUnion && key === 'kind') schema = z.enum(kindsOf(at));
    else if (at instanceof z.ZodTuple && isIndex(key) && Number(key) < at.def.items.length)
      schema = at.def.items[Number(key)] as Schema;
    else if (at instanceof z.ZodArray && isIndex(key)) schema = at.element;
    else return null;
    value = member(value, key);
  }
  return schema;
}

/** The kinds that the field at a path can have; empty where it has none to choose from. */
export function kindsAt(path: readonly string[], recipe: unknown): string[] {
  const schema = fieldAt(path, recipe);
  return schema ? kindsOf(core(schema)) : [];
}

/** All paths of a recipe; those of every kind, each with the kinds it belongs to (null: to any). */
export function allPaths(): Map<string, string[] | null> {
  const paths = new Map<string, string[] | null>();
  const visit = (schema: Schema, prefix: string, kind: string | null) => {
    const at = core(schema);
    const objects: [z.ZodObject | null, string | null][] =
      at instanceof z.ZodDiscriminatedUnion
        ? kindsOf(at).map((name) => [objectOf(at, name), name])
        : [[objectOf(at, null), null]];
    for (const [object, name] of objects) {
      for (const [key, field] of Object.entries(object?.shape ?? {})) {
        const path = prefix === '' ? key : `${prefix}.${key}`;
        const owner = key === 'kind' ? null : (name ?? kind);
        const owners = paths.get(path);
        if (owner === null) paths.set(path, null);
        else if (owners !== null) paths.set(path, [...(owners ?? []), owner]);
        visit(field as Schema, path, owner);
      }
    }
  };
  visit(recipeSchema, '', null);
  return paths;
}

const orList = (items: readonly string[]): string =>
  items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} or ${items[items.length - 1] as string}`;

/** How a field is spoken of where it is not the number of the recipe that a person sees. */
export interface Spoken {
  /** A share that is written in percent: 100. */
  factor?: number;
  /** What stands for null. */
  none?: string;
}

function numberInWords(schema: z.ZodNumber, factor = 1): string {
  const noun = schema.isInt ? 'a whole number' : 'a number';
  const bound = (value: number | null, word: string, strict: string) =>
    value === null || !Number.isFinite(value) || Math.abs(value) >= Number.MAX_SAFE_INTEGER
      ? null
      : `${schema.safeParse(value).success ? word : strict} ${Number((value * factor).toPrecision(12))}`;
  const low = bound(schema.minValue, 'from', 'above');
  const high = bound(schema.maxValue, 'to', 'below');
  return [noun, low, low === null || high === null ? high : high.replace(/^below/, 'and below')]
    .filter((part) => part !== null)
    .join(' ');
}

/** What a field may be, to follow "it may be": "a whole number from 1 to 4", "rnn, gru or lstm". */
export function inWords(schema: Schema, spoken: Spoken = {}): string {
  const at = bare(schema);
  if (at instanceof z.ZodNullable) return `${inWords(at.unwrap(), spoken)} or ${spoken.none ?? 'null'}`;
  if (at instanceof z.ZodDiscriminatedUnion)
    return `an object whose kind is ${orList(kindsOf(at).map((kind) => JSON.stringify(kind)))}`;
  if (at instanceof z.ZodPipe) return inWords(at.def.in);
  if (at instanceof z.ZodUnion) return orList(at.options.map((option) => inWords(option)));
  if (at instanceof z.ZodEnum) return orList(at.options.map((option) => JSON.stringify(option)));
  if (at instanceof z.ZodLiteral) return orList([...at.values].map((value) => JSON.stringify(value)));
  if (at instanceof z.ZodNumber) return numberInWords(at, spoken.factor);
  if (at instanceof z.ZodURL) return 'a web address that begins with http:// or https://';
  if (at instanceof z.ZodString) {
    const { maxLength } = at;
    return maxLength === null ? 'a text that is not empty' : `a text of 1 to ${maxLength} characters`;
  }
  if (at instanceof z.ZodBoolean) return 'true or false';
  if (at instanceof z.ZodTuple)
    return `a list of ${at.def.items.length}: ${at.def.items.map((item) => inWords(item)).join(', ')}`;
  if (at instanceof z.ZodArray)
    return `a list${at.safeParse([]).success ? '' : ', not empty,'} of which each is ${inWords(at.element)}`;
  if (at instanceof z.ZodObject)
    return `an object with the fields ${Object.keys(at.shape).slice(0, 12).join(', ')}`;
  return 'another value';
}
