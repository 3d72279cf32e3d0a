import { describe, expect, it } from 'vitest';
import { cellHref, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('reads the course, a lesson and a cell', () => {
    expect(parseRoute('')).toEqual({ page: 'course' });
    expect(parseRoute('#/')).toEqual({ page: 'course' });
    expect(parseRoute('#/bench')).toEqual({ page: 'bench' });
    expect(parseRoute('#/rnn')).toEqual({ page: 'lesson', lesson: 'rnn', cell: null });
    expect(parseRoute('#/rnn/')).toEqual({ page: 'lesson', lesson: 'rnn', cell: null });
    expect(parseRoute(cellHref('rnn', 'baseline'))).toEqual({
      page: 'lesson',
      lesson: 'rnn',
      cell: 'baseline',
    });
  });

  it('survives a broken escape in an address typed by hand', () => {
    expect(parseRoute('#/%E0%A4%A')).toEqual({ page: 'lesson', lesson: '%E0%A4%A', cell: null });
  });
});
