import { Random } from '../base/random.ts';
import { type Formula, FormulaError, parseFormula, type Values } from './formula.ts';

/** What is asked of a formula; it is judged by its values, so that `2TH(2H + T)` is as good as `4TH² + 2T²H`. */
export interface FormulaAsked {
  id: string;
  /** In this order they stand in the sentences. */
  variables: readonly { name: string; means: string }[];
  /** The formula that is right. */
  answer: string;
  /** Shown once answered rightly. */
  why: string;
  /** Typical wrong formulas, and what was mixed up. */
  mistakes: readonly { formula: string; why: string }[];
}

/** As many values of the variables are drawn: formulas of low degree that agree there are the same. */
const POINTS = 8;
/** Of two values that only rounding tells apart. */
const ROUNDING = 1e-9;

/** False of what has no value: infinities are not alike. */
const near = (a: number, b: number): boolean =>
  Number.isFinite(a - b) && Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));

/** Whole numbers from 2 to 200, the same for a question every time. */
function pointsOf({ id, variables }: FormulaAsked): Values[] {
  const random = new Random(0, `formula ${id}`);
  return Array.from(
    { length: POINTS },
    () => new Map(variables.map(({ name }) => [name, 2 + random.below(199)])),
  );
}

const agree = (a: Formula, b: Formula, points: readonly Values[]): boolean =>
  points.every((point) => near(a.at(point), b.at(point)));

/** What the value is multiplied by when a variable is doubled; null where that is not the same everywhere. */
function whenDoubled(formula: Formula, name: string, points: readonly Values[]): number | null {
  const ratios = points.map(
    (point) => formula.at(new Map(point).set(name, 2 * (point.get(name) as number))) / formula.at(point),
  );
  const [first] = ratios as [number];
  return Number.isFinite(first) && ratios.every((ratio) => near(ratio, first)) ? first : null;
}

const grows = (ratio: number): string =>
  near(ratio, 1) ? 'stays the same' : `becomes ${Number(ratio.toPrecision(3))} times as much`;

const figure = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 });

/** Why another formula is wrong that is none of the known mistakes. */
function reasonOf(given: Formula, right: Formula, asked: FormulaAsked, points: readonly Values[]): string {
  const [point] = points as [Values];
  const factors = points.map((one) => given.at(one) / right.at(one));
  const [factor] = factors as [number];
  if (factors.every((one) => near(one, factor)) && factor > 0)
    return `Its powers are right; the factor in front is too ${factor < 1 ? 'small' : 'large'}.`;
  for (const { name, means } of asked.variables) {
    const [is, should] = [whenDoubled(given, name, points), whenDoubled(right, name, points)];
    if (is !== null && should !== null && !near(is, should))
      return `With ${name} (${means}) doubled it ${grows(is)}; it should be ${Number(should.toPrecision(3))} times as much.`;
  }
  const where = asked.variables.map(({ name }) => `${name} = ${point.get(name)}`).join(' and ');
  return `At ${where} it gives ${figure(given.at(point))}; counted, it is ${figure(right.at(point))}.`;
}

/** Whether a typed formula has the values of the right one, and why not. */
export function judgeFormula(asked: FormulaAsked, typed: string): { right: boolean; why: string[] } {
  const names = asked.variables.map(({ name }) => name);
  let given: Formula;
  try {
    given = parseFormula(typed, names);
  } catch (error) {
    if (error instanceof FormulaError) return { right: false, why: [error.message] };
    throw error;
  }
  const points = pointsOf(asked);
  const right = parseFormula(asked.answer, names);
  if (agree(given, right, points)) return { right: true, why: [asked.why] };
  const wrong = (why: string): { right: boolean; why: string[] } => ({
    right: false,
    why: [
      why,
      ...(given.unsure
        ? ['A “/” divides by what stands right behind it alone: put brackets around more.']
        : []),
    ],
  });
  if (points.some((point) => !Number.isFinite(given.at(point))))
    return wrong('It has no value everywhere: it divides by 0, or grows beyond all bounds.');
  const mistake = asked.mistakes.find(({ formula }) => agree(given, parseFormula(formula, names), points));
  return wrong(mistake?.why ?? reasonOf(given, right, asked, points));
}
