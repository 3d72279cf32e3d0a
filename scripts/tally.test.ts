import { describe, expect, it } from 'vitest';
import { sum, tallyPlaywright, tallyStage, tallyVitest } from './tally.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe('the closing line', () => {
  it('counts the tests of Vitest, and a file that could not be loaded as a failure', () => {
    const testResults = [
      file('passed', 'passed', 'passed'),
      file('failed', 'failed', 'passed'),
      file('failed'),
    ];
    expect(tallyVitest({ numPassedTests: 3, testResults })).toEqual({ passed: 3, failed: 2 });
  });

  it('counts the journeys of Playwright, and errors outside of them', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1 }, errors: [{}] };
    expect(tallyPlaywright(report)).toEqual({ passed: 5, failed: 2 });
  });

  it('counts a stage without tests as one', () => {
    expect(tallyStage(0, null)).toEqual({ passed: 1, failed: 0 });
    expect(tallyStage(2, null)).toEqual({ passed: 0, failed: 1 });
  });

  it('never lets a crash, or a stage that ran no test, pass', () => {
    expect(tallyStage(1, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 1 });
    expect(tallyStage(0, { passed: 0, failed: 0 })).toEqual({ passed: 0, failed: 1 });
    expect(tallyStage(1, { passed: 7, failed: 2 })).toEqual({ passed: 7, failed: 2 });
  });

  it('adds up', () => {
    expect(sum([])).toEqual({ passed: 0, failed: 0 });
    expect(
      sum([
        { passed: 1, failed: 2 },
        { passed: 3, failed: 4 },
      ]),
    ).toEqual({ passed: 4, failed: 6 });
  });
});
