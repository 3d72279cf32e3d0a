import { Button } from '@mantine/core';
import { memo, useDeferredValue, useEffect, useMemo } from 'react';
import { BarChart } from '../../charts/BarChart.tsx';
import { formatNumber, formatShare } from '../../charts/format.ts';
import type { DataReport } from '../../data/types.ts';
import type { DatasetsState } from '../../store/datasets.ts';
import { useCell } from '../use-cell.ts';
import classes from './data.module.css';
import { LiveSample } from './LiveSample.tsx';
import { OpenTokenizer } from './OpenTokenizer.tsx';
import { SaveTokenizer } from './SaveTokenizer.tsx';
import { TextSettings } from './TextSettings.tsx';
import { FollowSettings, useReport } from './use-live.ts';
import own from './text.module.css';

export { textRunner as runner } from './runners.ts';

/** How text becomes numbers: the settings, what they do to one text, and what vocabulary they give. */
export default function TextCell() {
  const { run, state, setDetail } = useCell();
  const seen = useDeferredValue(useReport());

  const unit = unitOf(seen?.report);
  const size = seen?.report.ordinaryTokens;
  useEffect(() => {
    if (size !== undefined && (state === 'done' || state === 'failed'))
      setDetail(`${formatNumber(size)} ${unit}`);
  }, [size, unit, state, setDetail]);

  return (
    <div className={own.textCell}>
      <FollowSettings />
      <OpenTokenizer>
        <TextSettings />
      </OpenTokenizer>
      {seen ? (
        <Seen seen={seen} />
      ) : (
        <div className={`${classes.nothing} ${own.nothing}`}>
          <p>
            {state === 'running' || state === 'done'
              ? 'The vocabulary is being built.'
              : 'The vocabulary and a text on its way to numbers appear here.'}
          </p>
          {state !== 'running' && state !== 'done' && (
            <Button variant="default" onClick={run}>
              Build the vocabulary
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Drawn anew with a new report only, not with every state of the cell. */
const Seen = memo(function Seen({ seen }: { seen: NonNullable<DatasetsState['report']> }) {
  return (
    <>
      {/* Swapped, or with other columns, the texts are others. */}
      <LiveSample key={[seen.info.id, ...(seen.report.pairs?.columns ?? [])].join('/')} seen={seen} />
      <Figures report={seen.report} />
      {seen.report.tokenizer === 'wordpiece' && <SaveTokenizer dataset={seen.info.id} />}
      <FrequentWords
        words={seen.report.frequentWords}
        unit={unitOf(seen.report)}
        of={seen.report.pairs?.columns[0]}
      />
      {seen.report.pairs && (
        <FrequentWords
          words={seen.report.pairs.frequentWords}
          unit={unitOf(seen.report)}
          of={seen.report.pairs.columns[1]}
        />
      )}
    </>
  );
});

/** What the vocabulary is made of. */
const unitOf = (report: DataReport | undefined): 'words' | 'pieces' =>
  report === undefined || report.tokenizer === 'word' ? 'words' : 'pieces';

/** Of the source and, where there is one, of the target language. */
const both = (source: number, target: number | undefined, format: (value: number) => string): string =>
  target === undefined ? format(source) : `${format(source)} and ${format(target)}`;

function Figures({ report }: { report: DataReport }) {
  const unit = unitOf(report);
  const { ordinaryTokens, vocabularySize, unknownShare, maxLength, truncatedShare, pairs, splitCounts } =
    report;
  // Those of the size that was asked for which stand for no piece of a word: [PAD], [UNK], [CLS], [SEP] and [MASK].
  const marks = vocabularySize - ordinaryTokens;
  const judged = splitCounts.validation + splitCounts.test > 0;
  return (
    <dl className={own.figures}>
      <div>
        <dt>vocabulary</dt>
        <dd>
          {both(ordinaryTokens, pairs?.ordinaryTokens, formatNumber)} {unit}
          {unit === 'pieces' && !pairs && `, and ${marks} marks`}
        </dd>
      </div>
      <div>
        <dt>unknown in validation and test</dt>
        <dd>
          {judged
            ? `${both(unknownShare, pairs?.unknownShare, formatShare)} of the tokens`
            : 'no texts there'}
        </dd>
      </div>
      <div>
        <dt>maximum length</dt>
        <dd>{both(maxLength, pairs?.maxLength, formatNumber)} tokens</dd>
      </div>
      <div>
        <dt>texts that are cut</dt>
        <dd>{both(truncatedShare, pairs?.truncatedShare, formatShare)}</dd>
      </div>
    </dl>
  );
}

interface FrequentWordsProps {
  words: DataReport['frequentWords'];
  unit: 'words' | 'pieces';
  /** The language, where there are two. */
  of: string | undefined;
}

function FrequentWords({ words, unit, of }: FrequentWordsProps) {
  const { labels, series } = useMemo(
    () => ({
      labels: words.map(({ word }) => word),
      series: [{ name: 'times in train', values: words.map(({ count }) => count) }],
    }),
    [words],
  );
  return (
    <BarChart
      title={`Most frequent ${unit}${of === undefined ? '' : `, ${of}`}`}
      labelTitle={unit.slice(0, -1)}
      valueTitle="times in train"
      labels={labels}
      series={series}
      rowHeight={22}
      maxHeight={264}
      empty={`No ${unit.slice(0, -1)} passes the thresholds: every token would be unknown.`}
    />
  );
}
