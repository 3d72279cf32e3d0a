import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { formatNumber, formatShare } from '../../charts/format.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import type { SplitToken, TokenizerComparison } from '../../data/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import type { JobProgress } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import classes from './data.module.css';
import { TOKENIZER_WORDS } from './TextSettings.tsx';
import own from './TokenizerPicture.module.css';

/** Each asking has an id of its own: one that is cancelled may still be ending when the next begins. */
let asked = 0;
const nextJob = (): string => `compare-tokenizers/${++asked}`;
/** More pieces than this would only fill the page. */
const MOST = 150;

interface PictureProps {
  dataset: string;
  text: string;
  /** Changes with the settings of data and text. */
  settings: string;
  /** The language of the text, where there are two. */
  of?: string;
}

/** One text split by each kind of tokenizer, and what the size of a vocabulary costs: when the person asks for it. */
export function TokenizerPicture({ dataset, text, settings, of }: PictureProps) {
  const [wanted, setWanted] = useState(false);
  const job = useRef('');
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [comparison, setComparison] = useState<TokenizerComparison | null>(null);
  const [error, setError] = useState<LabErrorData | null>(null);

  useEffect(() => {
    if (!wanted) return;
    let late = false;
    const id = nextJob();
    job.current = id;
    dataClient()
      .compareTokenizers(id, dataset, useRecipe.getState().recipe, text, (told) => {
        if (!late) setProgress(told);
      })
      .then(
        (found) => {
          if (late) return;
          setComparison(found);
          setError(null);
          setProgress(null);
        },
        (thrown: unknown) => {
          if (late) return;
          const data = toErrorData(thrown);
          setError(data.code === 'cancelled' ? null : data);
          setProgress(null);
          setWanted(false);
        },
      );
    return () => {
      late = true;
      void dataClient().cancel(id);
    };
  }, [wanted, dataset, text, settings]);

  const cancel = (): void => {
    void dataClient().cancel(job.current);
  };
  const busy = wanted && (progress !== null || comparison === null);
  return (
    <section className={own.picture} aria-label="The tokenizers side by side">
      <div className={own.head}>
        <h4 className={classes.heading}>The tokenizers side by side{of !== undefined && `, ${of}`}</h4>
        {busy ? (
          <span role="status">
            <span className={classes.quiet}>{inWords(progress)} </span>
            <Button variant="default" size="compact-xs" onClick={cancel}>
              Cancel
            </Button>
          </span>
        ) : (
          !wanted && (
            <Button variant="default" size="compact-xs" onClick={() => setWanted(true)}>
              Learn and compare
            </Button>
          )
        )}
      </div>
      {error && <ErrorBox error={error} />}
      {comparison ? (
        <Comparison comparison={comparison} />
      ) : (
        <p className={classes.quiet}>
          Words, BPE and WordPiece learn their vocabularies from up to 5,000 texts of train; this text is then
          split by each.
        </p>
      )}
    </section>
  );
}

const inWords = (progress: JobProgress | null): string =>
  progress === null
    ? 'begins'
    : `${progress.phase}${progress.total ? `, ${formatShare(progress.done / progress.total)}` : ''}`;

function Comparison({ comparison: { texts, counted, kinds } }: { comparison: TokenizerComparison }) {
  const series = useMemo(
    () =>
      kinds.map(({ kind, points }) => ({
        name: TOKENIZER_WORDS[kind],
        markers: true,
        x: points.map(({ vocabularySize }) => vocabularySize),
        y: points.map(({ tokensPerText }) => tokensPerText),
      })),
    [kinds],
  );
  return (
    <>
      <dl className={own.kinds}>
        {kinds.map(({ kind, vocabularySize, tokens }) => (
          <div key={kind} style={{ display: 'contents' }}>
            <dt>
              {TOKENIZER_WORDS[kind]}
              <small>
                {formatNumber(tokens.length)} of {formatNumber(vocabularySize)}
              </small>
            </dt>
            <dd>
              <Pieces tokens={tokens} name={TOKENIZER_WORDS[kind]} />
            </dd>
          </div>
        ))}
      </dl>
      <LineChart
        title="What a larger vocabulary saves"
        xTitle="entries of the vocabulary"
        yTitle="tokens per text"
        series={series}
        height={220}
      />

      <p className={classes.quiet}>
        Learnt from {formatNumber(texts)} texts of train,{' '}
        {counted.part === 'train'
          ? 'and counted in these: there are none of validation. With '
          : `counted in ${formatNumber(counted.texts)} of validation, from which nothing was learnt. There, with `}
        {kinds.map(({ kind, points }, i) => {
          const smallest = points[0];
          const last = points.at(-1);
          return (
            smallest && (
              <span key={kind}>
                {i > 0 && '; '}
                {TOKENIZER_WORDS[kind]} and {formatNumber(smallest.vocabularySize)} entries{' '}
                {formatShare(smallest.unknownShare)} of the tokens are unknown
                {last && last !== smallest && (
                  <>
                    , with {formatNumber(last.vocabularySize)} {formatShare(last.unknownShare)}
                  </>
                )}
              </span>
            )
          );
        })}
        .
      </p>
    </>
  );
}

function Pieces({ tokens, name }: { tokens: readonly SplitToken[]; name: string }) {
  if (tokens.length === 0) return <em className={classes.quiet}>empty</em>;
  return (
    <ol className={own.pieces} aria-label={`The text by ${name}`}>
      {tokens.slice(0, MOST).map(({ text, starts, unknown }, i) => (
        <li key={i} data-starts={starts || undefined} data-unknown={unknown || undefined}>
          {text}
          {unknown && <span className="visually-hidden"> unknown</span>}
        </li>
      ))}
      {tokens.length > MOST && <> …</>}
    </ol>
  );
}
