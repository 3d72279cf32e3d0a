import { stripVTControlCharacters } from 'node:util';

/** What failed, in reports of Vitest and Playwright: told once more at the end of a run, where it is looked for. */
export interface Failure {
  test: string;
  message: string;
}

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

interface Suite {
  specs?: {
    file: string;
    line: number;
    title: string;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
  suites?: Suite[];
}

interface PlaywrightReport {
  suites: Suite[];
  errors: { message?: string }[];
}

/** Lines of a message that are told: what was expected and found stands in the first ones. */
const LINES = 8;

export function failuresOfVitest(report: VitestReport, root: string): Failure[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(`${root}/`, '');
    const inside = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        test: `${file} › ${fullName}`,
        message: failureMessages?.join('\n') ?? '',
      }));
    // Not loaded, or failed outside of its tests.
    const alone = message || (status === 'failed' && inside.length === 0);
    return alone ? [...inside, { test: file, message: message ?? '' }] : inside;
  });
}

export function failuresOfPlaywright(report: PlaywrightReport): Failure[] {
  const inside = ({ specs = [], suites = [] }: Suite): Failure[] => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected'))
      .map(({ file, line, title, tests }) => ({
        test: `${file}:${line} › ${title}`,
        message: tests
          .flatMap(({ results }) =>
            results.flatMap(({ errors }) => errors.map((error) => error.message ?? '')),
          )
          .join('\n'),
      })),
    ...suites.flatMap(inside),
  ];
  const outside = report.errors.map(({ message = '' }) => ({ test: 'outside of a test', message }));
  return [...report.suites.flatMap(inside), ...outside];
}

/** One failure as lines of plain text. */
export function told({ test, message }: Failure): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES);
  return [`✗ ${test}`, ...lines.map((line) => `    ${line}`)].join('\n');
}
