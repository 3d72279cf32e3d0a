import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import type { PairSide, TokenSample } from '../../data/types.ts';
import { type DatasetsState, reportKey } from '../../store/datasets.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import classes from './data.module.css';
import { SampleTokens } from './SampleTokens.tsx';
import { TokenizerPicture } from './TokenizerPicture.tsx';
import own from './text.module.css';

const TYPING_MS = 150;

type Texts = Record<PairSide, string>;

/** One text on its way: as it is, normalised, as tokens, as ids. Of pairs both texts, side by side where there is room. */
export function LiveSample({ seen }: { seen: NonNullable<DatasetsState['report']> }) {
  const { info, report } = seen;
  const [texts, setTexts] = useState<Texts | null>(null);
  const [typed] = useDebouncedValue(texts, TYPING_MS);
  const [problem, setProblem] = useState<string | null>(null);
  const recipe = useRecipe((state) => state.recipe);
  const key = reportKey(info, recipe);

  const takeRow = (row: number): void => {
    const { data, text: spec, seed, task } = useRecipe.getState().recipe;
    dataClient()
      .rows(info.id, data, spec, row, 1, seed, task)
      .then(
        ([found]) => {
          setTexts({ source: found?.text ?? '', target: found?.label ?? '' });
          setProblem(null);
        },
        (error: unknown) => setProblem(toErrorData(error).message),
      );
  };

  // The first text that is seen is one of the data.
  useEffect(() => {
    if (texts === null) takeRow(0);
  });

  const languages = report.pairs?.columns;
  const heading = languages ? 'One pair on its way to numbers' : 'One text on its way to numbers';
  const sideProps = (side: PairSide) => ({
    side,
    dataset: info.id,
    settings: key,
    text: texts?.[side] ?? '',
    typed: typed?.[side] ?? null,
    onChange: (text: string) =>
      setTexts((before) => ({ ...(before ?? { source: '', target: '' }), [side]: text })),
  });
  return (
    <section aria-label={heading}>
      <div className={own.sampleHead}>
        <h4 className={classes.heading}>{heading}</h4>
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => takeRow(Math.floor(Math.random() * report.rows))}
        >
          Another row
        </Button>
      </div>
      {problem && (
        <p role="alert" className={classes.warn}>
          {problem}
        </p>
      )}
      {languages ? (
        <div className={own.sides}>
          <Side {...sideProps('source')} language={languages[0]} />
          <Side {...sideProps('target')} language={languages[1]} />
        </div>
      ) : (
        <Side {...sideProps('source')} />
      )}
      {typed !== null && (
        <TokenizerPicture
          dataset={info.id}
          text={typed.source}
          settings={key}
          {...(languages && { of: languages[0] })}
        />
      )}
    </section>
  );
}

interface SideProps {
  side: PairSide;
  dataset: string;
  /** Changes with the settings of data and text. */
  settings: string;
  text: string;
  /** The text once typing has stopped; null: there is none yet. */
  typed: string | null;
  onChange: (text: string) => void;
  /** Of pairs: which of the two it is. */
  language?: string;
}

function Side({ side, dataset, settings, text, typed, onChange, language }: SideProps) {
  const [sample, setSample] = useState<TokenSample | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (typed === null) return;
    let late = false;
    dataClient()
      .tokenSample(dataset, useRecipe.getState().recipe, typed, side)
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
  }, [typed, dataset, side, settings]);

  const named = language === undefined || language === side ? side : `${side}, ${language}`;
  return (
    <div className={own.side}>
      <Textarea
        size="sm"
        autosize
        minRows={2}
        maxRows={6}
        {...(language === undefined ? { 'aria-label': 'Text to try' } : { label: named })}
        placeholder="Type any text"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {problem && (
        <p role="alert" className={classes.warn}>
          {problem}
        </p>
      )}
      {sample && <SampleTokens sample={sample} {...(language !== undefined && { of: named })} />}
    </div>
  );
}
