import { useComputedColorScheme } from '@mantine/core';
import { memo, useMemo } from 'react';
import { seriesLook } from '../../charts/palette.ts';
import type { EvaluationPoint } from '../../runs/types.ts';
import { newestScored } from './class-scores.ts';
import classes from './ClassScores.module.css';
import { NONE } from './figures.ts';
import { lookOf, shortTitle } from './run-words.ts';
import { type SteadyRun, useHistory } from './use-runs.ts';

/** The F1 of each label of one run as it is now. */
export interface ScoresOfRun {
  name: string;
  /** Number of its colour. */
  look: number;
  /** Null: not evaluated yet. */
  point: EvaluationPoint | null;
}

interface ClassScoresProps {
  labels: readonly string[];
  scores: readonly ScoresOfRun[];
}

/**
 * F1 of each label on validation as of the newest evaluation, a bar a run. It has the same height whatever is in it, and
 * is plain HTML that changes with an evaluation only: a run that trains is not disturbed.
 */
export const ClassScores = memo(
  function ClassScores({ labels, scores }: ClassScoresProps) {
    const scheme = useComputedColorScheme('light');
    const steps = scores.flatMap(({ name, point }) =>
      point ? [scores.length > 1 ? `${name}: step ${point.step}` : `step ${point.step}`] : [],
    );
    return (
      <section className={classes.scores} aria-label="F1 of each label on validation">
        <h4>F1 of each label on validation</h4>
        <p>{steps.length > 0 ? steps.join(' · ') : 'Here with the first evaluation.'}</p>
        <ul tabIndex={0} aria-label="Labels">
          {labels.map((label, k) => (
            <li key={label}>
              <span className={classes.label} title={label}>
                {label}
              </span>
              <span className={classes.bars}>
                {scores.map(({ name, look, point }) => {
                  const f1 = point?.classF1?.[k];
                  return (
                    <span key={name} className={classes.row} title={scores.length > 1 ? name : undefined}>
                      <span className={classes.bar} aria-hidden>
                        <span
                          style={{
                            transform: `scaleX(${f1 ?? 0})`,
                            background: seriesLook(scheme, look).colour,
                          }}
                        />
                      </span>
                      <span className={classes.value}>
                        {scores.length > 1 && <span className="visually-hidden">{name}: </span>}
                        {f1 === undefined ? NONE : f1.toFixed(3)}
                      </span>
                    </span>
                  );
                })}
              </span>
            </li>
          ))}
        </ul>
      </section>
    );
  },
  (before, after) =>
    before.labels === after.labels &&
    before.scores.length === after.scores.length &&
    before.scores.every(({ name, point }, i) => {
      const other = after.scores[i];
      return other?.name === name && other.point === point;
    }),
);

/** Those of one run as it trains. */
export function RunClassScores({ run }: { run: SteadyRun | null }) {
  const history = useHistory(run?.id ?? null);
  const point = newestScored(history?.evaluations ?? []);
  const scores = useMemo(
    () => (run ? [{ name: shortTitle(run), look: lookOf(run), point }] : []),
    [run, point],
  );
  return <ClassScores labels={run?.labels ?? NO_LABELS} scores={scores} />;
}

const NO_LABELS: readonly string[] = [];
