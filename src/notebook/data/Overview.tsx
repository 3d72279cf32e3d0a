import { NumberInput, Slider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { formatShare } from '../../charts/format.ts';
import { HeatMap, MAX_WRITTEN } from '../../charts/HeatMap.tsx';
import { Histogram } from '../../charts/Histogram.tsx';
import { percentileOf } from '../../charts/summary.ts';
import { type DataReport, type MultiReport, SPLITS } from '../../data/types.ts';
import classes from './data.module.css';

/** The tail beyond this share of the texts is gathered in the last bar, or it would press all others together. */
const DRAWN_SHARE = 0.998;
const CHART_HEIGHT = 190;
const TALLEST_CHART = 290;

/** Counts with all beyond the drawn share in the last bin. */
function drawn(counts: readonly number[], share: number): number[] {
  const end = Math.max(percentileOf(counts, DRAWN_SHARE), percentileOf(counts, share)) + 2;
  if (counts.length <= end + 1) return counts.slice();
  const tail = counts.slice(end).reduce((sum, count) => sum + count, 0);
  return [...counts.slice(0, end), tail];
}

/** Class balance and text lengths; with several labels a text also how many, and which of them together. */
export function Overview({ report }: { report: DataReport }) {
  const [percentile, setPercentile] = useState(99);
  const { labels, classCounts, splitCounts, lengthCounts, shareUpTo } = report;

  // The largest class first; equals by name.
  const bars = useMemo(() => {
    const total = (i: number): number => SPLITS.reduce((sum, split) => sum + (classCounts[split][i] ?? 0), 0);
    const order = labels.map((_, i) => i).sort((a, b) => total(b) - total(a));
    return {
      labels: order.map((i) => labels[i] ?? ''),
      series: SPLITS.map((name) => ({ name, values: order.map((i) => classCounts[name][i] ?? 0) })),
    };
  }, [labels, classCounts]);

  const share = percentile / 100;
  const counts = useMemo(() => drawn(lengthCounts, share), [lengthCounts, share]);

  return (
    <div className={classes.overview}>
      {labels.length > 0 ? (
        <BarChart
          title="Classes"
          labelTitle="class"
          valueTitle="texts"
          labels={bars.labels}
          series={bars.series}
          stacked
          minHeight={CHART_HEIGHT}
          maxHeight={TALLEST_CHART}
        />
      ) : (
        <BarChart
          title="Parts of the data, read without labels"
          labelTitle="part"
          valueTitle="texts"
          labels={SPLITS}
          series={[{ name: 'texts', values: SPLITS.map((name) => splitCounts[name]) }]}
          minHeight={CHART_HEIGHT}
          maxHeight={TALLEST_CHART}
        />
      )}
      <div>
        <Histogram
          title="Length"
          xTitle="tokens in a text"
          yTitle="texts"
          counts={counts}
          share={share}
          height={CHART_HEIGHT}
        />
        <div className={classes.percentile}>
          <NumberInput
            size="xs"
            w={64}
            aria-label="Percentile of the lengths"
            suffix="%"
            min={1}
            max={100}
            decimalScale={1}
            value={percentile}
            onChange={(value) => {
              if (typeof value === 'number' && value >= 1) setPercentile(Math.min(100, value));
            }}
            hideControls
          />
          <Slider
            className={classes.slider}
            size="sm"
            min={50}
            max={100}
            step={0.5}
            value={percentile}
            onChange={setPercentile}
            label={null}
            thumbLabel="Percentile of the lengths"
          />
          <span>
            have at most <strong>{percentileOf(lengthCounts, share)}</strong> tokens
          </span>
        </div>
        <dl className={classes.shares}>
          {shareUpTo.map(({ length, share: covered }) => (
            <div key={length}>
              <dt>up to {length}</dt>
              <dd>{formatShare(covered)}</dd>
            </div>
          ))}
        </dl>
      </div>
      {report.multi && <LabelsTogether labels={labels} multi={report.multi} />}
    </div>
  );
}

function LabelsTogether({ labels, multi }: { labels: readonly string[]; multi: MultiReport }) {
  const { labelsPerText, together } = multi;
  const series = useMemo(() => [{ name: 'texts', values: labelsPerText }], [labelsPerText]);
  const shares = useMemo(
    () =>
      together.map((row, i) => {
        const all = row[i] ?? 0;
        return row.map((count) => (all > 0 ? count / all : 0));
      }),
    [together],
  );
  return (
    <>
      <BarChart
        title="Labels of a text"
        labelTitle="labels"
        valueTitle="texts"
        labels={labelsPerText.map((_, i) => String(i))}
        series={series}
        minHeight={CHART_HEIGHT}
        maxHeight={TALLEST_CHART}
      />
      {/* The labels of many classes need the whole width. */}
      <div style={labels.length > MAX_WRITTEN ? { gridColumn: '1 / -1', minWidth: 0 } : { minWidth: 0 }}>
        <HeatMap
          title="Labels that stand together"
          yTitle="of the texts with this label"
          xTitle="share with this label as well"
          valueTitle="share"
          yLabels={labels}
          xLabels={labels}
          values={shares}
          format={formatShare}
        />
      </div>
    </>
  );
}
