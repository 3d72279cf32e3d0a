import { NumberInput, SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { LabError } from '../../base/errors.ts';
import { formatNumber } from '../../charts/format.ts';
import type { CellRunner } from '../../store/cells.ts';
import { deviationOf, meanOf } from '../../stats/spread.ts';
import { useRecipe } from '../../store/recipe.ts';
import { openTransfer, useTransfer } from '../../store/transfer.ts';
import { statsClient } from '../../worker/stats-client.ts';
import type { ClassifyReport } from '../../worker/stats-protocol.ts';
import { CellActions } from '../CellActions.tsx';
import { ErrorBox } from '../ErrorBox.tsx';
import { score } from '../training/figures.ts';
import training from '../training/training.module.css';
import { useAnswer } from '../use-answer.ts';
import { useCell } from '../use-cell.ts';
import { featuresOfResult } from './FeaturesCell.tsx';
import { olderThan } from './older-than.ts';
import { SaveFeatures } from './SaveFeatures.tsx';
import { Projection } from './Projection.tsx';
import { Thresholds } from './Thresholds.tsx';
import classes from './transfer.module.css';

interface ShortScores {
  rows: number;
  accuracy: number;
  /** Missing in what an earlier version has kept. */
  macroF1?: number;
  auc: number;
}

/** What is kept of a classifier: the rest is fitted anew, in a second, when the page is opened again. */
interface ClassifierResult {
  key: string;
  C: number;
  seed: number;
  folds: number[];
  seconds: number;
  iterations: number;
  converged: boolean;
  train: ShortScores;
  test: ShortScores;
}

/** The last report of this session, so that it is not fitted twice. */
let latest: { result: ClassifierResult; report: ClassifyReport } | null = null;

export const runner: CellRunner = {
  async run({ recipe: { seed }, result, signal, report }): Promise<ClassifierResult> {
    const features = featuresOfResult(result('features'));
    if (!features)
      throw new LabError(
        'transfer/no-features',
        'There are no features yet.',
        'Run the cell of the features first.',
      );
    await openTransfer();
    const { C, folds } = useTransfer.getState();
    const job = crypto.randomUUID();
    const cancel = (): void => void statsClient().cancel(job);
    signal.addEventListener('abort', cancel);
    const began = performance.now();
    try {
      const found = await statsClient().classify(job, features.key, { C, folds, seed }, report);
      const short = ({ rows, accuracy, macroF1, auc }: ClassifyReport['train']): ShortScores => ({
        ...{ rows, accuracy, macroF1, auc },
      });
      const kept: ClassifierResult = {
        ...{ key: features.key, C, seed, folds: found.folds },
        seconds: (performance.now() - began) / 1000,
        ...{ iterations: found.iterations, converged: found.converged },
        train: short(found.train),
        test: short(found.test),
      };
      latest = { result: kept, report: found };
      return kept;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
};

const isResult = (result: unknown): result is ClassifierResult =>
  typeof result === 'object' && result !== null && 'folds' in result && 'key' in result;

/** Logistic regression of the features, and all that can be asked of it. */
export default function ClassifierCell() {
  const { result, state } = useCell();
  const { C, folds } = useTransfer();
  useEffect(() => void openTransfer(), []);
  const older = isResult(result) && state !== 'running' ? olderThan(result, { C, folds }) : null;
  return (
    <>
      <CellActions>
        <NumberInput
          size="xs"
          w={110}
          aria-label="C, inverse strength of the penalty"
          prefix="C "
          min={1e-6}
          max={1e6}
          step={1}
          hideControls
          value={C}
          onChange={(value) => {
            if (typeof value === 'number' && value > 0) useTransfer.setState({ C: value });
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label="Cross-validation"
          data={[
            { value: '0', label: 'no folds' },
            { value: '5', label: '5 folds' },
          ]}
          value={String(folds)}
          onChange={(value) => useTransfer.setState({ folds: Number(value) })}
        />
      </CellActions>
      {isResult(result) ? (
        <>
          {older && (
            <p className={training.hint} role="status">
              {older}
            </p>
          )}
          <Outcome result={result} />
        </>
      ) : (
        <p className={training.empty}>
          Run this cell to fit a logistic regression of the features: it takes a few seconds, as the model
          below is not asked again.
        </p>
      )}
    </>
  );
}

function useFullReport(result: ClassifierResult) {
  const { key, C, seed } = result;
  const known = latest?.result.key === key && latest.result.C === C ? latest.report : null;
  const answer = useAnswer(known ? null : `${key} ${C} ${seed}`, () =>
    statsClient().classify(crypto.randomUUID(), key, { C, folds: 0, seed }, () => undefined),
  );
  return known ? { value: known } : answer;
}

/** Of features that are those of the cell above: what is known of them is there. */
function Save({ result, report }: { result: ClassifierResult; report: ClassifyReport }) {
  const { result: above } = useCell('features');
  const recipe = useRecipe((state) => state.recipe);
  const features = featuresOfResult(above);
  if (features?.key !== result.key) return null;
  return (
    <SaveFeatures
      recipe={{ ...recipe, seed: result.seed }}
      features={features.key}
      reading={features.reading}
      // Of a report that was fitted anew the folds were left out.
      report={{ ...report, folds: result.folds }}
      seconds={{ reading: features.seconds, fitting: result.seconds }}
    />
  );
}

function Outcome({ result }: { result: ClassifierResult }) {
  const { train, test, folds, iterations, converged, seconds } = result;
  const report = useFullReport(result);
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>accuracy on train</dt>
          <dd>
            {score(train.accuracy)} of {formatNumber(train.rows)}
          </dd>
        </div>
        <div>
          <dt>accuracy on test</dt>
          <dd>
            {score(test.accuracy)} of {formatNumber(test.rows)}
          </dd>
        </div>
        {train.macroF1 !== undefined && test.macroF1 !== undefined && (
          <div>
            <dt>macro F1 on train and test</dt>
            <dd>
              {score(train.macroF1)} · {score(test.macroF1)}
            </dd>
          </div>
        )}
        {folds.length > 0 && (
          <div>
            <dt>cross-validation, {folds.length} folds of train</dt>
            <dd title={folds.map(score).join(', ')}>
              {score(meanOf(folds))} ± {score(deviationOf(folds))}
            </dd>
          </div>
        )}
        <div>
          <dt>area under the curve, train and test</dt>
          <dd>
            {score(train.auc)} · {score(test.auc)}
          </dd>
        </div>
        <div>
          <dt>{converged ? 'converged after' : 'cut short after'}</dt>
          <dd>
            {formatNumber(iterations)} iterations, {seconds.toPrecision(2)} s
          </dd>
        </div>
      </dl>
      {report && 'error' in report && <ErrorBox error={report.error} />}
      {report && 'value' in report && (
        <>
          <Thresholds report={report.value} />
          <Projection report={report.value} features={result.key} />
          <Save result={result} report={report.value} />
        </>
      )}
    </>
  );
}
