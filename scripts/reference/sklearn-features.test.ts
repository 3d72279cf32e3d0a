import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/random.ts';
import { featureFiles } from '../../src/formats/feature-files.ts';
import { recipeSchema } from '../../src/recipe/recipe.ts';
import { classifyFeatures } from '../../src/stats/classify.ts';
import type { FeatureSet, FeatureSplit } from '../../src/stats/features.ts';
import { figuresOf } from '../../src/stats/figures.ts';

const python =
  ['/usr/bin/python3', 'python3'].find(
    (name) => spawnSync(name, ['-c', 'import sklearn, numpy']).status === 0,
  ) ?? null;

const WIDTH = 5;

/** Texts that lie around a point of their class, so near each other that some are told wrong. */
function split(texts: number, classes: number, random: Random): FeatureSplit {
  const labels = Int32Array.from({ length: texts }, (_, i) => i % classes);
  const values = Float32Array.from({ length: texts * WIDTH }, (_, at) => {
    const label = labels[Math.floor(at / WIDTH)] as number;
    return 3 * random.uniform() + (at % WIDTH === label ? 1 : 0);
  });
  return { values, labels, rows: Uint32Array.from(labels.keys()) };
}

async function filesOf(labels: string[], folds: number, tests = 31) {
  const random = new Random(4, 'features');
  const of = (texts: number) => split(texts, labels.length, random);
  const set: FeatureSet = {
    ...{ width: WIDTH, labels },
    splits: { train: of(90), validation: of(12), test: of(tests) },
  };
  const recipe = recipeSchema.parse({ seed: 3 });
  const report = await classifyFeatures(set, { C: 2, folds, seed: recipe.seed }, async () => undefined);
  const figures = figuresOf(report);
  return {
    figures,
    files: featureFiles({
      ...{ recipe, reading: 'cls' as const, set, report, figures },
      seconds: { reading: 1, fitting: 2 },
    }),
  };
}

type Pair = [theirs: number, ours: number];

/** What the script says of each thing that it compares. */
function scored(files: Record<string, Uint8Array | string>): (what: string) => Pair {
  const folder = mkdtempSync(join(tmpdir(), 'seqlab-features-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const output = execFileSync(python as string, [join(folder, 'fit_in_sklearn.py')], { encoding: 'utf8' });
    const pairs = output
      .trim()
      .split('\n')
      .map((line): [string, Pair] => {
        const [what = '', figures = ''] = line.split(': ');
        const [, ours = ''] = figures.split('SeqLab ');
        const [theirs] = /\d\.\d+(e-\d+)?/.exec(figures) ?? [];
        return [what, [Number(theirs), Number.parseFloat(ours)]];
      });
    const found = new Map(pairs);
    return (what) => found.get(what) ?? [NaN, NaN];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the files of features', () => {
  it.skipIf(python === null).each([[['no', 'yes']], [['a', 'b, "c"', 'd']]])(
    'are read by scikit-learn, which fits the same: %j (needs python3 with scikit-learn)',
    async (labels) => {
      const { files, figures } = await filesOf(labels, 3);
      const found = scored(files);
      expect(found('coefficients')[0]).toBeLessThan(1e-4);
      for (const part of ['train', 'test'] as const) {
        expect(found(`${part} probabilities`)[0]).toBeLessThan(1e-5);
        for (const name of ['accuracy', 'macroF1', 'auc'] as const) {
          const [theirs, ours] = found(`${part} ${name}`);
          expect(theirs).toBeCloseTo(figures[part]?.[name] ?? NaN, 3);
          expect(ours).toBeCloseTo(figures[part]?.[name] ?? NaN, 3);
        }
      }
      expect(found('cross-validation')[0]).toBeCloseTo(figures.crossValidation?.mean ?? NaN, 3);
      expect(figures.train.accuracy).toBeGreaterThan(0.5);
      expect(figures.train.accuracy).toBeLessThan(1);
    },
    120_000,
  );

  it('quote what has commas, and tell of no test where there is none', async () => {
    const { files, figures } = await filesOf(['a', 'b, "c"', 'd'], 0, 0);
    expect(figures.test).toBeNull();
    expect(figures.crossValidation).toBeNull();
    expect(Object.keys(files)).not.toContain('folds_train.npy');
    const [head, first] = (files['predictions.csv'] as string).split('\r\n');
    expect(head).toBe('part,row,label,predicted,p(a),"p(b, ""c"")",p(d)');
    expect(first).toMatch(/^train,0,a,/);
    const roc = (files['roc.csv'] as string).split('\r\n');
    expect(roc[1]).toBe('train,a,0,0,inf');
    expect(roc.some((line) => line.startsWith('train,"b, ""c""",'))).toBe(true);
    expect(roc.some((line) => line.startsWith('test'))).toBe(false);
  });
});
