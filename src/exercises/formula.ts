/**
 * Reads a formula that a person typed: numbers, names, + − * / ^, brackets, superscripts, and products without a sign
 * (`2TH`, `8 T H²`). Nothing is evaluated but what this grammar knows.
 *
 *     sum     = product (("+" | "-") product)*
 *     product = signed (("*" | "/")? signed)*      the sign may be left out, from left to right
 *     signed  = ("+" | "-") signed | power
 *     power   = atom ("^" exponent)?               a^b^c is a^(b^c)
 *     atom    = number | name | "(" sum ")"
 */

/** The values of the names. */
export type Values = ReadonlyMap<string, number>;

export interface Formula {
  /** NaN or infinite where it has no value. */
  at: (values: Values) => number;
  /** A division is followed by a product without a sign, as in `1/2T`: it can be meant in two ways. */
  unsure: boolean;
}

/** What is wrong with the way it is written, in a sentence. */
export class FormulaError extends Error {}

type Value = Formula['at'];
type Token =
  { kind: 'number'; value: number } | { kind: 'name'; name: string } | { kind: 'sign'; sign: string };

const SIGNS: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '·': '*',
  '×': '*',
  '⋅': '*',
  '∙': '*',
  ':': '/',
  '÷': '/',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
};
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `TH` is T times H: the names in a row of letters, the longest first; capital or small. */
function namesIn(letters: string, names: readonly string[]): string[] {
  const longest = [...names].sort((a, b) => b.length - a.length);
  const found: string[] = [];
  for (let rest = letters; rest !== '';) {
    const name =
      longest.find((one) => rest.startsWith(one)) ??
      longest.find((one) => rest.toLowerCase().startsWith(one.toLowerCase()));
    if (name === undefined)
      throw new FormulaError(`“${letters}” is not known here: the names are ${listed(names)}.`);
    found.push(name);
    rest = rest.slice(name.length);
  }
  return found;
}

function tokensOf(text: string, names: readonly string[]): Token[] {
  if (text.includes('=')) throw new FormulaError('Give the formula alone, without “=”.');
  const tokens: Token[] = [];
  const sign = (what: string): void => void tokens.push({ kind: 'sign', sign: what });
  const pattern = /\s+|(\d+(?:\.\d+)?|\.\d+)|(\p{L}+)|(\*\*)|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(.)/gsu;
  for (const [, digits, letters, power, raised, other] of text.matchAll(pattern)) {
    if (digits !== undefined) tokens.push({ kind: 'number', value: Number(digits) });
    else if (letters !== undefined)
      for (const name of namesIn(letters, names)) tokens.push({ kind: 'name', name });
    else if (power !== undefined) sign('^');
    else if (raised !== undefined) {
      sign('^');
      const value = Number([...raised].map((one) => SUPERSCRIPTS.indexOf(one)).join(''));
      tokens.push({ kind: 'number', value });
    } else if (other !== undefined) {
      const plain = SIGNS[other] ?? other;
      if (plain === ',') throw new FormulaError('A comma is not read: numbers have a point, as in 0.5.');
      if (!'+-*/^()'.includes(plain))
        throw new FormulaError(`“${other}” is not read here: use + − * / ^ and brackets.`);
      sign(plain);
    }
  }
  return tokens;
}

const inWords = (token: Token): string =>
  `“${token.kind === 'number' ? token.value : token.kind === 'name' ? token.name : token.sign}”`;

class Reader {
  unsure = false;
  private place = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Value {
    if (this.tokens.length === 0) throw new FormulaError('There is no formula yet.');
    const value = this.sum();
    const left = this.tokens[this.place];
    // Whatever can follow was read: what is left is a bracket that closes nothing.
    if (left) throw new FormulaError('A bracket is closed that was not opened.');
    return value;
  }

  private sees(...signs: string[]): boolean {
    const token = this.tokens[this.place];
    return token?.kind === 'sign' && signs.includes(token.sign);
  }

  /** Whether the next one is this sign, which is then read. */
  private takes(sign: string): boolean {
    const seen = this.sees(sign);
    if (seen) this.place++;
    return seen;
  }

  private sum(): Value {
    let value = this.product();
    while (this.sees('+', '-')) {
      const [before, minus] = [value, this.takes('-')];
      if (!minus) this.takes('+');
      const next = this.product();
      value = (at) => (minus ? before(at) - next(at) : before(at) + next(at));
    }
    return value;
  }

  private product(): Value {
    let value = this.signed();
    let divided = false;
    for (;;) {
      const token = this.tokens[this.place];
      const signed = this.sees('*', '/');
      // A product without a sign: a number, a name or a bracket follows.
      const bare = token !== undefined && (token.kind !== 'sign' || token.sign === '(');
      if (!signed && !bare) return value;
      if (bare && divided) this.unsure = true;
      // 8 000 is meant as one number.
      if (bare && token.kind === 'number' && this.tokens[this.place - 1]?.kind === 'number')
        throw new FormulaError(
          'Two numbers stand side by side: put a sign between them, or write them as one.',
        );
      const before = value;
      const over = this.takes('/');
      if (!over) this.takes('*');
      divided = over || (bare && divided);
      const next = this.signed();
      value = (at) => (over ? before(at) / next(at) : before(at) * next(at));
    }
  }

  private signed(): Value {
    if (this.takes('+')) return this.signed();
    if (!this.takes('-')) return this.power();
    const value = this.signed();
    return (at) => -value(at);
  }

  private power(): Value {
    const base = this.atom();
    if (!this.takes('^')) return base;
    const exponent = this.exponent();
    return (at) => base(at) ** exponent(at);
  }

  private exponent(): Value {
    if (!this.takes('-')) return this.power();
    const value = this.exponent();
    return (at) => -value(at);
  }

  private atom(): Value {
    const token = this.tokens[this.place];
    if (token === undefined) throw new FormulaError('It ends too soon: something is missing at its end.');
    this.place++;
    if (token.kind === 'number') return () => token.value;
    if (token.kind === 'name') return (at) => at.get(token.name) ?? NaN;
    if (token.sign !== '(') throw new FormulaError(`Something is missing before ${inWords(token)}.`);
    const value = this.sum();
    if (!this.takes(')')) throw new FormulaError('A bracket is opened that is not closed.');
    return value;
  }
}

/** Longer than any formula that is asked for, and short enough for brackets in brackets. */
const MOST_CHARACTERS = 300;

/**
 * @param names of the variables that may stand in it
 * @throws FormulaError with a sentence where it cannot be read, or names what is not known
 */
export function parseFormula(text: string, names: readonly string[]): Formula {
  if (text.length > MOST_CHARACTERS) throw new FormulaError('That is too long for a formula.');
  const reader = new Reader(tokensOf(text, names));
  const at = reader.whole();
  return { at, unsure: reader.unsure };
}
