import { describe, expect, it } from 'vitest';
import { failuresOfPlaywright, failuresOfVitest, told } from './failures.ts';

describe('what failed', () => {
  it('is told of Vitest by file and name, also of a file that could not be loaded', () => {
    const report = {
      testResults: [
        {
          name: '/lab/src/a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'adds' },
            { status: 'failed', fullName: 'sums up', failureMessages: ['expected 1 to be 2'] },
          ],
        },
        { name: '/lab/src/b.test.ts', status: 'failed', message: 'No such module', assertionResults: [] },
        { name: '/lab/src/c.test.ts', status: 'passed', message: '', assertionResults: [] },
        {
          name: '/lab/src/d.test.ts',
          status: 'failed',
          message: 'afterAll failed',
          assertionResults: [{ status: 'failed', fullName: 'ends' }],
        },
      ],
    };
    expect(failuresOfVitest(report, '/lab')).toEqual([
      { test: 'src/a.test.ts › sums up', message: 'expected 1 to be 2' },
      { test: 'src/b.test.ts', message: 'No such module' },
      { test: 'src/d.test.ts › ends', message: '' },
      { test: 'src/d.test.ts', message: 'afterAll failed' },
    ]);
  });

  it('is told of Playwright however deep it lies, and outside of tests', () => {
    const spec = (title: string, status: string) => ({
      file: 'a.spec.ts',
      line: 3,
      title,
      tests: [{ status, results: [{ errors: status === 'unexpected' ? [{ message: 'Timed out' }] : [] }] }],
    });
    const report = {
      suites: [
        {
          specs: [spec('passes', 'expected'), spec('flaky', 'flaky')],
          suites: [{ specs: [spec('fails', 'unexpected')] }],
        },
      ],
      errors: [{ message: 'The server did not start' }],
    };
    expect(failuresOfPlaywright(report)).toEqual([
      { test: 'a.spec.ts:3 › fails', message: 'Timed out' },
      { test: 'outside of a test', message: 'The server did not start' },
    ]);
  });

  it('is plain text, of a few lines', () => {
    const message = `\u001b[31mexpected\u001b[39m 1\n\n${'at somewhere\n'.repeat(30)}`;
    const lines = told({ test: 'a.test.ts › sums up', message }).split('\n');
    expect(lines.slice(0, 3)).toEqual(['✗ a.test.ts › sums up', '    expected 1', '    at somewhere']);
    expect(lines).toHaveLength(9);
  });
});
