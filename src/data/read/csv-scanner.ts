import { BAD_BYTE } from './decode.ts';

export interface CsvDialect {
  /** One character; null: a line is one field. */
  delimiter: string | null;
  /** Whether fields may stand in quotes (RFC 4180), so that they can hold delimiters and line breaks. */
  quotes: boolean;
  /** The mark that quotes; `"` where it is not said. */
  quote?: string;
}

export interface CsvSink {
  /** `line` is the 1-based line where the row begins. */
  row(fields: string[], line: number): void;
  bad(line: number, reason: string, excerpt: string): void;
}

/** A row longer than this many characters is none: a quote was not closed, or the file has no lines. */
export const LONGEST_ROW = 1_000_000;

export const QUOTE = '"';

/** What became of one attempt to read a row. */
type Outcome = 'row' | 'more' | 'bad';

/**
 * Splits CSV text, given in chunks with `\n` line breaks, into rows.
 *
 * A row with a broken quote is never allowed to swallow what follows: only the line where it begins is counted as
 * bad, and reading goes on with the next line. That is sure to find back, for a quote that was left open is "closed"
 * by the opening quote of a later field, which is then followed by a letter instead of a delimiter. (Papa Parse
 * gives no line numbers and reads on to the end of the file in that case; hence a scanner of our own.)
 *
 * Besides RFC 4180 it reads `\"` inside a quoted field as a quote where that is the only reading (Spark and MySQL
 * write so), and spaces between a closing quote and the delimiter are skipped.
 */
export class CsvScanner {
  private readonly dialect: CsvDialect;
  private readonly sink: CsvSink;
  private readonly quote: string;
  /** A quote inside of a quoted field: doubled, or behind a backslash. */
  private readonly escapes: RegExp;
  private text = '';
  private at = 0;
  private line = 1;
  /** Drops what is left of a bad line whose end has not come yet. */
  private skipping = false;
  private suspicious = false;
  private fields: string[] = [];
  private lines = 0;
  private reason = '';
  /** The next delimiter at or behind some place, so that it is not looked for again and again. */
  private nextDelimiter = -1;

  constructor(dialect: CsvDialect, sink: CsvSink) {
    this.dialect = dialect;
    this.sink = sink;
    this.quote = dialect.quote ?? QUOTE;
    const literal = this.quote.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
    this.escapes = new RegExp(`${literal}${literal}|\\\\${literal}`, 'g');
  }

  push(chunk: string): void {
    this.text = this.at < this.text.length ? this.text.slice(this.at) + chunk : chunk;
    this.at = 0;
    this.nextDelimiter = -1;
    this.scan(false);
  }

  end(): void {
    this.scan(true);
  }

  private scan(last: boolean): void {
    this.suspicious = this.text.includes(BAD_BYTE, this.at);
    while (this.at < this.text.length) {
      if (this.skipping) {
        if (!this.skipLine()) return;
        continue;
      }
      const start = this.at;
      const outcome = this.readRow(last);
      if (outcome === 'more') {
        this.at = start;
        if (this.text.length - start <= LONGEST_ROW) return;
        this.reason = this.text.startsWith(this.quote, start)
          ? 'a quote is never closed'
          : `no end of the row within ${LONGEST_ROW.toLocaleString('en')} characters`;
      }
      if (outcome === 'row') {
        this.give(start);
        this.line += this.lines;
        continue;
      }
      this.at = start;
      this.nextDelimiter = -1;
      this.sink.bad(this.line, this.reason, this.lineAt(start));
      this.skipping = true;
    }
  }

  private give(start: number): void {
    const { fields } = this;
    if (this.suspicious && fields.some((field) => field.includes(BAD_BYTE)))
      this.sink.bad(this.line, 'bytes that are not valid in this encoding', this.lineAt(start));
    // A line without anything on it is no row.
    else if (fields.length > 1 || (fields[0] as string).trim() !== '') this.sink.row(fields, this.line);
  }

  private lineAt(start: number): string {
    const end = this.text.indexOf('\n', start);
    return this.text.slice(start, Math.min(end < 0 ? this.text.length : end, start + 200));
  }

  /** Goes behind the next line break; false where it has not come yet. */
  private skipLine(): boolean {
    const end = this.text.indexOf('\n', this.at);
    if (end < 0) {
      this.at = this.text.length;
      return false;
    }
    this.at = end + 1;
    this.line++;
    this.skipping = false;
    return true;
  }

  /** Reads one row from `at` on into `fields`, and how many lines it takes into `lines`. */
  private readRow(last: boolean): Outcome {
    const { text, quote } = this;
    const { delimiter, quotes } = this.dialect;
    this.fields = [];
    this.lines = 1;
    let lineEnd = text.indexOf('\n', this.at);
    for (;;) {
      if (quotes && text[this.at] === quote) {
        const outcome = this.readQuoted(last);
        if (outcome !== 'row') return outcome;
        if (lineEnd < this.at) lineEnd = text.indexOf('\n', this.at);
        if (this.at < text.length && text[this.at] === delimiter) {
          this.at++;
          continue;
        }
        this.at++; // the line break, or the end of the text
        return 'row';
      }
      if (lineEnd < 0 && !last) return 'more';
      const end = lineEnd < 0 ? text.length : lineEnd;
      const next = this.findDelimiter();
      if (next > end) {
        this.fields.push(text.slice(this.at, end));
        this.at = end + 1;
        return 'row';
      }
      this.fields.push(text.slice(this.at, next));
      this.at = next + 1;
    }
  }

  private findDelimiter(): number {
    const { delimiter } = this.dialect;
    if (delimiter === null) return Infinity;
    if (this.nextDelimiter < this.at) {
      const found = this.text.indexOf(delimiter, this.at);
      this.nextDelimiter = found < 0 ? Infinity : found;
    }
    return this.nextDelimiter;
  }

  /** Reads a quoted field from its opening quote on; leaves `at` at the delimiter, line break or end behind it. */
  private readQuoted(last: boolean): Outcome {
    const { text, quote } = this;
    const { delimiter } = this.dialect;
    const start = this.at + 1;
    let escaped = false;
    let search = start;
    for (;;) {
      const close = text.indexOf(quote, search);
      if (close < 0 || (close + 1 === text.length && !last)) {
        if (!last) return 'more';
        this.reason = 'a quote is never closed';
        return 'bad';
      }
      let after = close + 1;
      if (text[after] === quote) {
        escaped = true;
        search = after + 1;
        continue;
      }
      while (text[after] === ' ' && delimiter !== ' ') after++;
      if (after === text.length && !last) return 'more';
      if (after < text.length && text[after] !== '\n' && text[after] !== delimiter) {
        if (text[close - 1] === '\\' && close > start) {
          escaped = true;
          search = close + 1;
          continue;
        }
        this.reason = this.lineBreaks(start, close)
          ? 'a quote is never closed'
          : 'a quote inside a quoted field is not doubled';
        return 'bad';
      }
      const field = text.slice(start, close);
      this.lines += this.lineBreaks(start, close);
      this.fields.push(escaped ? field.replace(this.escapes, () => quote) : field);
      this.at = after;
      return 'row';
    }
  }

  private lineBreaks(from: number, to: number): number {
    let count = 0;
    for (let at = this.text.indexOf('\n', from); at >= 0 && at < to; at = this.text.indexOf('\n', at + 1))
      count++;
    return count;
  }
}
