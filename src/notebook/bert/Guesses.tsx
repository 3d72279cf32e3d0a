import { useEffect } from 'react';
import { isUnfinished } from '../../runs/record.ts';
import { markRead } from '../../store/notebook.ts';
import { useRuns } from '../../store/runs.ts';
import { pieceOf } from '../../text/wordpiece.ts';
import { labClient } from '../../worker/client.ts';
import type { FilledMasks } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { count } from '../training/figures.ts';
import training from '../training/training.module.css';
import { type SteadyRun, useLive } from '../training/use-runs.ts';
import { type Answer, useAnswer } from '../use-answer.ts';
import { useCell } from '../use-cell.ts';
import classes from './bert.module.css';
import { bestEpochOf } from './finetune.ts';
import { modelAt, type Moment, momentInWords, momentsOf } from './moments.ts';
import { UnreadNote } from './UnreadNote.tsx';

const NO_MASK = 'fill/no-mask';

/**
 * What a pretraining puts in the place of each mask: side by side as it began, after each of the kept epochs, and with its
 * best weights so far. Where it has kept none, these alone.
 */
export function Guesses({ run, text }: { run: SteadyRun; text: string }) {
  const live = useLive(run.id);
  const bestEpoch = useRuns(({ runs }) => {
    const now = runs[run.id];
    return now ? bestEpochOf(now) : null;
  });
  // While it trains, its weights are those of the best evaluation so far.
  const step = live?.best?.step ?? live?.checkpoint?.step ?? null;
  const best = useGuesses(run, text, null, `best ${step}`);
  const { lesson, id } = useCell();
  const told = best !== null && 'value' in best;
  // There is nothing to run here: a text that was filled is what this cell is for.
  useEffect(() => {
    if (told) markRead(lesson, id);
  }, [told, lesson, id]);
  const soFar = isUnfinished(run.status) ? ' so far' : '';
  // What is wrong with the text is wrong at every moment: it is said once.
  if (best && 'error' in best && best.error.code === NO_MASK)
    return (
      <div aria-live="polite">
        <ErrorBox error={best.error} />
      </div>
    );
  return (
    <>
      <div className={classes.moments}>
        {momentsOf(run, bestEpoch).map((moment) =>
          moment === null ? (
            <Told
              key="best"
              title={`Best${soFar}${step === null ? '' : `, step ${count(step)}`}`}
              answer={best}
              after=""
            />
          ) : (
            <AtEpoch key={moment} run={run} text={text} epoch={moment} />
          ),
        )}
      </div>
      {best && 'value' in best && (
        <>
          <UnreadNote unread={best.value.unread} tokens={best.value.tokens.length} />
          <p className={training.hint}>read as: {best.value.tokens.map(pieceOf).join(' · ')}</p>
        </>
      )}
    </>
  );
}

/** @param weights changes when the weights of this moment do */
function useGuesses(run: SteadyRun, text: string, moment: Moment, weights: string): Answer<FilledMasks> {
  const key = text.trim() === '' ? null : `${run.id} ${weights} ${text}`;
  return useAnswer(key, () => labClient().fillMasks(modelAt(run.id, moment), text));
}

function AtEpoch({ run, text, epoch }: { run: SteadyRun; text: string; epoch: number }) {
  const answer = useGuesses(run, text, epoch, `epoch ${epoch}`);
  const words = momentInWords(epoch);
  return (
    <Told
      title={words.replace(/^./, (letter) => letter.toUpperCase())}
      answer={answer}
      after={`, ${words}`}
    />
  );
}

interface ToldProps {
  title: string;
  answer: Answer<FilledMasks>;
  /** Tells the lists of one moment from those of the others, behind their names. */
  after: string;
}

function Told({ title, answer, after }: ToldProps) {
  return (
    <section aria-label={title}>
      <h5>{title}</h5>
      <div aria-live={after === '' ? 'polite' : 'off'}>
        {answer && 'error' in answer && <ErrorBox error={answer.error} />}
        {answer && 'value' in answer && <Masks masks={answer.value.masks} after={after} />}
      </div>
    </section>
  );
}

function Masks({ masks, after }: { masks: FilledMasks['masks']; after: string }) {
  return (
    <div className={classes.masks}>
      {masks.map(({ place, best }, k) => (
        <section key={place} aria-label={`Words for mask ${k + 1}${after}`}>
          <h6>{masks.length > 1 ? `[MASK] ${k + 1}` : '[MASK]'}</h6>
          <ul className={training.bars}>
            {best.map(({ probability, ...token }) => (
              <li key={pieceOf(token)}>
                <span>{pieceOf(token)}</span>
                <span className={training.bar} aria-hidden>
                  <span style={{ transform: `scaleX(${probability})` }} />
                </span>
                <span>{probability.toFixed(3)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
