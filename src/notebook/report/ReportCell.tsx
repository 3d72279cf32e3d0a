import { Button } from '@mantine/core';
import { memo, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import { freeQuestions } from '../../exercises/free-questions.ts';
import type { FreeQuestion } from '../../exercises/questions.ts';
import { openProgress, useProgress } from '../../store/progress.ts';
import { historyOf, useRuns } from '../../store/runs.ts';
import type { RunSummary } from '../../runs/record.ts';
import { type MainScore, mainScore, mainValue } from '../../runs/score.ts';
import { flushReport, openReport, useReport } from '../../store/report.ts';
import { useRecipe } from '../../store/recipe.ts';
import { flushPins, openPins, usePins } from '../../store/pins.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { CellActions } from '../CellActions.tsx';
import { download } from '../training/downloads.ts';
import { bestFinished, bestReached } from '../training/evaluation-runner.ts';
import { MONITOR_WORDS } from '../training/figures.ts';
import { MOST_MARKERS } from '../training/RunCurves.tsx';
import { lookOf, shortTitle } from '../training/run-words.ts';
import {
  comparableNow,
  isFinished,
  runsOfLesson,
  type SteadyRun,
  useComparable,
  useHistories,
  useLessonRuns,
  useStable,
} from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { composeReport } from './compose.ts';
import { interpretationBlocks } from './interpretation.ts';
import { answerBlocks } from './answers.ts';
import { Answers } from './Answers.tsx';
import { Conclusions } from './Conclusions.tsx';
import { toHtml, toMarkdown } from './document.ts';
import { Grade } from './Grade.tsx';
import { TakeAway } from './TakeAway.tsx';
import { suggestThresholds } from './thresholds.ts';

export { bestRunRunner as runner } from '../training/evaluation-runner.ts';

const TITLES: Record<string, string> = {
  rnn: 'Topics of short texts',
  lstm: 'Several labels a text',
  seq2seq: 'Translation through one vector',
  attention: 'Looking back, word by word',
  bert: 'Learning from text without labels',
};
const titleOf = (lesson: string): string => TITLES[lesson] ?? lesson;

/** The outcome of a lesson: the grade, how the runs converged, what the person concludes, and the way home. */
export default function ReportCell() {
  const { lesson } = useCell();
  const all = useDeferredValue(useLessonRuns(lesson));
  const runs = useComparable(all);
  const best = bestFinished(runs);
  const reachedId = useRuns(() =>
    best ? null : (bestReached(comparableNow(lesson, wasEvaluated))?.id ?? null),
  );
  const reached = all.find(({ id }) => id === reachedId) ?? null;
  const own = useReport((state) => state.thresholds);
  const chosen = useRecipe((state) => state.recipe.data.source);
  const task = useRecipe((state) => state.recipe.task);
  const baseline = baselineOf(runs);
  const judged = (best ?? baseline)?.recipe ?? null;
  const source = judged?.data.source ?? chosen;
  const reference = baseline?.result ? mainValue(baseline.result.test, mainScore(baseline.recipe)) : null;
  const taskNow = judged?.task ?? task;
  const labels = judged ? judged.data.trainLimit : null;
  const score = judged ? MONITOR_WORDS[mainScore(judged)] : undefined;
  const suggestion = useMemo(
    () => suggestThresholds(source, reference, taskNow, labels, score),
    [source, reference, taskNow, labels, score],
  );
  const thresholds = own ?? suggestion.thresholds;
  const [questions, setQuestions] = useState<readonly FreeQuestion[]>([]);
  useEffect(() => void freeQuestions(lesson).then(setQuestions), [lesson]);
  useEffect(() => {
    void loadRuns();
    void openReport(lesson);
    void openPins(lesson);
    return () => {
      void flushReport();
      void flushPins();
    };
  }, [lesson]);

  return (
    <>
      <CellActions>
        <Button variant="default" disabled={!best} onClick={() => void hand('md', lesson, thresholds)}>
          Markdown
        </Button>
        <Button variant="default" disabled={!best} onClick={() => void hand('html', lesson, thresholds)}>
          HTML
        </Button>
      </CellActions>
      <Grade best={best} thresholds={thresholds} suggestion={suggestion} own={own !== null} />
      <Convergence runs={runs} />
      <Conclusions />
      <Answers questions={questions} />
      <TakeAway run={best ?? reached} finished={best !== null} lesson={lesson} />
    </>
  );
}

/**
 * What other runs are measured by: the newest that was derived from no other, or that had only the vocabulary of another. A
 * pretraining is none: its score is that of other questions.
 */
const baselineOf = (runs: readonly SteadyRun[]): SteadyRun | undefined =>
  runs.findLast(
    ({ parent, result, recipe: { task, model } }) =>
      result !== null &&
      task !== 'pretrain' &&
      (parent === null ||
        (model.kind === 'bert' && model.init.kind !== 'scratch' && model.init.take === 'vocabulary')),
  );

const wasEvaluated = ({ best }: Pick<RunSummary, 'best'>): boolean => best !== null;

/** The validation score of a run over its epochs. */
function convergenceOf({
  id,
  name,
  look,
  by,
}: {
  id: string;
  name: string;
  look: number;
  by: MainScore;
}): LineSeries & { look: number } {
  const points = historyOf(id).evaluations.filter(({ split }) => split === 'validation');
  return {
    name,
    look,
    x: points.map(({ epoch }) => epoch),
    y: points.map((point) => mainValue(point, by)),
    markers: points.length <= MOST_MARKERS,
  };
}

const lineOf = (run: Pick<SteadyRun, 'id' | 'number' | 'recipe'>) => ({
  id: run.id,
  name: shortTitle(run),
  look: lookOf(run),
  by: mainScore(run.recipe),
});

const Convergence = memo(function Convergence({ runs }: { runs: readonly SteadyRun[] }) {
  const lines = useStable(runs.map(lineOf));
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const histories = useHistories(ids);
  const series = useMemo(
    () => lines.filter(({ id }) => histories.get(id)?.evaluations.length).map(convergenceOf),
    [lines, histories],
  );
  return (
    <LineChart
      title="Convergence"
      xTitle="epoch"
      yTitle={`validation ${MONITOR_WORDS[lines[0]?.by ?? 'accuracy']}`}
      series={series}
      empty="How fast the runs came to their score is drawn here once one has been evaluated."
    />
  );
});

/** The report as a file. */
async function hand(format: 'md' | 'html', lesson: string, thresholds: readonly number[]): Promise<void> {
  const [questions] = await Promise.all([freeQuestions(lesson), openProgress()]);
  const runs = runsOfLesson(lesson);
  const comparable = comparableNow(lesson, isFinished);
  const best = bestFinished(comparable);
  if (!best) return;
  const { conclusions } = useReport.getState();
  const convergence = comparable.filter(({ last }) => last).map((run) => convergenceOf(lineOf(run)));
  const title = titleOf(lesson);
  const { lesson: pinned, words, pins } = usePins.getState();
  const interpretation = pinned === lesson ? interpretationBlocks(words, pins) : [];
  const { original } = useRecipe.getState();
  const parts = {
    title,
    runs,
    best,
    original,
    thresholds,
    conclusions,
    interpretation,
    answers: answerBlocks(questions, useProgress.getState().answers),
    convergence,
    at: new Date(),
  };
  const blocks = composeReport(parts);
  const text = format === 'md' ? toMarkdown(blocks) : toHtml(`Report: ${title}`, blocks);
  const type = format === 'md' ? 'text/markdown' : 'text/html';
  download(new Blob([text], { type: `${type};charset=utf-8` }), `seqlab-report-${lesson}.${format}`);
}
