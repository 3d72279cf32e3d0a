import { describe, expect, it } from 'vitest';
import { type CsvDialect, CsvScanner } from './csv-scanner.ts';

interface Outcome {
  rows: [number, ...string[]][];
  bad: [number, string][];
}

function scan(text: string, options: Partial<CsvDialect> & { chunk?: number } = {}): Outcome {
  const { chunk = text.length || 1, ...dialect } = options;
  const outcome: Outcome = { rows: [], bad: [] };
  const scanner = new CsvScanner(
    { delimiter: ',', quotes: true, ...dialect },
    {
      row: (fields, line) => outcome.rows.push([line, ...fields]),
      bad: (line, reason) => outcome.bad.push([line, reason]),
    },
  );
  for (let at = 0; at < text.length; at += chunk) scanner.push(text.slice(at, at + chunk));
  scanner.end();
  return outcome;
}

/** However the chunks fall, the outcome must be the same. */
function scanAnyhow(text: string, dialect: Partial<CsvDialect> = {}): Outcome {
  const whole = scan(text, dialect);
  for (const chunk of [1, 2, 3, 5, 7]) expect(scan(text, { ...dialect, chunk })).toEqual(whole);
  return whole;
}

describe('another mark that quotes', () => {
  it('quotes as the usual one does, which then is a letter', () => {
    const rows = [
      [1, 'a^b', "it's"],
      [2, '"c"', 'd'],
    ];
    expect(scanAnyhow(`'a^b'^'it''s'\n"c"^d\n`, { delimiter: '^', quote: "'" }).rows).toEqual(rows);
    for (const quote of ['$', '^', '*', '`', '|', '/'])
      expect(scan(`${quote}a${quote}${quote}b\\${quote}c${quote},d\n`, { quote }).rows).toEqual([
        [1, `a${quote}b${quote}c`, 'd'],
      ]);
  });
});

describe('CsvScanner', () => {
  it('reads quotes, doubled quotes, delimiters and line breaks inside quotes, with line numbers', () => {
    expect(scanAnyhow('a,b\n"x, ""y""","1\n2\n3"\n"",z\n\nlast,"row"').rows).toEqual([
      [1, 'a', 'b'],
      [2, 'x, "y"', '1\n2\n3'],
      [5, '', 'z'],
      [7, 'last', 'row'],
    ]);
  });

  it('keeps empty fields and a quote in the middle of a field', () => {
    expect(scanAnyhow(',,\n5" disk,x,\n').rows).toEqual([
      [1, '', '', ''],
      [2, '5" disk', 'x', ''],
    ]);
  });

  it('reads a backslash before a quote as Spark writes it, and one at the end as text', () => {
    expect(scanAnyhow('"say \\"hi\\" now",1\n"ends in \\",2\n').rows).toEqual([
      [1, 'say "hi" now', '1'],
      [2, 'ends in \\', '2'],
    ]);
  });

  it('loses one line, not the rest, where a quote is never closed and later fields are quoted', () => {
    const { rows, bad } = scanAnyhow('"good",1\n"open,2\nplain,3\n"quoted, again",4\nend,5');
    expect(bad).toEqual([[2, 'a quote is never closed']]);
    expect(rows.map(([line]) => line)).toEqual([1, 3, 4, 5]);
  });

  it('loses one line, not the rest, where no quote follows at all', () => {
    const { rows, bad } = scanAnyhow('a,1\n"open,2\nb,3\nc,4\n');
    expect(bad).toEqual([[2, 'a quote is never closed']]);
    expect(rows).toEqual([
      [1, 'a', '1'],
      [3, 'b', '3'],
      [4, 'c', '4'],
    ]);
  });

  it('finds several open quotes, one of them in the last line', () => {
    const { rows, bad } = scanAnyhow('"x,1\n"y,2\nz,3\n"w');
    expect(bad.map(([line]) => line)).toEqual([1, 2, 4]);
    expect(rows).toEqual([[3, 'z', '3']]);
  });

  it('names a quote that is not doubled', () => {
    const { rows, bad } = scanAnyhow('"a "quoted" word",1\nb,2\n');
    expect(bad).toEqual([[1, 'a quote inside a quoted field is not doubled']]);
    expect(rows).toEqual([[2, 'b', '2']]);
  });

  it('gives up on an open quote after a million characters and reads on with the next line', () => {
    const text = `a,1\n"open,2\n${'plain,3\n'.repeat(400_000)}`;
    const { rows, bad } = scan(text, { chunk: 65_536 });
    expect(bad).toEqual([[2, 'a quote is never closed']]);
    expect(rows).toHaveLength(400_001);
    expect(rows.at(-1)?.[0]).toBe(400_002);
  });

  it('leaves out a line longer than a million characters', () => {
    const { rows, bad } = scan(`a,1\n${'x'.repeat(2_500_000)}\nb,2\n`, { chunk: 65_536 });
    expect(bad).toEqual([[2, 'no end of the row within 1,000,000 characters']]);
    expect(rows).toEqual([
      [1, 'a', '1'],
      [3, 'b', '2'],
    ]);
  });

  it('takes quotes as plain marks when told so, and a line as one field without a delimiter', () => {
    expect(scanAnyhow('"open\t1\na "b\t2\n', { delimiter: '\t', quotes: false }).rows).toEqual([
      [1, '"open', '1'],
      [2, 'a "b', '2'],
    ]);
    expect(scanAnyhow('one, two\nthree\n', { delimiter: null }).rows).toEqual([
      [1, 'one, two'],
      [2, 'three'],
    ]);
  });

  it('stays fast when very many quotes are left open', () => {
    const started = performance.now();
    const { bad } = scan('"open,1\n'.repeat(50_000), { chunk: 65_536 });
    expect(bad).toHaveLength(50_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
