import { useEffect, useState } from 'react';
import type { TranslationReport } from '../../runs/types.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { bestFinished } from '../training/evaluation-runner.ts';
import { score } from '../training/figures.ts';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { useComparable, useLessonRuns } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { ExampleTable } from './ExampleTable.tsx';
import { LengthChart } from './LengthChart.tsx';
import { TranslateBox } from './TranslateBox.tsx';
import classes from './translation.module.css';

export { bestRunRunner as runner } from '../training/evaluation-runner.ts';

/** What a finished run translates: scores on test, by length, its sentences, and whatever is typed. */
export default function TranslationCell() {
  const { lesson, state } = useCell();
  const runs = useLessonRuns(lesson).filter(({ result }) => result?.test.translation);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void loadRuns(), []);
  const comparable = useComparable(runs);
  const run = runs.find(({ id }) => id === chosen) ?? bestFinished(comparable);
  const report = run?.result?.test.translation;
  if (!run || !report || state === 'never-run') {
    return (
      <p className={training.empty}>
        {run
          ? 'Run this cell to see the translations of the test sentences, and to have your own translated.'
          : 'When a run has come to its end, its translations stand here, and you can have your own sentences translated.'}
      </p>
    );
  }
  return (
    <>
      <div className={training.choices}>
        <RunChoice runs={runs} value={run.id} onChange={setChosen} />
      </div>
      <Figures report={report} accuracy={run.result?.test.accuracy ?? 0} />
      <TranslateBox run={run} />
      <h4 className={training.heading}>Long sentences</h4>
      <LengthChart runs={comparable} />
      <h4 className={training.heading}>The first sentences of test</h4>
      <ExampleTable examples={report.examples} />
    </>
  );
}

function Figures({ report, accuracy }: { report: TranslationReport; accuracy: number }) {
  const { bleu, sentences, perplexity, aer, beam } = report;
  return (
    <dl className={classes.figures}>
      <div>
        <dt>BLEU of {sentences.toLocaleString('en')} test sentences, greedy</dt>
        <dd>
          <strong>{bleu.toFixed(2)}</strong>
        </dd>
      </div>
      {beam && (
        <div>
          <dt>BLEU by a beam of {beam.width}</dt>
          <dd>
            <strong>{beam.bleu.toFixed(2)}</strong>
          </dd>
        </div>
      )}
      <div>
        <dt>perplexity</dt>
        <dd>{perplexity.toFixed(2)}</dd>
      </div>
      <div>
        <dt>next words right, the true ones given</dt>
        <dd>{score(accuracy)}</dd>
      </div>
      {aer !== null && (
        <div>
          <dt>alignment error rate</dt>
          <dd>{score(aer)}</dd>
        </div>
      )}
    </dl>
  );
}
