import { Button } from '@mantine/core';
import { memo } from 'react';
import { greatestOf, mainScore, mainValue } from '../../runs/score.ts';
import type { PretrainingScores } from '../../runs/types.ts';
import { setThresholds, useReport } from '../../store/report.ts';
import { mainScoreText, MONITOR_WORDS } from '../training/figures.ts';
import shared from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import { pretrainingSentence } from './compose.ts';
import classes from './report.module.css';
import { ThresholdField } from './ThresholdField.tsx';
import type { Suggestion } from './thresholds.ts';

interface GradeProps {
  best: SteadyRun | null;
  thresholds: readonly number[];
  suggestion: Suggestion;
  /** The person set thresholds of their own. */
  own: boolean;
}

/** A pretraining is no classifier: its loss stands beside what frequencies alone give, and there is nothing to reach. */
function OfPretraining({ run, scores }: { run: SteadyRun; scores: PretrainingScores }) {
  return (
    <section aria-label="Grade">
      <div className={classes.grade}>
        <p className={classes.accuracy}>
          <strong>{scores.maskedLoss.toFixed(2)} nats</strong>
          <span>
            loss of a masked token on the test part of run {run.number}, {run.recipe.name}, the best on
            validation
          </span>
        </p>
      </div>
      <p className={shared.hint}>
        {pretrainingSentence(scores)} A pretraining has no grade: fine-tune it, and what it is worth is graded
        here.
      </p>
    </section>
  );
}

/** The best run's score on the test part against the thresholds, which can be edited. */
export const Grade = memo(function Grade({ best, thresholds, suggestion, own }: GradeProps) {
  const loaded = useReport((state) => state.loaded);
  const pretraining = best?.result?.test.pretraining;
  if (best && pretraining) return <OfPretraining run={best} scores={pretraining} />;
  const by = best ? mainScore(best.recipe) : 'accuracy';
  const reached = best?.result ? mainValue(best.result.test, by) : null;
  const most = greatestOf(by);
  return (
    <section aria-label="Grade">
      <div className={classes.grade}>
        <p className={classes.accuracy}>
          <strong>{mainScoreText(reached, by)}</strong>
          <span>
            {best
              ? `${MONITOR_WORDS[by]} on the test part of run ${best.number}, ${best.recipe.name}, the best on validation`
              : 'the score on the test part, once a run has come to its end'}
          </span>
        </p>
        <ol className={classes.thresholds} aria-label="Thresholds">
          {thresholds.map((threshold, i) => {
            const passed = reached !== null && reached >= threshold;
            return (
              <li key={i} data-passed={passed}>
                <span className={classes.sign} aria-hidden>
                  {passed ? '✓' : '·'}
                </span>
                <ThresholdField
                  name={`Threshold ${i + 1}`}
                  label={`Threshold ${i + 1} of ${thresholds.length}, ${passed ? 'reached' : 'not reached'}`}
                  value={threshold}
                  most={most}
                  disabled={!loaded}
                  onChange={(value) => setThresholds(thresholds.map((other, j) => (j === i ? value : other)))}
                />
                <span className={classes.verdict}>
                  {reached === null
                    ? ''
                    : passed
                      ? 'reached'
                      : `${((100 / most) * (threshold - reached)).toFixed(2)} points short`}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
      <p className={shared.hint}>
        {own ? 'Thresholds of your own. ' : `Thresholds suggested: ${suggestion.reason}. `}
        {own && (
          <Button variant="subtle" size="compact-xs" onClick={() => setThresholds(null)}>
            Back to those suggested ({suggestion.thresholds.join(', ')})
          </Button>
        )}
      </p>
    </section>
  );
});
