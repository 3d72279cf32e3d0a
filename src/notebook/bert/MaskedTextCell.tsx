import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatNumber, formatShare } from '../../charts/format.ts';
import type { MaskedSample, MaskedToken } from '../../data/types.ts';
import { LabError } from '../../base/errors.ts';
import type { CellRunner } from '../../store/cells.ts';
import { useRecipe } from '../../store/recipe.ts';
import { dataClient } from '../../worker/client.ts';
import { CellActions } from '../CellActions.tsx';
import { ErrorBox } from '../ErrorBox.tsx';
import { datasetIdOf } from '../training/baseline-runner.ts';
import training from '../training/training.module.css';
import { useAnswer } from '../use-answer.ts';
import { BERT_MARKS } from '../../text/bert-marks.ts';
import { pieceOf } from '../../text/wordpiece.ts';
import { useCell } from '../use-cell.ts';
import classes from './bert.module.css';

const MARKS: ReadonlySet<string> = new Set(BERT_MARKS);
/** Texts that are shown. */
const TEXTS = 5;

export const runner: CellRunner = {
  async run({ recipe, result }) {
    const datasetId = datasetIdOf(result('data'));
    if (datasetId === null)
      throw new LabError('masks/no-data', 'No data is open.', 'Run the data cell first.');
    const { minLength } = await dataClient().maskedSample(datasetId, recipe, 0, 0);
    return { datasetId, minLength };
  },
};

/** A batch before and after masking, and how often each thing befalls a token. */
export default function MaskedTextCell() {
  const { state, result } = useCell();
  const recipe = useRecipe((all) => all.recipe);
  const [draw, setDraw] = useState(1);
  const datasetId = datasetIdOf(result);
  const ready = datasetId !== null && state === 'done';
  const { data, text, seed } = recipe;
  const { pretraining } = recipe.training;
  const key = ready ? JSON.stringify([datasetId, data, text, seed, pretraining, draw]) : null;
  const answer = useAnswer(key, () => dataClient().maskedSample(datasetId ?? '', recipe, TEXTS, draw));
  return (
    <>
      <CellActions>
        <Button variant="default" disabled={!ready} onClick={() => setDraw(draw + 1)}>
          Draw again
        </Button>
      </CellActions>
      {!ready ? (
        <p className={training.empty}>
          Run this cell to see texts as the model gets to see them: some words hidden, the halves perhaps
          swapped.
        </p>
      ) : answer && 'error' in answer ? (
        <ErrorBox error={answer.error} />
      ) : (
        answer && <Sample sample={answer.value} />
      )}
    </>
  );
}

function Sample({ sample: { texts, counts, minLength } }: { sample: MaskedSample }) {
  const { tokens, masked, random, kept } = counts;
  const chosen = masked + random + kept;
  const share = (part: number, whole: number): string => formatShare(whole > 0 ? part / whole : 0);
  return (
    <>
      <p className={classes.legend}>
        <span className={classes.token} data-fate="masked">
          hidden
        </span>
        <span className={classes.token} data-fate="random">
          another in its place
        </span>
        <span className={classes.token} data-fate="kept">
          asked, but left there
        </span>
        <span className={classes.token} data-segment="1">
          second segment
        </span>
      </p>
      <ul className={classes.texts} aria-label="Texts after masking">
        {texts.map(({ row, swapped, tokens: line }) => (
          <li key={row}>
            <p className={classes.line}>
              {line.map((token, i) => (
                <Token key={i} token={token} />
              ))}
            </p>
            <span className={training.hint}>{swapped ? 'halves swapped' : 'halves in order'}</span>
          </li>
        ))}
      </ul>
      <dl className={classes.facts}>
        <div>
          <dt>asked for, of {formatNumber(tokens)} tokens</dt>
          <dd>{share(chosen, tokens)}</dd>
        </div>
        <div>
          <dt>of those hidden</dt>
          <dd>{share(masked, chosen)}</dd>
        </div>
        <div>
          <dt>another in their place</dt>
          <dd>{share(random, chosen)}</dd>
        </div>
        <div>
          <dt>left as they are</dt>
          <dd>{share(kept, chosen)}</dd>
        </div>
        <div>
          <dt>texts with swapped halves</dt>
          <dd>{share(counts.swapped, counts.texts)}</dd>
        </div>
        <div>
          <dt>left out, as too short to be asked</dt>
          <dd>below {minLength} tokens</dd>
        </div>
      </dl>
    </>
  );
}

const WORDS = { masked: 'hidden', random: 'replaced', kept: 'asked, left there' } as const;

function Token({ token: { before, after, fate, segment } }: { token: MaskedToken }) {
  const mark = fate === null && MARKS.has(before.text);
  return (
    <span
      className={classes.token}
      data-fate={fate}
      data-segment={segment}
      title={fate ? `${WORDS[fate]}: ${pieceOf(before)}` : undefined}
    >
      {(fate === 'masked' || fate === 'random') && <del className={classes.was}>{pieceOf(before)}</del>}
      <span className={mark ? classes.mark : undefined}>{pieceOf(after)}</span>
      {fate && <span className="visually-hidden">, {WORDS[fate]}</span>}
    </span>
  );
}
