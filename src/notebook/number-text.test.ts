import { describe, expect, it } from 'vitest';
import { emptyRefusal, notANumber, numberOf, wholeNumbersOf } from './number-text.ts';

describe('numberOf', () => {
  it.each([
    ['0.003', 0.003],
    ['1e-3', 0.001],
    ['1E4', 10_000],
    ['0,01', 0.01],
    [' 32 ', 32],
    ['-1', -1],
  ])('reads %j', (text, number) => expect(numberOf(text)).toBe(number));

  it('reads a number with the unit of its field', () => {
    expect(numberOf('10%', '%')).toBe(10);
    expect(numberOf('10 %', '%')).toBe(10);
    expect(numberOf('2 times', ' times')).toBe(2);
    expect(numberOf('2', ' times')).toBe(2);
  });

  it.each(['', '%', 'many', '1-3', '1.000,5', 'Infinity', '3 texts'])('refuses %j', (text) =>
    expect(numberOf(text, '%')).toBeNull(),
  );
});

describe('wholeNumbersOf', () => {
  it.each([
    ['1, 2, 4', [1, 2, 4]],
    ['4 1;2,2', [1, 2, 4]],
    ['', []],
    [' 7 ', [7]],
  ])('reads %j', (text, numbers) => expect(wholeNumbersOf(text)).toEqual(numbers));

  it.each(['1, two', '1.5', '-1', '1e3', '9999999999'])('refuses %j', (text) =>
    expect(wholeNumbersOf(text)).toBeNull(),
  );
});

it('says why a field did not take what was written', () => {
  expect(emptyRefusal('Learning rate')).toBe('“Learning rate” may not be empty.');
  expect(notANumber(' abc ')).toBe('“abc” is not a number. Write it as 0.001 or 1e-3.');
});
