import { seq2seqModel } from '../../recipe/model.ts';
import { clock, count, NONE, score } from '../training/figures.ts';
import { RunSwatch } from '../training/RunSwatch.tsx';
import training from '../training/training.module.css';
import { apartInWords, shortTitle } from '../training/run-words.ts';
import { type SteadyRun, useComparable, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { LengthChart } from './LengthChart.tsx';
import classes from './translation.module.css';

const fixed = (value: number | null | undefined): string => value?.toFixed(2) ?? NONE;

function attentionInWords({ recipe }: SteadyRun): string {
  const { attention } = seq2seqModel(recipe);
  return attention === 'none' ? 'no attention' : `attention: ${attention}`;
}

/** What the finished runs of the lesson cost and brought, and how they fare with long sentences. */
export function TranslationScores() {
  const { lesson } = useCell();
  const runs = useLessonRuns(lesson).filter(({ result }) => result?.test.translation);
  const comparable = useComparable(runs);
  if (runs.length === 0) return null;
  return (
    <>
      <h4 className={training.heading}>On the test sentences</h4>
      <div className={training.wide} tabIndex={0} role="region" aria-label="Scores on the test sentences">
        <table className={`${training.table} ${classes.scores}`}>
          <thead>
            <tr>
              <th scope="col">run</th>
              {['parameters', 'time', 'ms a step', 'BLEU', 'shortest quarter', 'longest quarter'].map(
                (name) => (
                  <th key={name} scope="col" data-number>
                    {name}
                  </th>
                ),
              )}
              <th scope="col" data-number>
                perplexity
              </th>
              <th scope="col" data-number>
                AER
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Row key={run.id} run={run} elsewhere={apartInWords(run, comparable[0])} />
            ))}
          </tbody>
        </table>
      </div>
      <LengthChart runs={comparable} />
    </>
  );
}

/** @param elsewhere why its scores are not compared with those of the others; null where they are */
function Row({ run, elsewhere }: { run: SteadyRun; elsewhere: string | null }) {
  const { result, parameters } = run;
  const report = result?.test.translation;
  return (
    <tr>
      <th scope="row">
        <RunSwatch run={run} /> {shortTitle(run)}
        <span className={classes.attention}>{attentionInWords(run)}</span>
        {elsewhere !== null && <span className={classes.elsewhere}>{elsewhere}</span>}
      </th>
      <td data-number>{count(parameters)}</td>
      <td data-number>{clock(result?.seconds)}</td>
      <td data-number>{result ? count(1000 * result.secondsPerStep) : NONE}</td>
      <td data-number>{fixed(report?.bleu)}</td>
      <td data-number>{fixed(report?.byLength[0]?.bleu)}</td>
      <td data-number>{fixed(report?.byLength.at(-1)?.bleu)}</td>
      <td data-number>{fixed(report?.perplexity)}</td>
      <td data-number>{score(report?.aer)}</td>
    </tr>
  );
}
