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

  it('understands addresses typed from memory', () => {
    for (const hash of ['#/lesson/rnn/data', '#/lessons/rnn/data', '#/RNN/Data', '#rnn/data'])
      expect(parseRoute(hash)).toEqual({ page: 'lesson', lesson: 'rnn', cell: 'data' });
    expect(parseRoute('#/lesson/')).toEqual({ page: 'course' });
    expect(parseRoute('#/lessons')).toEqual({ page: 'course' });
    expect(parseRoute('#/lessonplan')).toMatchObject({ lesson: 'lessonplan' });
  });

  it('survives a broken escape in an address typed by hand', () => {
    expect(parseRoute('#/%E0%A4%A')).toEqual({ page: 'lesson', lesson: '%e0%a4%a', cell: null });
  });
});
