import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import { formatNumber } from '../../charts/format.ts';
import type { Mark, TokenSample } from '../../data/types.ts';
import { type DatasetsState, reportKey } from '../../store/datasets.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import classes from './data.module.css';
import { TokenizerPicture } from './TokenizerPicture.tsx';
import own from './text.module.css';

const TYPING_MS = 150;
/** More tokens than this would only fill the page; the count says how many there are. */
const MOST_TOKENS = 300;

/** One text on its way: as it is, normalised, as tokens, as ids. */
export function LiveSample({ seen }: { seen: NonNullable<DatasetsState['report']> }) {
  const { info, report } = seen;
  const [text, setText] = useState<string | null>(null);
  const [typed] = useDebouncedValue(text, TYPING_MS);
  const [sample, setSample] = useState<TokenSample | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const recipe = useRecipe((state) => state.recipe);
  const key = reportKey(info, recipe);

  const takeRow = (row: number): void => {
    const { data, text: spec, seed, task } = useRecipe.getState().recipe;
    dataClient()
      .rows(info.id, data, spec, row, 1, seed, task)
      .then(
        ([found]) => setText(found?.text ?? ''),
        (error: unknown) => setProblem(toErrorData(error).message),
      );
  };

  // The first text that is seen is one of the data.
  useEffect(() => {
    if (text === null) takeRow(0);
  });

  useEffect(() => {
    if (typed === null) return;
    let late = false;
    dataClient()
      .tokenSample(info.id, useRecipe.getState().recipe, typed)
      .then(
        (found) => {
          if (late) return;
          setSample(found);
          setProblem(null);
        },
        (error: unknown) => {
          if (!late) setProblem(toErrorData(error).message);
        },
      );
    return () => {
      late = true;
    };
  }, [typed, info.id, key]);

  return (
    <section aria-label="One text on its way to numbers">
      <div className={own.sampleHead}>
        <h4 className={classes.heading}>One text on its way to numbers</h4>
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => takeRow(Math.floor(Math.random() * report.rows))}
        >
          Another row
        </Button>
      </div>
      <Textarea
        size="sm"
        autosize
        minRows={2}
        maxRows={6}
        aria-label="Text to try"
        placeholder="Type any text"
        value={text ?? ''}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problem && (
        <p role="alert" className={classes.warn}>
          {problem}
        </p>
      )}
      {sample && <Tokens sample={sample} />}
      {typed !== null && <TokenizerPicture dataset={info.id} text={typed} settings={key} />}
    </section>
  );
}

type Token = TokenSample['tokens'][number];

function TokenChip({ token: { token, id, unknown, cut, starts } }: { token: Token }) {
  return (
    <li data-unknown={unknown || undefined} data-cut={cut || undefined} data-goes-on={!starts || undefined}>
      <span>{token}</span>
      <small>{id}</small>
      {(unknown || cut) && (
        <span className="visually-hidden">
          {[unknown && 'unknown', cut && 'cut'].filter(Boolean).join(', ')}
        </span>
      )}
    </li>
  );
}

/** A mark of the model, or its padding. */
function MarkChip({ mark: { token, id }, times }: { mark: Mark; times?: string }) {
  return (
    <li data-mark>
      <span>
        {token}
        {times}
      </span>
      <small>{id}</small>
    </li>
  );
}

function Tokens({ sample: { normalised, tokens, frame } }: { sample: TokenSample }) {
  const unknown = tokens.filter((token) => token.unknown).length;
  const cut = tokens.filter((token) => token.cut).length;
  const read = tokens.slice(0, tokens.length - cut);
  // An empty text is read as one unknown word.
  const length = Math.max(1, read.length) + (frame ? frame.before.length + frame.after.length : 0);
  const padding = frame ? frame.length - length : 0;
  return (
    <div className={own.sample}>
      <p className={own.normalised}>
        <span className={classes.quiet}>normalised</span> {normalised === '' ? <em>empty</em> : normalised}
      </p>
      <ol className={own.tokens} aria-label="Tokens and their ids">
        {frame?.before.map((mark) => (
          <MarkChip key={mark.token} mark={mark} />
        ))}
        {read.slice(0, MOST_TOKENS).map((token, i) => (
          <TokenChip key={i} token={token} />
        ))}
        {frame?.after.map((mark) => (
          <MarkChip key={mark.token} mark={mark} />
        ))}
        {frame && padding > 0 && (
          <MarkChip mark={frame.padding} times={`${frame.full ? '' : ' up to'} ×${formatNumber(padding)}`} />
        )}
        {tokens.slice(read.length, Math.max(read.length, MOST_TOKENS)).map((token, i) => (
          <TokenChip key={i} token={token} />
        ))}
      </ol>
      {frame && padding > 0 && (
        <p className={classes.quiet}>
          {frame.full
            ? `Padded to ${formatNumber(frame.length)}, as every text.`
            : `Padded to the longest text of its batch, ${formatNumber(frame.length)} at most.`}
        </p>
      )}
      <p className={classes.quiet}>
        {formatNumber(tokens.length)} {tokens.length === 1 ? 'token' : 'tokens'}
        {tokens.length === 0 && ': read as one unknown word'}
        {unknown > 0 && (
          <>
            , <span className={own.unknownKey}>{formatNumber(unknown)} unknown</span>
          </>
        )}
        {cut > 0 && (
          <>
            , <s>{formatNumber(cut)} cut</s>
          </>
        )}
        {tokens.length > MOST_TOKENS && `; the first ${MOST_TOKENS} are shown`}
      </p>
    </div>
  );
}
