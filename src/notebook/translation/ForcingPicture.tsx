import { useMemo } from 'react';
import { Random } from '../../base/random.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import type { Recipe } from '../../recipe/recipe.ts';
import { forcingCoins, forcingRatio } from '../../recipe/teacher-forcing.ts';
import { useCell } from '../use-cell.ts';
import { useLessonRuns } from '../training/use-runs.ts';
import classes from './translation.module.css';

/** Points of the curve. */
const POINTS = 60;
/** A sentence to show it on, and what a decoder that has learnt little says in its place. */
const TRUE_WORDS = ['a', 'man', 'in', 'a', 'red', 'coat', 'is', 'reading', '.'];
const OWN_WORDS = ['a', 'man', 'is', 'a', 'man', 'a', 'is', 'a', '.'];
/** At which parts of the run coins are thrown for the picture. */
const MOMENTS = [0, 0.5, 1];

/** How many steps a run of this recipe takes; before anything has run, as many as the captions give. */
function useTotalSteps({ training }: Recipe): number {
  const { lesson } = useCell();
  const known = useLessonRuns(lesson).findLast(({ result }) => result !== null);
  if (!known?.result) return Math.ceil(29_000 / training.batchSize / training.accumulate) * training.epochs;
  const before = known.recipe.training;
  const perEpoch = (known.result.steps * before.batchSize * before.accumulate) / before.epochs;
  return Math.ceil(perEpoch / training.batchSize / training.accumulate) * training.epochs;
}

/** What teacher forcing does: the ratio over the run, and for a few moments of it what the decoder is given. */
export function ForcingPicture({ recipe }: { recipe: Recipe }) {
  const total = useTotalSteps(recipe);
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
