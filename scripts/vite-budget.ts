import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Gzipped JavaScript that a first visit may wait for. */
export const BUDGET = 250_000;

/** Too heavy for a first paint: these arrive when they are needed. */
const HEAVY = /\/node_modules\/(@tensorflow\/|plotly\.js|katex\/dist\/katex\.m?js|@codemirror\/)/;

/** The part of a Rollup chunk that the budget looks at. */
export interface Chunk {
  fileName: string;
  code: string;
  isEntry: boolean;
  /** Files of the chunks that this one imports statically. */
  imports: string[];
  moduleIds: string[];
}

export interface BudgetReport {
  /** Every chunk of the page with its size in bytes after gzip; the initial ones first, the largest first. */
  chunks: { fileName: string; bytes: number; initial: boolean }[];
  /** Sum over the initial ones: the entry and all that it imports statically. */
  initialBytes: number;
  /** Modules of the initial chunks that should not be there. */
  heavy: string[];
}

export function measure(chunks: readonly Chunk[]): BudgetReport {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const initial = new Set<Chunk>();
  const visit = (chunk: Chunk | undefined): void => {
    if (!chunk || initial.has(chunk)) return;
    initial.add(chunk);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  for (const chunk of chunks) if (chunk.isEntry) visit(chunk);
  const sizes = chunks
    .map((chunk) => ({
      fileName: chunk.fileName,
      bytes: gzipSync(chunk.code).length,
      initial: initial.has(chunk),
    }))
    .sort((a, b) => Number(b.initial) - Number(a.initial) || b.bytes - a.bytes);
  return {
    chunks: sizes,
    initialBytes: sizes.reduce((sum, chunk) => sum + (chunk.initial ? chunk.bytes : 0), 0),
    heavy: [...initial].flatMap((chunk) => chunk.moduleIds.filter((id) => HEAVY.test(id))),
  };
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(8)} KB`;

/** The report as lines of text. */
export function table(report: BudgetReport): string {
  const rows = report.chunks.map(
    (chunk) => `${kilobytes(chunk.bytes)}  ${chunk.initial ? 'initial' : 'lazy   '}  ${chunk.fileName}`,
  );
  return [
    'JavaScript of the page, gzipped:',
    ...rows,
    `${kilobytes(report.initialBytes)}  of ${BUDGET / 1000} KB allowed before the page is usable`,
  ].join('\n');
}

/** Fails the build where the page would wait for more than the budget, or for a heavy library. */
export function budget(): Plugin {
  return {
    name: 'seqlab:budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const chunks = Object.values(bundle)
        .filter((output) => output.type === 'chunk')
        // The service worker is an entry as well, but not one of the page.
        .filter((chunk) => chunk.fileName !== 'sw.js');
      const report = measure(chunks);
      this.info(table(report));
      if (report.heavy.length > 0) {
        this.error(`The page would load these before it is usable: ${report.heavy.join(', ')}`);
      }
      if (report.initialBytes > BUDGET) {
        this.error(
          `The page would load ${kilobytes(report.initialBytes).trim()} of JavaScript before it is usable; ` +
            `the budget is ${BUDGET / 1000} KB.`,
        );
      }
    },
  };
}
