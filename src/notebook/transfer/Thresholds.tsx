import { Select, Slider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { LineChart, type LineSeries } from '../../charts/LineChart.tsx';
import { SaveLinks } from '../../charts/SaveLinks.tsx';
import { columnOf, curveClasses } from '../../stats/classify.ts';
import { type BinaryCounts, countsAt, type RocCurve } from '../../stats/roc.ts';
import type { ClassifyReport } from '../../worker/stats-protocol.ts';
import { score } from '../training/figures.ts';
import training from '../training/training.module.css';
import { matrixSvg } from './pictures.ts';
import classes from './transfer.module.css';

const HALF = 0.5;
/** Of seriesLook: the mark of the threshold stands out, chance does not. */
const LOOKS = { train: 0, test: 1, threshold: 4, chance: 6 };

const line = (name: string, { fpr, tpr }: RocCurve, look: number): LineSeries => ({
  name,
  x: fpr,
  y: tpr,
  look,
});

/** ROC curves of train and test, and what a threshold makes of the test texts. */
export function Thresholds({ report }: { report: ClassifyReport }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [threshold, setThreshold] = useState(HALF);
  const { labels } = report;
  const shown = curveClasses(labels);
  const at = Math.max(0, chosen === null ? 0 : shown.indexOf(chosen));
  const k = shown[at] ?? 0;
  const name = labels[k] ?? '';
  const { counts, series } = useMemo(() => atThreshold(report, at, threshold), [report, at, threshold]);
  return (
    <section aria-label="Threshold">
      {shown.length > 1 && (
        <div className={training.choices}>
          <Select
            size="xs"
            w={240}
            label="A class against all others"
            data={shown.map((each) => ({ value: String(each), label: labels[each] ?? '' }))}
            value={String(k)}
            allowDeselect={false}
            onChange={(value) => value !== null && setChosen(Number(value))}
          />
        </div>
      )}
      <div className={classes.pair}>
        <LineChart
          title={`ROC: ${name}`}
          xTitle="false positives, share of all others"
          yTitle="true positives, share"
          series={series}
          xRange={[0, 1]}
          height={300}
          live
        />
        <div>
          <p id="threshold-label" className={training.hint}>
            A test text is called “{name}” from a probability of <strong>{threshold.toFixed(2)}</strong> on
          </p>
          <div className={classes.slider}>
            <Slider
              min={0}
              max={1}
              step={0.01}
              value={threshold}
              onChange={setThreshold}
              // The sentence above tells the value; a label over the thumb would cover it.
              label={null}
              marks={[0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: String(value) }))}
              thumbLabel="Threshold"
            />
          </div>
          <Matrix
            counts={counts}
            title={`Confusion matrix, ${name} from ${threshold.toFixed(2)} on`}
            name={name}
            other={labels.length === 2 ? (labels[1 - k] ?? '') : 'another'}
          />
        </div>
      </div>
    </section>
  );
}

/** What a threshold makes of the test texts of curve number `at`, and the curves with its place on them. */
function atThreshold(
  report: ClassifyReport,
  at: number,
  threshold: number,
): { counts: BinaryCounts; series: LineSeries[] } {
  const { labels, train, test } = report;
  const k = curveClasses(labels)[at] ?? 0;
  const scores = columnOf(test.probabilities, labels.length, k);
  const counts = countsAt(scores, (i) => test.truth[i] === k, threshold);
  const [first, second] = [train.curves[at], test.curves[at]];
  if (!first || !second) return { counts, series: [] };
  const { tp, fp, fn, tn } = counts;
  return {
    counts,
    series: [
      line(`train, area ${score(first.auc)}`, first, LOOKS.train),
      line(`test, area ${score(second.auc)}`, second, LOOKS.test),
      { name: 'chance', x: [0, 1], y: [0, 1], look: LOOKS.chance },
      {
        name: 'at the threshold',
        x: [ratio(fp, fp + tn)],
        y: [ratio(tp, tp + fn)],
        look: LOOKS.threshold,
        markers: true,
      },
    ],
  };
}

const ratio = (above: number, below: number): number => (below === 0 ? 0 : above / below);

interface MatrixProps {
  counts: BinaryCounts;
  title: string;
  /** The class, and what is not of it. */
  name: string;
  other: string;
}

/** What the threshold makes of the texts: rows are the truth. */
function Matrix({ counts, title, name, other }: MatrixProps) {
  const { tp, fp, fn, tn } = counts;
  const [positive, negative] = [tp + fn, fp + tn];
  const cell = (value: number, of: number) => (
    <td style={{ '--share': ratio(value, of) } as React.CSSProperties}>
      {formatNumber(value)}
      <small>{formatShare(ratio(value, of))}</small>
    </td>
  );
  const [precision, recall] = [ratio(tp, tp + fp), ratio(tp, positive)];
  return (
    <>
      <table className={classes.matrix}>
        <caption className="visually-hidden">Test texts at this threshold, rows by the true class</caption>
        <thead>
          <tr>
            <th scope="col">true class</th>
            <th scope="col">called {name}</th>
            <th scope="col">called {other}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{name}</th>
            {cell(tp, positive)}
            {cell(fn, positive)}
          </tr>
          <tr>
            <th scope="row">{other}</th>
            {cell(fp, negative)}
            {cell(tn, negative)}
          </tr>
        </tbody>
      </table>
      <p className={training.hint} role="status">
        accuracy {score(ratio(tp + tn, positive + negative))} · precision {score(precision)} · recall{' '}
        {score(recall)} · F1 {score(ratio(2 * tp, 2 * tp + fp + fn))}
      </p>
      <SaveLinks title={title} svg={() => matrixSvg(title, counts, name, other)} />
    </>
  );
}
