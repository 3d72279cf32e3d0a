/** How many passed and how many failed. */
export interface Tally {
  passed: number;
  failed: number;
}

interface VitestReport {
  numPassedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

/** From Vitest's JSON report. A file that could not be loaded holds no test: it counts as one failure. */
export function tallyVitest(report: VitestReport): Tally {
  let failed = 0;
  for (const file of report.testResults) {
    const inside = file.assertionResults.filter((test) => test.status === 'failed').length;
    failed += inside === 0 && file.status === 'failed' ? 1 : inside;
  }
  return { passed: report.numPassedTests, failed };
}

/** From Playwright's JSON report. A journey that passed at the second attempt passed; an error outside a test is a failure. */
export function tallyPlaywright(report: PlaywrightReport): Tally {
  return {
    passed: report.stats.expected + report.stats.flaky,
    failed: report.stats.unexpected + report.errors.length,
  };
}

/**
 * What a stage contributes: its tests, or itself where it has none.
 * A stage that ended badly without a failed test (it crashed, or found no test) is one failure.
 */
export function tallyStage(exitCode: number, tests: Tally | null): Tally {
  if (tests === null) return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const fine = exitCode === 0 && tests.passed + tests.failed > 0;
  return fine || tests.failed > 0 ? tests : { passed: tests.passed, failed: 1 };
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}
