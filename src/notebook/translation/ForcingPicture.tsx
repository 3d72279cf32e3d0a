import { useMemo } from 'react';
import { Random } from '../../base/random.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import type { Recipe } from '../../recipe/recipe.ts';
import { forcingCoins, forcingRatio, stepsOfRun, unfittingK } from '../../recipe/teacher-forcing.ts';
import { reportKey, useDatasets } from '../../store/datasets.ts';
import training from '../training/training.module.css';
import classes from './translation.module.css';

/** Points of the curve. */
const POINTS = 60;
/** A sentence to show it on, and what a decoder that has learnt little says in its place. */
const TRUE_WORDS = ['a', 'man', 'in', 'a', 'red', 'coat', 'is', 'reading', '.'];
const OWN_WORDS = ['a', 'man', 'is', 'a', 'man', 'a', 'is', 'a', '.'];
/** At which parts of the run coins are thrown for the picture. */
const MOMENTS = [0, 0.5, 1];

/** Pairs to train on of the captions and of Multi30k: what the picture is drawn for before any data was looked at. */
const USUAL_PAIRS = 29_000;

/** Pairs that a run of this recipe trains on; null before these very data were looked at. */
function useTrainingPairs(recipe: Recipe): number | null {
  return useDatasets(({ report }) =>
    report && report.key === reportKey(report.info, recipe) ? report.report.splitCounts.train : null,
  );
}

/** What teacher forcing does: the ratio over the run, and for a few moments of it what the decoder is given. */
export function ForcingPicture({ recipe }: { recipe: Recipe }) {
  const counted = useTrainingPairs(recipe);
  const pairs = counted ?? Math.min(USUAL_PAIRS, recipe.data.trainLimit ?? recipe.data.limit ?? USUAL_PAIRS);
  const total = stepsOfRun(Math.max(1, pairs), recipe.training);
  const { teacherForcing } = recipe.training;
  const { series, moments } = useMemo(() => {
    const x = Array.from({ length: POINTS + 1 }, (_, i) => Math.round((i * (total - 1)) / POINTS));
    const ratio = (step: number) => forcingRatio(teacherForcing, step, total);
    return {
      series: [{ name: 'true words given', x, y: x.map(ratio) }],
      moments: MOMENTS.map((share) => {
        const step = Math.round(share * (total - 1));
        const coins = forcingCoins(
          ratio(step),
          TRUE_WORDS.length,
          new Random(recipe.seed, `picture/${step}`),
        );
        return { step, ratio: ratio(step), coins };
      }),
    };
  }, [teacherForcing, total, recipe.seed]);
  const unfitting = unfittingK(teacherForcing, total);
  return (
    <div className={classes.forcing}>
      <LineChart
        title="Teacher forcing"
        xTitle="step"
        yTitle="share of true words"
        series={series}
        yRange={[-0.03, 1.03]}
        height={170}
      />
      <div>
        <p className={classes.hint}>
          Drawn for {total.toLocaleString('en')} steps, as many as {pairs.toLocaleString('en')} pairs to train
          on take{counted === null ? ' (the data have not been counted yet)' : ''}.
        </p>
        {unfitting !== null && (
          <p className={`${classes.hint} ${training.warn}`} role="status">
            {unfitting}
          </p>
        )}
        <p className={classes.hint}>
          What the decoder reads before it says each word of “{TRUE_WORDS.join(' ')}”: the{' '}
          <span className={classes.given}>true word</span> where the coin says so, else{' '}
          <span className={classes.own}>its own</span> (here: of a decoder that has learnt little).
        </p>
        {moments.map(({ step, ratio, coins }) => (
          <p key={step} className={classes.moment}>
            <small>
              step {step.toLocaleString('en')}, ratio {ratio.toFixed(2)}
            </small>
            <span className={classes.given}>{'<sos>'}</span>
            {TRUE_WORDS.slice(0, -1).map((word, i) => (
              <span key={i} className={coins[i + 1] ? classes.given : classes.own}>
                {coins[i + 1] ? word : OWN_WORDS[i]}
              </span>
            ))}
          </p>
        ))}
      </div>
    </div>
  );
}
