import { type CheckOutcome, type CheckReport, type Exercise, pointsOf } from '../../exercises/types.ts';
import { useProgress } from '../../store/progress.ts';
import classes from './exercise.module.css';

const WORDS = { passed: 'passed', failed: 'failed', 'not-run': 'not run', uncounted: 'not counted' } as const;
const SIGNS = { passed: '✓', failed: '✗', 'not-run': '○', uncounted: '○' } as const;

function CheckLine({ title, points, outcome }: { title: string; points: number; outcome?: CheckOutcome }) {
  const state = outcome?.state ?? 'not-run';
  return (
    <li className={classes.check} data-state={state}>
      <span className={classes.sign} aria-hidden>
        {SIGNS[state]}
      </span>
      <div>
        <span className={classes.checkTitle}>
          {title} <span className="visually-hidden">: {WORDS[state]}</span>
        </span>
        {outcome?.reason && <p className={classes.reason}>{outcome.reason}</p>}
        {outcome && outcome.evidence.length > 0 && (
          <dl className={classes.evidence}>
            {outcome.evidence.map(({ what, value }) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <span className={classes.points}>
        {outcome ? outcome.points : 0} / {points}
      </span>
    </li>
  );
}

interface ChecksProps {
  exercise: Exercise;
  report: CheckReport | undefined;
  /** The code has changed since. */
  outdated: boolean;
}

/** The checks of an exercise with what they said of the code, and the sum of its points. */
export function Checks({ exercise, report, outdated }: ChecksProps) {
  const best = useProgress((state) => Math.min(state.exercises[exercise.id]?.best ?? 0, pointsOf(exercise)));
  return (
    <div className={classes.checks} data-outdated={outdated}>
      <ol aria-label="Checks">
        {exercise.checks.map(({ id, title, points }) => {
          const outcome = report?.outcomes.find((one) => one.id === id);
          return <CheckLine key={id} title={title} points={points} {...(outcome && { outcome })} />;
        })}
      </ol>
      {!report && best > 0 && (
        <p className={classes.sum} data-solved={best === pointsOf(exercise)}>
          Best so far: {best} of {pointsOf(exercise)} points. The checks say the rest when they run again.
        </p>
      )}
      <div role="status">
        {report?.problem && <p className={classes.problem}>{report.problem.message}</p>}
        {report && !report.problem && report.outcomes.length === exercise.checks.length && (
          <p className={classes.sum} data-solved={!outdated && report.points === report.of}>
            {!outdated && report.points === report.of ? 'Solved: ' : ''}
            {report.points} of {report.of} points
            {outdated && ' before the code was changed'}
          </p>
        )}
      </div>
    </div>
  );
}
