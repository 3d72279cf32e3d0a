import { SegmentedControl } from '@mantine/core';
import { Fragment, useEffect, useMemo, useState } from 'react';
import { HeatMap, MAX_WRITTEN } from '../../charts/HeatMap.tsx';
import type { Evaluation, Guess, TranslationReport } from '../../runs/types.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { useCell } from '../use-cell.ts';
import { ClassTable } from './ClassTable.tsx';
import { bestFinished } from './evaluation-runner.ts';
import { score } from './figures.ts';
import { RunChoice } from './RunChoice.tsx';
import classes from './training.module.css';
import { TryText } from './TryText.tsx';
import { type SteadyRun, useComparable, useLessonRuns } from './use-runs.ts';
import { WrongExamples } from './WrongExamples.tsx';

export { bestRunRunner as runner } from './evaluation-runner.ts';

type Split = 'test' | 'validation';

const SPLITS = [
  { value: 'test', label: 'Test' },
  { value: 'validation', label: 'Validation' },
];

/** Where a trained model errs: by class, by text, and on whatever is typed. */
export default function EvaluationCell() {
  const { lesson, state } = useCell();
  const runs = useLessonRuns(lesson).filter(({ result }) => result !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [split, setSplit] = useState<Split>('test');
  useEffect(() => void loadRuns(), []);
  const comparable = useComparable(runs);
  const run = runs.find(({ id }) => id === chosen) ?? bestFinished(comparable);
  if (!run?.result || state === 'never-run') {
    return (
      <p className={classes.empty}>
        {run
          ? 'Run this cell to see which classes are taken for which, and the texts that were got most wrong.'
          : 'When a run has come to its end, its confusion matrix and its errors stand here.'}
      </p>
    );
  }
  const evaluation = run.result[split];
  const several = run.recipe.task === 'multilabel';
  return (
    <>
      <div className={classes.choices}>
        <RunChoice runs={runs} value={run.id} onChange={setChosen} />
        <SegmentedControl
          size="xs"
          aria-label="Part of the data"
          data={SPLITS}
          value={split}
          onChange={(value) => setSplit(value as Split)}
        />
        <p className={classes.scores}>
          {several ? (
            <>
              macro F1 <strong>{score(evaluation.macroF1)}</strong> · micro F1 {score(evaluation.microF1)} ·
              all labels right {score(evaluation.accuracy)}
            </>
          ) : (
            <>
              accuracy <strong>{score(evaluation.accuracy)}</strong> · macro F1 {score(evaluation.macroF1)}
            </>
          )}{' '}
          · weighted F1 {score(evaluation.weightedF1)} · loss {score(evaluation.loss)}
        </p>
        {evaluation.guesses && <Guesses guesses={evaluation.guesses} several={several} />}
      </div>
      <Details key={`${run.id} ${split}`} run={run} evaluation={evaluation} />
      {run.recipe.task !== 'translate' && (
        <>
          <h4 className={classes.heading}>Try a text</h4>
          <TryText run={run} />
        </>
      )}
    </>
  );
}

/** The least that a model has to beat, beside its own scores. */
function Guesses({ guesses, several }: { guesses: readonly Guess[]; several: boolean }) {
  return (
    <p className={classes.scores}>
      without reading:{' '}
      {guesses.map(({ kind, accuracy, macroF1, microF1 }, i) => (
        <Fragment key={kind}>
          {i > 0 && '; '}
          {kind === 'every-label'
            ? 'every label to every text'
            : several
              ? 'for each label what most texts of train say'
              : 'the most frequent class'}
          : {several ? '' : `accuracy ${score(accuracy)} · `}macro F1 <strong>{score(macroF1)}</strong>
          {several && ` · micro F1 ${score(microF1)}`}
        </Fragment>
      ))}
    </p>
  );
}

/** What a translation scored, and its first sentences. */
function Translations({ report }: { report: TranslationReport }) {
  const { bleu, perplexity, aer, sentences, examples } = report;
  return (
    <>
      <p className={classes.scores}>
        BLEU <strong>{bleu.toFixed(2)}</strong> of {sentences} sentences · perplexity {perplexity.toFixed(2)}
        {aer === null ? '' : ` · alignment error rate ${score(aer)}`}
      </p>
      <ul>
        {examples.map(({ source, reference, translation }) => (
          <li key={source}>
            {source} → {translation} ({reference})
          </li>
        ))}
      </ul>
    </>
  );
}

function Details({ run, evaluation }: { run: SteadyRun; evaluation: Evaluation }) {
  const several = run.recipe.task === 'multilabel';
  const supports = useMemo(() => evaluation.perClass.map(({ support }) => support), [evaluation]);
  if (evaluation.translation) return <Translations report={evaluation.translation} />;
  if (evaluation.perClass.every(({ support }) => support === 0)) {
    return <p className={classes.empty}>This part of the data has no texts.</p>;
  }
  return (
    <>
      <div className={classes.charts} data-wide={run.labels.length > MAX_WRITTEN}>
        <div>
          <HeatMap
            title={several ? 'Labels given to the texts of a label' : 'Confusion matrix'}
            yTitle={several ? 'label it has' : 'true class'}
            xTitle={several ? 'label it was given' : 'predicted class'}
            valueTitle="texts"
            yLabels={run.labels}
            xLabels={run.labels}
            values={evaluation.confusion}
            colourBy="row-share"
            {...(several && { wholes: supports, shareTitle: 'of the texts of the label' })}
          />
          <p className={classes.hint}>
            {several
              ? 'Colour: the share of the texts of a row’s label. On the diagonal that is the recall; a row may come to more than 100%, as a text can be given several labels.'
              : 'Colour: the share of the texts of a row’s class; on the diagonal that is the recall.'}
          </p>
        </div>
        <ClassTable evaluation={evaluation} />
      </div>
      <h4 className={classes.heading}>Got most wrong</h4>
      <WrongExamples run={run} evaluation={evaluation} />
    </>
  );
}
