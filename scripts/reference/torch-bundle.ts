import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

/** A Python that has torch; null where there is none. */
export function pythonWithTorch(): string | null {
  const candidates = ['/usr/bin/python3', 'python3'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0) ?? null;
}

export interface TorchOutcome {
  /** texts × classes */
  logits: number[][];
  /** What the script printed. */
  output: string;
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * Unpacks a zip as a person would and lets its `load_in_pytorch.py` score these texts in PyTorch.
 * @param labels one for each text, of those in labels.json
 * @throws Error with what Python said, where the script fails
 */
export function scoreInTorch(
  python: string,
  zip: Uint8Array,
  texts: readonly string[],
  labels: readonly string[],
): TorchOutcome {
  const folder = mkdtempSync(join(tmpdir(), 'seqlab-bundle-'));
  try {
    for (const [name, content] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, name), content);
    const rows = texts.map((text, i) => `${cell(text)},${cell(labels[i] ?? '')}`);
    writeFileSync(join(folder, 'texts.csv'), ['text,label', ...rows, ''].join('\r\n'));
    const output = execFileSync(
      python,
      [
        ...[join(folder, 'load_in_pytorch.py'), join(folder, 'texts.csv')],
        ...['--text', 'text', '--label', 'label', '--dump-logits', join(folder, 'logits.json')],
      ],
      { encoding: 'utf8' },
    );
    return { logits: JSON.parse(readFileSync(join(folder, 'logits.json'), 'utf8')) as number[][], output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const centred = (row: readonly number[]): number[] => {
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  return row.map((value) => value - mean);
};

/**
 * The greatest |difference| between logits of the same texts, up to a constant for each text: so logits can be
 * compared with the logarithms of probabilities as well.
 */
export function greatestDifference(a: readonly number[][], b: readonly number[][]): number {
  if (a.length !== b.length) return Infinity;
  return Math.max(
    0,
    ...a.flatMap((row, i) => {
      const other = centred(b[i] as number[]);
      return centred(row).map((value, j) => Math.abs(value - (other[j] as number)));
    }),
  );
}
