import { useMemo } from 'react';
import { LineChart } from '../../charts/LineChart.tsx';
import { formatNumber, formatShare } from '../../charts/format.ts';
import type { DataReport, PairReport } from '../../data/types.ts';
import { SwitchField } from '../fields.tsx';
import classes from './data.module.css';

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
const mean = (counts: readonly number[]): number =>
  counts.reduce((total, count, length) => total + count * length, 0) / Math.max(1, sum(counts));

/** Both languages of the pairs side by side: how long their sentences are, and how many words they know. */
export function PairsOverview({ report, pairs }: { report: DataReport; pairs: PairReport }) {
  const { lengthCounts, ordinaryTokens, unknownShare } = report;
  const series = useMemo(
    () =>
      [lengthCounts, pairs.lengthCounts].map((counts, i) => ({
        name: pairs.columns[i] ?? '',
        x: counts.map((_, length) => length),
        y: counts,
        markers: true,
      })),
    [lengthCounts, pairs],
  );
  const unit = report.tokenizer === 'word' ? 'words' : 'pieces';
  const sides = [
    { name: pairs.columns[0], counts: lengthCounts, ordinaryTokens, unknownShare, role: 'source' },
    { ...pairs, name: pairs.columns[1], counts: pairs.lengthCounts, role: 'target' },
  ];
  return (
    <div className={classes.overview}>
      <LineChart
        title="Lengths of the sentences"
        xTitle="tokens in a sentence"
        yTitle="sentences"
        series={series}
        height={210}
      />
      <div>
        <table className={`${classes.table} ${classes.pairs}`}>
          <thead>
            <tr>
              <th scope="col">language</th>
              <th scope="col" data-number>
                {unit}
              </th>
              <th scope="col" data-number>
                unknown
              </th>
              <th scope="col" data-number>
                mean length
              </th>
              <th scope="col" data-number>
                longest
              </th>
            </tr>
          </thead>
          <tbody>
            {sides.map((side) => (
              <tr key={side.role}>
                <th scope="row">
                  {side.name}
                  {side.name !== side.role && <small className={classes.role}>{side.role}</small>}
                </th>
                <td data-number>{formatNumber(side.ordinaryTokens)}</td>
                <td data-number>{formatShare(side.unknownShare)}</td>
                <td data-number>{mean(side.counts).toFixed(1)}</td>
                <td data-number>{side.counts.length - 1}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={classes.quiet}>
          {pairs.aligned > 0
            ? `${formatNumber(pairs.aligned)} pairs say which words belong together, so an alignment can be judged.`
            : 'No pair says which words belong together: alignments can be seen, but not judged.'}
        </p>
        <div className={classes.switches}>
          <SwitchField path="data.swap" label="Swap: from the second language into the first" />
          <SwitchField path="data.reverseSource" label="Source read from its end (Sutskever et al. 2014)" />
        </div>
      </div>
    </div>
  );
}
