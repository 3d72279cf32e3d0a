import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LabError, toErrorData } from '../src/base/errors.ts';
import { BUILT_IN } from '../src/data/catalogue.ts';
import { Job } from '../src/data/job.ts';
import { readTable } from '../src/data/read/read-table.ts';
import { type EncodedSplit, SPLITS } from '../src/data/types.ts';
import { Workbench } from '../src/data/workbench.ts';
import { parseArguments } from './train/arguments.ts';
import { resolveJob } from './train/job.ts';

/**
 * `npx tsx scripts/split.ts RECIPE …`: the rows that a recipe trains and is judged on, for other programs to be compared
 * on the same division. Takes the arguments of `npm run train`; writes one line of JSON a text to standard output:
 *
 *     {"split": "train", "text": "…", "labels": ["…"]}
 */
const table = async (path: string) => readTable(new Blob([readFileSync(path)]), basename(path));

const labelsOf = ({ labels, setOffsets, setIds }: EncodedSplit, i: number): number[] =>
  setOffsets && setIds
    ? Array.from(setIds.subarray(setOffsets[i], setOffsets[i + 1]))
    : [labels[i] as number];

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  if (command.kind !== 'train')
    throw new LabError('split/recipe', 'Say whose rows: npx tsx scripts/split.ts RECIPE [options of train].');
  const { recipe, data, test } = await resolveJob(command.train, process.cwd());
  const { source } = recipe.data;
  const shipped = source.kind === 'builtin' ? BUILT_IN[source.id]?.file : undefined;
  const path =
    data ?? (shipped === undefined ? null : new URL(`../public/${shipped}`, import.meta.url).pathname);
  if (path === null)
    throw new LabError(
      'split/source',
      `Data of kind ${source.kind} are not at hand.`,
      'Give them by --data.',
    );
  if (data === null && !existsSync(path))
    throw new LabError('split/built-in', 'The built-in data are not built yet.', 'Run: npm run data');
  if (recipe.task !== 'multilabel' && recipe.task !== 'classify')
    throw new LabError('split/task', `Task ${recipe.task} has no labels.`);
  const bench = new Workbench(await table(path), test === null ? null : await table(test));
  const prepared = await bench.prepare(recipe, new Job());
  for (const name of SPLITS) {
    const split = prepared.splits[name];
    const texts = await bench.texts(recipe.data, Array.from(split.rows), recipe.task);
    const lines = texts.map((text, i) => {
      const labels = labelsOf(split, i).map((k) => prepared.labels[k]);
      return `${JSON.stringify({ split: name, text, labels })}\n`;
    });
    process.stdout.write(lines.join(''));
  }
}

await main().catch((error: unknown) => {
  const { message, hint } = toErrorData(error);
  process.stderr.write(`${[message, hint].filter(Boolean).join(' ')}\n`);
  process.exitCode = 1;
});
