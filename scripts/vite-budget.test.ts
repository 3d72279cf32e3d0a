import { describe, expect, it } from 'vitest';
import { type Chunk, measure, table } from './vite-budget.ts';

function chunk(fileName: string, imports: string[] = [], extra: Partial<Chunk> = {}): Chunk {
  return { fileName, imports, code: `// ${fileName}`, isEntry: false, moduleIds: [], ...extra };
}

describe('the budget', () => {
  it('counts the entry and all it imports statically, once each, and no lazy chunk', () => {
    const report = measure([
      chunk('entry.js', ['a.js', 'b.js'], { isEntry: true }),
      chunk('a.js', ['shared.js']),
      chunk('b.js', ['shared.js', 'a.js']),
      chunk('shared.js'),
      chunk('lazy.js', ['shared.js'], { code: 'x'.repeat(9_000) }),
    ]);
    const initial = report.chunks.filter((c) => c.initial);
    expect(initial.map((c) => c.fileName).sort()).toEqual(['a.js', 'b.js', 'entry.js', 'shared.js']);
    expect(report.initialBytes).toBe(initial.reduce((sum, c) => sum + c.bytes, 0));
    expect(table(report)).toContain('lazy     lazy.js');
  });

  it('finds a heavy library behind a static import, and lets it be lazy', () => {
    const plotly = { moduleIds: ['/x/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js'] };
    const entry = chunk('entry.js', ['charts.js'], { isEntry: true });
    expect(measure([entry, chunk('charts.js', [], plotly)]).heavy).toEqual(plotly.moduleIds);
    expect(measure([chunk('entry.js', [], { isEntry: true }), chunk('charts.js', [], plotly)]).heavy).toEqual(
      [],
    );
    const tensors = { isEntry: true, moduleIds: ['/x/node_modules/@tensorflow/tfjs-core/dist/index.js'] };
    expect(measure([chunk('entry.js', [], tensors)]).heavy).toHaveLength(1);
  });

  it('does not hang on chunks that import each other', () => {
    const report = measure([chunk('a.js', ['b.js'], { isEntry: true }), chunk('b.js', ['a.js'])]);
    expect(report.chunks.every((c) => c.initial)).toBe(true);
  });
});
