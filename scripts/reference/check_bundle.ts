import { readFileSync } from 'node:fs';
import { smallBundle } from '../../src/formats/bundle.fixture.ts';
import { readBundle, writeBundle } from '../../src/formats/bundle.ts';
import { plainLogits } from './plain-model.ts';
import { greatestDifference, pythonWithTorch, scoreInTorch } from './torch-bundle.ts';

/**
 * Does the zip give the same numbers in PyTorch?
 *
 *     npx tsx scripts/reference/check_bundle.ts                        every kind of model, random weights, against plain equations
 *     npx tsx scripts/reference/check_bundle.ts ZIP PREDICTIONS.json   an exported run against what the lab predicted:
 *                                                                      [{"text": …, "probabilities": [ … ]}, …]
 */

const TOLERANCE = 1e-4;
const TEXTS = [
  'the cat',
  '',
  'The CAT, the cat don’t',
  'ёж 😀 "a\\b" cat the the the the',
  'unknown',
  'cat,\nthe',
];

function report(name: string, difference: number): boolean {
  const fine = difference <= TOLERANCE;
  console.log(
    `${fine ? 'ok    ' : 'WRONG '} ${name}: greatest difference of a logit ${difference.toExponential(1)}`,
  );
  return fine;
}

function checkAllModels(python: string): boolean {
  const outcomes: boolean[] = [];
  for (const cell of ['rnn', 'gru', 'lstm'] as const)
    for (const pooling of ['max', 'mean', 'last', 'max+mean+last', 'flatten'] as const)
      for (const maskPadding of [true, false])
        for (const [layers, bidirectional] of [
          [1, false],
          [2, true],
        ] as const) {
          const model = { cell, pooling, maskPadding, layers, bidirectional, embedding: 4, hidden: 3 };
          const content = smallBundle({ model: { ...model, head: { hidden: 5 } } });
          const labels = TEXTS.map((_, i) => content.labels[i % content.labels.length] as string);
          const { logits } = scoreInTorch(python, writeBundle(content), TEXTS, labels);
          const name = [
            cell,
            pooling,
            maskPadding ? 'masked' : 'not masked',
            layers,
            bidirectional ? 'both' : '',
          ]
            .join(' ')
            .trim();
          outcomes.push(report(name, greatestDifference(plainLogits(content, TEXTS), logits)));
        }
  return outcomes.every(Boolean);
}

function checkExport(python: string, zipFile: string, predictionsFile: string): boolean {
  const zip = new Uint8Array(readFileSync(zipFile));
  const { labels } = readBundle(zip);
  const predictions = JSON.parse(readFileSync(predictionsFile, 'utf8')) as {
    text: string;
    probabilities: number[];
  }[];
  const texts = predictions.map(({ text }) => text);
  const { logits, output } = scoreInTorch(
    python,
    zip,
    texts,
    texts.map(() => labels[0] as string),
  );
  console.log(output.trim());
  const ours = predictions.map(({ probabilities }) => probabilities.map(Math.log));
  return report(zipFile, greatestDifference(ours, logits));
}

const python = pythonWithTorch();
const [zipFile, predictionsFile] = process.argv.slice(2);
if (python === null) {
  console.error('No python3 with torch was found; install python3-torch (Debian) or pip install torch.');
  process.exit(1);
}
const fine =
  zipFile && predictionsFile ? checkExport(python, zipFile, predictionsFile) : checkAllModels(python);
process.exit(fine ? 0 : 1);
