import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { ScatterChart, type ScatterSeries } from '../../charts/ScatterChart.tsx';
import { likeliest } from '../../stats/logistic.ts';
import { statsClient } from '../../worker/stats-client.ts';
import type { ClassifyReport, Projection as Projected } from '../../worker/stats-protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import training from '../training/training.module.css';
import { useAnswer } from '../use-answer.ts';

/** Points that are drawn at most: more would lie on each other. */
const MOST = 1200;
/** Classes that have a look of their own; rarer ones share the last. */
const LOOKS = 6;

type By = 'class' | 'error';

/** The groups of the points, by class or by what the classifier makes of them. */
export function groupsOf(report: ClassifyReport, { points, index }: Projected, by: By): ScatterSeries[] {
  const { labels, test } = report;
  const predicted = likeliest(test.probabilities, labels.length);
  const ranked = labels
    .map((_, k) => k)
    .sort((a, b) => countOf(test.truth, b) - countOf(test.truth, a))
    .slice(0, labels.length > LOOKS + 1 ? LOOKS : labels.length);
  const nameOf = (i: number): string => {
    if (by === 'error') return predicted[i] === test.truth[i] ? 'right' : 'wrong';
    const label = test.truth[i] as number;
    return ranked.includes(label) ? (labels[label] ?? '') : 'others';
  };
  const names =
    by === 'error'
      ? ['right', 'wrong']
      : [...ranked.map((k) => labels[k] ?? ''), ...(ranked.length < labels.length ? ['others'] : [])];
  return names.map((name) => {
    const own = Array.from(index.keys()).filter((p) => nameOf(index[p] as number) === name);
    return {
      name,
      x: own.map((p) => points[2 * p] as number),
      y: own.map((p) => points[2 * p + 1] as number),
    };
  });
}

const countOf = (values: Int32Array, wanted: number): number =>
  values.reduce((sum, value) => sum + Number(value === wanted), 0);

/** "1,200 of 3,496 texts of test, taken evenly" */
export const pointsInWords = (shown: number, all: number): string =>
  shown < all
    ? `${formatNumber(shown)} of ${formatNumber(all)} texts of test, taken evenly`
    : `all ${formatNumber(all)} texts of test`;

/** The test texts in the plane in which the features of train differ most. */
export function Projection({ report, features }: { report: ClassifyReport; features: string }) {
  const [by, setBy] = useState<By>('class');
  const answer = useAnswer(features, () => statsClient().project(features, MOST));
  const projected = answer && 'value' in answer ? answer.value : null;
  const series = useMemo(() => (projected ? groupsOf(report, projected, by) : []), [report, projected, by]);
  const describe = useCallback(
    () =>
      `${series.map(({ name, x }) => `${formatNumber(x.length)} ${name}`).join(', ')}: ${pointsInWords(projected?.index.length ?? 0, report.test.truth.length)}, in the plane of the first two principal components.`,
    [series, projected, report],
  );
  const axis = (k: number): string =>
    `principal component ${k + 1}${projected ? `, ${formatShare(projected.ratio[k] ?? 0)} of the variance` : ''}`;
  return (
    <section aria-label="Features in a plane">
      <div className={training.choices}>
        <SegmentedControl
          size="xs"
          aria-label="Coloured by"
          data={[
            { value: 'class', label: 'by class' },
            { value: 'error', label: 'by error' },
          ]}
          value={by}
          onChange={(value) => setBy(value as By)}
        />
        <span className={training.hint}>
          {projected
            ? `${pointsInWords(projected.index.length, report.test.truth.length)}; the plane is that of train`
            : 'The plane is being found.'}
        </span>
      </div>
      {answer && 'error' in answer && <ErrorBox error={answer.error} />}
      <ScatterChart
        title="Features of test in a plane"
        xTitle={axis(0)}
        yTitle={axis(1)}
        series={series}
        describe={describe}
      />
    </section>
  );
}
