import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Job } from '../src/data/job.ts';
import { readTable } from '../src/data/read/read-table.ts';
import { SPLITS } from '../src/data/types.ts';
import { Workbench } from '../src/data/workbench.ts';
import { lstmBaseline } from '../src/lessons/lstm/recipes.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqlab-split-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('other programs get the rows of each part with their labels, as the lab divides them', async () => {
  const labels = ['plant', 'act|event', 'event'];
  const lines = ['text,labels', ...Array.from({ length: 40 }, (_, i) => `text ${i},${labels[i % 3]}`)];
  const path = join(folder, 'rows.csv');
  writeFileSync(path, lines.join('\n'));
  const root = fileURLToPath(new URL('..', import.meta.url));
  const printed = execFileSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/split.ts', 'lstm/rnn', '--data', path, '--set', 'seed=3'],
    { cwd: root, encoding: 'utf8' },
  );
  const rows = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { split: string; text: string; labels: string[] });

  const bench = new Workbench(await readTable(new Blob([lines.join('\n')]), 'rows.csv'), null);
  const { splits } = await bench.prepare({ ...lstmBaseline, seed: 3 }, new Job());
  expect(rows.map(({ split, text }) => `${split}: ${text}`)).toEqual(
    SPLITS.flatMap((name) => Array.from(splits[name].rows, (row) => `${name}: text ${row}`)),
  );
  for (const { text, labels: of } of rows) expect(of).toEqual(labels[Number(text.slice(5)) % 3]?.split('|'));
});
