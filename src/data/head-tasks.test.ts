import { describe, expect, it } from 'vitest';
import { LabError } from '../base/errors.ts';
import { Random } from '../base/random.ts';
import {
  ALPHABET,
  BRACKETS,
  drawHeadText,
  HEAD_TEXT_LENGTH,
  headProfile,
  headTargets,
  headTextOf,
  NO_TARGET,
  readHeadText,
  unlikeLearnt,
} from './head-tasks.ts';

describe('the little language for heads', () => {
  const random = new Random(5);
  const texts = Array.from({ length: 300 }, () => drawHeadText(random));

  it('has texts of one length with brackets that close, each kind once', () => {
    for (const text of texts) {
      const shown = headTextOf(text);
      expect(shown).toHaveLength(HEAD_TEXT_LENGTH);
      expect(shown.startsWith('#')).toBe(true);
      for (const [open, close] of BRACKETS) {
        const [from, to] = [shown.indexOf(open), shown.indexOf(close)];
        expect(from < 0).toBe(to < 0);
        if (from >= 0) expect(from).toBeLessThan(to);
        expect(shown.split(open).length).toBeLessThanOrEqual(2);
      }
    }
    // All of it occurs.
    expect(new Set(texts.flat()).size).toBe(ALPHABET.length);
  });

  it('tells at each place what there is to tell', () => {
    const { previous, bracket, count } = headTargets(readHeadText('a(ba)c'));
    expect(previous.map((id) => ALPHABET[id] ?? '–').join('')).toBe('–#a(ba)');
    expect(bracket).toEqual([-100, -100, -100, -100, -100, 2, -100]);
    expect(count).toEqual([2, ...Array<number>(6).fill(NO_TARGET)]);
    expect(headTargets(readHeadText(')(')).bracket).toEqual([-100, -100, -100]);
  });

  it('refuses what is not of it in a sentence', () => {
    for (const wrong of ['', '   ', 'abz', 'a#b', 'a'.repeat(16)])
      expect(() => readHeadText(wrong), wrong).toThrow(LabError);
    expect(headTextOf(readHeadText(' # a b '))).toBe('#ab');
  });

  it('says what is unlike all it learns from', () => {
    const remark = (typed: string) => unlikeLearnt(readHeadText(typed));
    expect(remark('((((')).toMatch(/^\( \) occurs more than once: /);
    expect(remark('a)')).toMatch(/^“\)” closes nothing: /);
    expect(remark('a(b')).toMatch(/^“\(” stays open: /);
    expect(remark(')(')).toMatch(/closes nothing/);
    for (const text of texts.slice(0, 50)) expect(unlikeLearnt(text)).toBeNull();
  });

  it('profiles what a head looks at', () => {
    const some = texts.slice(0, 20);
    const size = HEAD_TEXT_LENGTH;
    const before = some.map(() =>
      Float32Array.from({ length: size * size }, (_, i) => Number(i % size === Math.floor(i / size) - 1)),
    );
    expect(headProfile(some, before)).toMatchObject({ previous: 1, count: 0 });
    const right = some.map((text) => {
      const map = new Float32Array(size * size);
      headTargets(text).bracket.forEach((open, place) => {
        if (open !== NO_TARGET) map[place * size + open] = 0.5;
      });
      return map;
    });
    expect(headProfile(some, right)).toEqual({ previous: expect.any(Number), bracket: 0.5, count: 0 });
  });
});
