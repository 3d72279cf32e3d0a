import { expect, test } from 'vitest';
import { Random } from '../base/random.ts';
import { cutInOrder, IGNORED, maskTokens, minimumLength, unigramEntropy, wholeText } from './pretraining.ts';

const MARKS = { cls: 2, sep: 3, mask: 4 };
const OPTIONS = { share: 0.15, mask: 4, ordinary: 5, vocabularySize: 1000 };

test('at least one of five tokens is masked more often than not, of four it is not', () => {
  expect(minimumLength(0.15)).toBe(5);
  expect(1 - 0.85 ** 5).toBeGreaterThan(0.5);
  expect(1 - 0.85 ** 4).toBeLessThan(0.5);
  expect(minimumLength(0.15, 0.9)).toBe(15);
  expect(minimumLength(1)).toBe(1);
});

test('15 % are chosen, of these 80 % masked, 10 % random, 10 % kept; all others are as they were', () => {
  const random = new Random(1, 'masking');
  const before = Int32Array.from({ length: 200_000 }, (_, i) => 5 + (i % 995));
  const ids = before.slice();
  const labels = maskTokens(ids, OPTIONS, random);
  const count = { chosen: 0, masked: 0, kept: 0, random: 0 };
  labels.forEach((label, i) => {
    if (label === IGNORED) {
      if (ids[i] !== before[i]) throw new Error(`token ${i} was not chosen and changed`);
      return;
    }
    if (label !== before[i]) throw new Error(`label ${i} is not what stood there`);
    count.chosen++;
    if (ids[i] === 4) count.masked++;
    else if (ids[i] === before[i]) count.kept++;
    else count.random++;
  });
  expect(count.chosen / before.length).toBeCloseTo(0.15, 2);
  expect(count.masked / count.chosen).toBeCloseTo(0.8, 1.7);
  expect(count.random / count.chosen).toBeCloseTo(0.1, 1.7);
  expect(count.kept / count.chosen).toBeCloseTo(0.1, 1.7);
});

test('special tokens are never chosen and never put in', () => {
  const random = new Random(2);
  for (let round = 0; round < 200; round++) {
    const ids = Int32Array.of(2, 5, 6, 1, 3, 7, 8, 3, 0, 0);
    const labels = maskTokens(ids, { ...OPTIONS, share: 0.9, vocabularySize: 9 }, random);
    for (const special of [0, 3, 4, 7, 8, 9]) expect(labels[special]).toBe(IGNORED);
    expect([ids[0], ids[3], ids[4], ids[7], ids[8], ids[9]]).toEqual([2, 1, 3, 3, 0, 0]);
    for (const place of [1, 2, 5, 6]) expect(ids[place]).toBeGreaterThanOrEqual(4);
  }
});

test('the same seed draws the same masks, another one others', () => {
  const draw = (stream: string) => {
    const ids = Int32Array.from({ length: 100 }, (_, i) => 5 + i);
    return [...maskTokens(ids, OPTIONS, new Random(3, stream)), ...ids];
  };
  expect(draw('mask/0')).toEqual(draw('mask/0'));
  expect(draw('mask/0')).not.toEqual(draw('mask/1'));
});

test('a text is cut into halves, swapped every other time, with marks and segments', () => {
  const random = new Random(4);
  let swaps = 0;
  const firstLengths = new Set<number>();
  for (let round = 0; round < 2000; round++) {
    const { ids, segments, swapped } = cutInOrder([10, 11, 12, 13, 14, 15], MARKS, random);
    const [a, b] = swapped ? ['13,14,15', '10,11,12'] : ['10,11,12', '13,14,15'];
    expect(ids.join()).toBe(`2,${a},3,${b},3`);
    expect(segments.join()).toBe('0,0,0,0,0,1,1,1,1');
    if (swapped) swaps++;
    const odd = cutInOrder([10, 11, 12, 13, 14], MARKS, random);
    const middle = odd.ids.indexOf(3);
    firstLengths.add(middle - 1);
    expect(odd.segments.lastIndexOf(0)).toBe(middle);
    const halves = [odd.ids.slice(1, middle), odd.ids.slice(middle + 1, -1)];
    const whole = odd.swapped ? halves.reverse() : halves;
    expect(whole.map((half) => half.join()).join()).toBe('10,11,12,13,14');
  }
  expect(swaps / 2000).toBeCloseTo(0.5, 1);
  expect([...firstLengths].sort()).toEqual([2, 3]);
  expect([...wholeText([10, 11], MARKS)]).toEqual([2, 10, 11, 3]);
});

test('the entropy of the frequencies, special tokens left out', () => {
  expect(unigramEntropy(Int32Array.of(5, 6, 7, 8, 2, 3, 0), 5)).toBeCloseTo(Math.log(4), 12);
  expect(unigramEntropy(Int32Array.of(5, 5, 5, 6), 5)).toBeCloseTo(
    -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)),
    12,
  );
});
