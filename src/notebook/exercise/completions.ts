import type { Offer } from '../../exercises/types.ts';

/** What may be written next in the code of an exercise: names that it offers, and what stands behind a dot. No editor. */

export interface Completion {
  label: string;
  detail: string;
  type: 'function' | 'property' | 'method';
}

export interface Completions {
  /** Where what is completed begins, in the code. */
  from: number;
  options: Completion[];
  /** While what is typed matches, the same options hold. */
  validFor: RegExp;
}

/** Operations that make tensors, or take functions or lists: none is a method of a tensor. */
const NO_METHOD =
  /^tf\.(tensor\d?d?|zeros|ones|fill|range|scalar|eye|random\w*|tidy|keep|dispose|variable|variableGrads|grads?|moments|addN|where|stack|concat)$/;
const OF_EVERY_TENSOR: readonly Completion[] = [
  { label: 'shape', detail: 'how many along each axis', type: 'property' },
  { label: 'rank', detail: 'how many axes', type: 'property' },
  { label: 'dtype', detail: "'float32', 'int32' or 'bool'", type: 'property' },
  { label: 'arraySync', detail: '(): its values as lists; no gradient flows through them', type: 'method' },
  { label: 'dispose', detail: '(): gives its memory back', type: 'method' },
];
const OF_EVERY_LIST: readonly Completion[] = [
  { label: 'length', detail: 'how many', type: 'property' },
  { label: 'map', detail: '(make): what it makes of each', type: 'method' },
  { label: 'filter', detail: '(keep): those that it says yes to', type: 'method' },
  { label: 'slice', detail: '(from, to?): a part; to is not in it', type: 'method' },
  { label: 'indexOf', detail: '(value): its place, −1 where it is not', type: 'method' },
  { label: 'includes', detail: '(value): whether it is there', type: 'method' },
  { label: 'push', detail: '(…values): puts them at the end', type: 'method' },
  { label: 'at', detail: '(place): from the end where it is negative', type: 'method' },
];

const escaped = (text: string): string => text.replace(/[$]/g, '\\$&');
const TYPE = String.raw`[A-Za-z_$][\w$.]*(?:<[^<>;={]*>)?(?:\[\])*`;

/** What is at a place of a list of this type; null where it is none. */
function elementOf(type: string | null): string | null {
  if (type === null) return null;
  return type.endsWith('[]') ? type.slice(0, -2) : (/^(?:Readonly)?Array<(.*)>$/.exec(type)?.[1] ?? null);
}

/** The type that the code gives a name, or a place of it: by what stands behind its colon, or by what it is taken from. */
function typeOf(expression: string, code: string, depth = 0): string | null {
  if (depth > 4) return null;
  const place = /^(.*?)\[[^[\]]*\]$/.exec(expression);
  if (place) return elementOf(typeOf(place[1] as string, code, depth + 1));
  const name = escaped(expression);
  const annotated = new RegExp(String.raw`(?<![\w$.])${name}\??\s*:\s*(?:readonly\s+)?(${TYPE})`).exec(code);
  if (annotated) return annotated[1] as string;
  const taken = new RegExp(
    String.raw`(?:const|let)\s+${name}\s+of\s+([A-Za-z_$][\w$]*)\s*\)|(?:const|let)\s+${name}\s*=\s*([A-Za-z_$][\w$]*(?:\[[^[\]]*\])?)\s*;`,
  ).exec(code);
  if (taken?.[1]) return elementOf(typeOf(taken[1], code, depth + 1));
  if (taken?.[2]) return typeOf(taken[2], code, depth + 1);
  return new RegExp(String.raw`(?:const|let)\s+${name}\s*=\s*(?:await\s+)?tf\.\w+\(`).test(code)
    ? 'tf.Tensor'
    : null;
}

/** The fields of a type that the code declares; null where it declares none of this name. */
function fieldsOf(type: string, code: string): Completion[] | null {
  const body = new RegExp(
    String.raw`(?:type\s+${escaped(type)}\s*=|interface\s+${escaped(type)})\s*\{([^{}]*)\}`,
  ).exec(code);
  return (
    body &&
    (body[1] as string).split(/[;\n]/).flatMap((field): Completion[] => {
      const [, label, detail] =
        /^\s*(?:readonly\s+)?([A-Za-z_$][\w$]*)\??\s*:\s*(.*?),?\s*$/.exec(field) ?? [];
      return label !== undefined ? [{ label, detail: detail ?? '', type: 'property' }] : [];
    })
  );
}

/** What the offers say of this very name: `w.gelu` for `w`. */
const offeredOf = (name: string, offers: readonly Offer[]): Completion[] =>
  offers
    .filter((offer) => offer.name.startsWith(`${name}.`))
    .map(({ name: full, detail }) => ({ label: full.slice(name.length + 1), detail, type: 'property' }));

/** The first ones, and of the others those of another name. */
function withOthers(own: readonly Completion[], others: readonly Completion[]): Completion[] {
  const known = new Set(own.map(({ label }) => label));
  return [...own, ...others.filter(({ label }) => !known.has(label))];
}

/** The operations offered as methods: `tf.matMul(a, b)` is `a.matMul(b)`. */
function methodsOf(offers: readonly Offer[]): Completion[] {
  const methods = offers
    .filter(({ name }) => name.startsWith('tf.') && !NO_METHOD.test(name))
    .map(({ name, detail }): Completion => ({
      label: name.slice(3),
      // The first of what it takes stands before the dot.
      detail: detail.replace(/^\([^,)]*(?:,\s*)?/, '('),
      type: 'method',
    }));
  return withOthers(methods, OF_EVERY_TENSOR);
}

function membersOf(object: string | null, code: string, offers: readonly Offer[]): Completion[] {
  const tensors = offers.some(({ name }) => name.startsWith('tf.'));
  // The value of a call: in these exercises most often a tensor.
  if (object === null) return tensors ? methodsOf(offers) : [...OF_EVERY_LIST];
  const own = offeredOf(object, offers);
  const type = typeOf(object, code);
  const fields = type === null ? null : fieldsOf(type, code);
  if (fields) return withOthers(own, fields);
  if (elementOf(type) !== null) return withOthers(own, OF_EVERY_LIST);
  if (type?.startsWith('tf.') || (type === null && tensors && own.length === 0)) return methodsOf(offers);
  return own;
}

/**
 * What may stand at the end of `before`, the code up to the cursor; null where nothing is known.
 *
 * @param code all of the code: what it says of types
 * @param explicit whether it was asked for, with nothing typed yet
 */
export function completionsAt(
  before: string,
  code: string,
  offers: readonly Offer[],
  explicit: boolean,
): Completions | null {
  // Names are short; what is looked at for them has an end too.
  const near = before.slice(-200);
  const member = /([A-Za-z_$][\w$]*(?:\[[^[\]\n]*\])?|[)\]])\.(\w*)$/.exec(near);
  const object = member?.[1];
  if (member && object !== 'tf' && object !== 'Math') {
    const called = object === ')' || object === ']';
    const options = membersOf(called ? null : (object as string), code, offers);
    return options.length === 0
      ? null
      : { from: before.length - (member[2] as string).length, options, validFor: /^\w*$/ };
  }
  const word = /[\w.]*$/.exec(near)?.[0] ?? '';
  // Digits are typed as they are.
  if ((word === '' && !explicit) || /^[\d.]/.test(word)) return null;
  return {
    from: before.length - word.length,
    options: offers.map(({ name, detail }) => ({ label: name, detail, type: 'function' })),
    validFor: /^[\w.]*$/,
  };
}
