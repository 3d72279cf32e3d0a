import { Button } from '@mantine/core';
import { useState } from 'react';
import { type LabErrorData, LabError, toErrorData } from '../../base/errors.ts';
import { saveBlob } from '../../charts/export.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import { figuresOf } from '../../stats/figures.ts';
import { keptFeatures } from '../../storage/features.ts';
import type { ClassifyReport, FeatureReading } from '../../worker/stats-protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import training from '../training/training.module.css';

interface SaveFeaturesProps {
  recipe: Recipe;
  /** Names the features that the report is of. */
  features: string;
  reading: FeatureReading;
  report: ClassifyReport;
  seconds: { reading: number; fitting: number };
}

/** The files that the command line writes with `--features`, as a zip. */
async function zipOf({ recipe, features, reading, report, seconds }: SaveFeaturesProps): Promise<Blob> {
  const [{ featureFiles }, { writeZip }, set] = await Promise.all([
    import('../../formats/feature-files.ts'),
    import('../../formats/zip.ts'),
    keptFeatures(features),
  ]);
  if (!set)
    throw new LabError(
      'features/gone',
      'The features are no longer kept in this browser.',
      'Run the cell of the features again.',
    );
  const files = featureFiles({ recipe, reading, set, report, figures: figuresOf(report), seconds });
  const stored = Object.keys(files).filter((name) => name.endsWith('.npy'));
  return new Blob([writeZip(files, stored)], { type: 'application/zip' });
}

/** Takes home what was read of the texts and what was fitted to it. */
export function SaveFeatures(props: SaveFeaturesProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<LabErrorData | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      saveBlob(await zipOf(props), 'seqlab-features.zip');
    } catch (thrown) {
      setError(toErrorData(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p className={training.under}>
        <Button
          size="xs"
          variant="default"
          loading={busy}
          title="Vectors for numpy, coefficients, predictions, curves, and a script that fits the same in scikit-learn"
          onClick={() => void save()}
        >
          Save features and classifier
        </Button>
      </p>
      {error && <ErrorBox error={error} />}
    </>
  );
}
