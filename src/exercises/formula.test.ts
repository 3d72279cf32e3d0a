import { expect, test } from 'vitest';
import { FormulaError, parseFormula } from './formula.ts';

const at = new Map([
  ['T', 3],
  ['H', 5],
]);
const value = (text: string): number => parseFormula(text, ['T', 'H']).at(at);
const refusal = (text: string): string => {
  try {
    parseFormula(text, ['T', 'H']);
  } catch (error) {
    expect(error).toBeInstanceOf(FormulaError);
    return (error as FormulaError).message;
  }
  return 'read';
};

test('a formula is read with the rules of arithmetic', () => {
  const values: [string, number][] = [
    ['2', 2],
    ['.5 + 1.25', 1.75],
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['10 - 4 - 3', 3],
    ['24 / 4 / 3', 2],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['2 * -3', -6],
    ['2 - -3', 5],
    ['-(T + H)', -8],
    ['((T))', 3],
  ];
  for (const [text, wanted] of values) expect(value(text), text).toBe(wanted);
});

test('a product needs no sign, a power no ^, and a name may be small', () => {
  for (const text of ['8TH^2', '8 T H²', '8*T*H**2', '8·T·H^2', '8 × T × H × H', '2(4TH)H', '8th²', '8H²T'])
    expect(value(text), text).toBe(8 * 3 * 25);
  expect(value('4TH² + 2T²H')).toBe(300 + 90);
  expect(value('2TH(2H + T)')).toBe(390);
  expect(value('(T)(H)')).toBe(15);
  expect(value('2³T')).toBe(24);
  expect(value('2^10')).toBe(value('2¹⁰'));
  expect(value('T − H')).toBe(-2);
  expect(value('[T + H] {2}')).toBe(16);
});

test('a division takes the next factor alone, and says where that may not be meant', () => {
  expect(value('1/2T')).toBe(1.5);
  expect(parseFormula('1/2T', ['T']).unsure).toBe(true);
  for (const text of ['1/2*T', 'T/2', 'T/(2H)', '2T + H/2', '2T/H'])
    expect(parseFormula(text, ['T', 'H']).unsure, text).toBe(false);
});

test('longer names are found first', () => {
  const names = ['h', 'heads'];
  const values = new Map([
    ['h', 2],
    ['heads', 7],
  ]);
  expect(parseFormula('3heads h', names).at(values)).toBe(42);
});

test('what cannot be read says why', () => {
  expect(refusal('')).toMatch(/no formula/);
  expect(refusal('   ')).toMatch(/no formula/);
  expect(refusal('2TX')).toBe('“TX” is not known here: the names are T and H.');
  expect(refusal('O(T)')).toMatch(/“O” is not known/);
  expect(refusal('constructor')).toMatch(/not known/);
  expect(refusal('2 *')).toMatch(/ends too soon/);
  expect(refusal('* 2')).toMatch(/missing before “\*”/);
  expect(refusal('2 + * 3')).toMatch(/missing before “\*”/);
  expect(refusal('T^^2')).toMatch(/missing before “\^”/);
  expect(refusal('()')).toMatch(/missing before “\)”/);
  expect(refusal('(T')).toMatch(/not closed/);
  expect(refusal('T)')).toMatch(/not opened/);
  expect(refusal('x = 2T')).toMatch(/without “=”/);
  expect(refusal('8 000 T')).toMatch(/Two numbers/);
  expect(refusal('= 2T')).toMatch(/without “=”/);
  expect(refusal('2T!')).toMatch(/“!” is not read/);
  expect(refusal('0,5T')).toMatch(/comma/);
  expect(refusal('T;alert(1)')).not.toBe('read');
  expect(refusal('('.repeat(400))).toMatch(/too long/);
});
