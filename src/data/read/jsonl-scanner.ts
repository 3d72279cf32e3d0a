import { BAD_BYTE } from './decode.ts';

export interface JsonlSink {
  row(object: Record<string, unknown>): void;
  bad(line: number, reason: string, excerpt: string): void;
}

/** A line longer than this many characters is left out. */
const LONGEST_LINE = 4_000_000;

/** Splits JSON Lines text (`\n` line breaks, given in chunks) into objects; lines without anything are skipped. */
export class JsonlScanner {
  private readonly sink: JsonlSink;
  private held = '';
  private line = 1;
  private skipping = false;

  constructor(sink: JsonlSink) {
    this.sink = sink;
  }

  push(chunk: string): void {
    const text = this.held + chunk;
    let at = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      if (this.skipping) this.skipping = false;
      else this.read(text.slice(at, end));
      this.line++;
      at = end + 1;
    }
    this.held = this.skipping ? '' : text.slice(at);
    if (this.held.length <= LONGEST_LINE) return;
    this.sink.bad(
      this.line,
      `longer than ${LONGEST_LINE.toLocaleString('en')} characters`,
      this.held.slice(0, 200),
    );
    this.held = '';
    this.skipping = true;
  }

  end(): void {
    this.read(this.held);
    this.held = '';
  }

  private read(line: string): void {
    if (line.trim() === '') return;
    const bad = (reason: string) => {
      this.sink.bad(this.line, reason, line.slice(0, 200));
    };
    if (line.includes(BAD_BYTE)) {
      bad('bytes that are not valid in this encoding');
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      bad(`not valid JSON (${error instanceof Error ? error.message.slice(0, 120) : String(error)})`);
      return;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      this.sink.row(value as Record<string, unknown>);
    else bad(`${Array.isArray(value) ? 'a list' : 'a single value'} where an object is expected`);
  }
}
