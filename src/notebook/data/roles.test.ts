import { describe, expect, it } from 'vitest';
import type { TableInfo } from '../../data/types.ts';
import { columnsOf, describeRoles, inDoubt, rolesOf, withRole } from './roles.ts';

function table(names: string[], header: boolean, guess: Partial<TableInfo['guess']> = {}): TableInfo {
  return {
    name: 'a.csv',
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    header,
    rows: 9,
    bytes: 99,
    badRows: 0,
    badRowExamples: [],
    columns: names.map((name, index) => ({
      name,
      index,
      examples: [],
      distinct: 2,
      meanWords: 1,
      emptyShare: 0,
    })),
    guess: { text: [], label: null, split: null, certain: false, reason: '', ...guess },
  };
}

const auto = { text: 'auto', label: 'auto', split: null } as const;

describe('rolesOf', () => {
  const news = table(['class', 'title', 'body', 'part'], true, {
    text: ['title', 'body'],
    label: 'class',
    split: 'part',
  });

  it('gives the role of a label to all columns that may be, where a text may have several', () => {
    const several = { text: ['text'], label: 'plant', labels: ['plant', 'act'], reason: 'Seen.' };
    const flags = table(['text', 'plant', 'act'], true, { text: ['text'], label: 'plant', several });
    expect(rolesOf(auto, flags, true)).toEqual(['text', 'label', 'label']);
    expect(rolesOf(auto, flags)).toEqual(['text', 'label', 'none']);
    expect([inDoubt(auto, flags, true), inDoubt(auto, flags)]).toEqual([false, true]);
  });

  it('takes what was found where the recipe leaves it open', () => {
    expect(rolesOf(auto, news)).toEqual(['label', 'text', 'text', 'none']);
    expect(rolesOf({ ...auto, split: 'auto' }, news)).toEqual(['label', 'text', 'text', 'split']);
  });

  it('takes names and numbers', () => {
    expect(rolesOf({ text: 'body', label: 1, split: 'part' }, news)).toEqual([
      'none',
      'label',
      'text',
      'split',
    ]);
    const bare = table(['column 0', 'column 1'], false);
    expect(rolesOf({ text: '1', label: 0, split: null }, bare)).toEqual(['label', 'text']);
  });
});

describe('inDoubt', () => {
  it('ends when the person has named text and label', () => {
    const doubtful = table(['a', 'b'], true, { certain: false });
    expect(inDoubt(auto, doubtful)).toBe(true);
    expect(inDoubt({ text: 'a', label: 'auto', split: null }, doubtful)).toBe(true);
    expect(inDoubt({ text: 'a', label: 'b', split: null }, doubtful)).toBe(false);
    expect(inDoubt(auto, table(['a', 'b'], true, { certain: true }))).toBe(false);
  });
});

describe('withRole and columnsOf', () => {
  const two = table(['a', 'b', 'c'], true);

  it('lets label move, and text gather', () => {
    const roles = withRole(withRole(['label', 'text', 'none'], 2, 'text'), 1, 'label');
    expect(roles).toEqual(['none', 'label', 'text']);
    expect(columnsOf(withRole(roles, 0, 'text'), two)).toEqual({ text: ['a', 'c'], label: 'b', split: null });
  });

  it('is not complete without text or label', () => {
    expect(columnsOf(['none', 'label', 'none'], two)).toBeNull();
    expect(columnsOf(['text', 'none', 'split'], two)).toBeNull();
  });

  it('names columns by number where there is no header', () => {
    expect(columnsOf(['text', 'label'], table(['column 0', 'column 1'], false))).toEqual({
      text: [0],
      label: 1,
      split: null,
    });
  });

  it('goes there and back', () => {
    const roles = ['text', 'label', 'split'] as const;
    const columns = columnsOf(roles, two);
    expect(columns && rolesOf(columns, two)).toEqual(roles);
    expect(describeRoles(roles, two)).toBe('text: a; label: b; split: c');
  });
});
