import { Button, FileButton, Textarea } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import type { RunSummary } from '../../runs/record.ts';
import { flushReport, openReport, setConclusions, useReport } from '../../store/report.ts';
import { loadRuns } from '../../store/run-keep.ts';
import { CellActions } from '../CellActions.tsx';
import { bringBack, download, takeHome, useDownloads } from '../training/downloads.ts';
import { bestFinished } from '../training/evaluation-runner.ts';
import { MOST_MARKERS } from '../training/RunCurves.tsx';
import { lookOf, runTitle, shortTitle } from '../training/run-words.ts';
import { TakeAwayNotice } from '../training/TakeAwayNotice.tsx';
import shared from '../training/training.module.css';
import { useHistories, useLessonRuns, useStable } from '../training/use-runs.ts';
import { useCell } from '../use-cell.ts';
import { composeReport } from './compose.ts';
import { toHtml, toMarkdown } from './document.ts';
import { Grade } from './Grade.tsx';
import type { FigureLine } from './line-figure.ts';
import classes from './report.module.css';
import { suggestThresholds } from './thresholds.ts';

export { bestRunRunner as runner } from '../training/evaluation-runner.ts';

/** The outcome of a lesson: the grade, how the runs converged, what the person concludes, and the way home. */
export default function ReportCell() {
  const { lesson } = useCell();
  const runs = useLessonRuns(lesson);
  const best = bestFinished(runs);
  const convergence = useConvergence(runs);
  const { conclusions, thresholds: own } = useReport();
  const baseline = runs.findLast((run) => run.parent === null && run.result);
  const suggestion = suggestThresholds(
    (best ?? baseline)?.recipe.data.source ?? { kind: 'builtin', id: 'wordnet-topics' },
    baseline?.result?.test.accuracy ?? null,
  );
  const thresholds = own ?? suggestion.thresholds;
  useEffect(() => {
    void loadRuns();
    void openReport(lesson);
    const leave = (): void => void flushReport();
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      leave();
    };
  }, [lesson]);

  const hand = (format: 'md' | 'html'): void => {
    if (!best) return;
    const title = 'Topics of short texts';
    const blocks = composeReport({ title, runs, best, thresholds, conclusions, convergence, at: new Date() });
    const text = format === 'md' ? toMarkdown(blocks) : toHtml(`Report: ${title}`, blocks);
    const type = format === 'md' ? 'text/markdown' : 'text/html';
    download(new Blob([text], { type: `${type};charset=utf-8` }), `seqlab-report-${lesson}.${format}`);
  };

  return (
    <>
      <CellActions>
        <Button variant="default" disabled={!best} onClick={() => hand('md')}>
          Markdown
        </Button>
        <Button variant="default" disabled={!best} onClick={() => hand('html')}>
          HTML
        </Button>
      </CellActions>
      <Grade best={best} thresholds={thresholds} suggestion={suggestion} own={own !== null} />
      <LineChart
        title="Convergence"
        xTitle="epoch"
        yTitle="validation accuracy"
        series={convergence}
        empty="How fast the runs came to their score is drawn here once one has been evaluated."
      />
      <Textarea
        className={classes.conclusions}
        label="Conclusions"
        description="Which change helped, which did not, and how sure are you?"
        autosize
        minRows={5}
        value={conclusions}
        onChange={(event) => setConclusions(event.currentTarget.value)}
      />
      <TakeAway best={best} lesson={lesson} />
    </>
  );
}

/** Validation accuracy over epochs of all runs that were evaluated. */
function useConvergence(runs: readonly RunSummary[]): (FigureLine & { markers: boolean })[] {
  const lines = useStable(
    runs.filter(({ last }) => last).map((run) => ({ id: run.id, name: shortTitle(run), look: lookOf(run) })),
  );
  const ids = useMemo(() => lines.map(({ id }) => id), [lines]);
  const histories = useHistories(ids);
  return useMemo(
    () =>
      lines.map(({ id, name, look }) => {
        const points = histories.get(id)?.evaluations.filter(({ split }) => split === 'validation') ?? [];
        return {
          name,
          look,
          x: points.map(({ epoch }) => epoch),
          y: points.map(({ accuracy }) => accuracy),
          markers: points.length <= MOST_MARKERS,
        };
      }),
    [lines, histories],
  );
}

function TakeAway({ best, lesson }: { best: RunSummary | null; lesson: string }) {
  const busy = useDownloads((state) => state.busy !== null);
  return (
    <>
      <h4 className={shared.heading}>Take it home</h4>
      <p className={shared.hint}>
        One zip: weights that PyTorch opens (safetensors), recipe, vocabulary, labels, curves, scores, and a
        script that loads them and reproduces the test score. The same zip can be opened here again.
      </p>
      <div className={classes.buttons}>
        <Button disabled={!best || busy} onClick={() => best && void takeHome(best.id)}>
          {best ? `Zip of ${runTitle(best)}` : 'Zip of the best run'}
        </Button>
        <FileButton
          accept=".zip,application/zip"
          onChange={(file) => {
            if (file) void bringBack(file, lesson);
          }}
        >
          {(props) => (
            <Button variant="default" disabled={busy} {...props}>
              Open a zip…
            </Button>
          )}
        </FileButton>
      </div>
      <TakeAwayNotice />
    </>
  );
}
