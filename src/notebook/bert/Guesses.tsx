import { isUnfinished } from '../../runs/record.ts';
import { useRuns } from '../../store/runs.ts';
import { labClient } from '../../worker/client.ts';
import type { FilledMasks } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { count } from '../training/figures.ts';
import training from '../training/training.module.css';
import { type SteadyRun, useLive } from '../training/use-runs.ts';
import { useAnswer } from '../use-answer.ts';
import classes from './bert.module.css';
import { bestEpochOf } from './finetune.ts';
import { modelAt, type Moment, momentInWords, momentsOf } from './moments.ts';

/**
 * What a pretraining puts in the place of each mask: side by side as it began, after each of the kept epochs, and with its
 * best weights so far. Where it has kept none, these alone.
 */
export function Guesses({ run, text }: { run: SteadyRun; text: string }) {
  const bestEpoch = useRuns(({ runs }) => {
    const now = runs[run.id];
    return now ? bestEpochOf(now) : null;
  });
  return (
    <div className={classes.moments}>
      {momentsOf(run, bestEpoch).map((moment) => (
        <AtMoment key={moment ?? 'best'} run={run} text={text} moment={moment} />
      ))}
    </div>
  );
}

function AtMoment({ run, text, moment }: { run: SteadyRun; text: string; moment: Moment }) {
  // While it trains, its weights are those of the best evaluation so far.
  const live = useLive(run.id);
  const step = live?.best?.step ?? live?.checkpoint?.step ?? null;
  const weights = moment ?? `best ${step}`;
  const key = text.trim() === '' ? null : `${run.id} ${weights} ${text}`;
  const answer = useAnswer(key, () => labClient().fillMasks(modelAt(run.id, moment), text));
  const words = momentInWords(moment).replace(/^./, (letter) => letter.toUpperCase());
  const soFar = isUnfinished(run.status) ? ' so far' : '';
  const title = moment === null ? `${words}${soFar}${step === null ? '' : `, step ${count(step)}`}` : words;
  return (
    <section aria-label={title}>
      <h5>{title}</h5>
      <div aria-live={moment === null ? 'polite' : 'off'}>
        {answer && 'error' in answer && <ErrorBox error={answer.error} />}
        {answer && 'value' in answer && (
          <Filled filled={answer.value} after={moment === null ? '' : `, ${momentInWords(moment)}`} />
        )}
      </div>
    </section>
  );
}

/** @param after what tells the lists of one moment from those of the others, behind their names */
function Filled({ filled: { tokens, masks }, after }: { filled: FilledMasks; after: string }) {
  return (
    <>
      <div className={classes.masks}>
        {masks.map(({ place, best }, k) => (
          <section key={place} aria-label={`Words for mask ${k + 1}${after}`}>
            <h6>{masks.length > 1 ? `[MASK] ${k + 1}` : '[MASK]'}</h6>
            <ul className={training.bars}>
              {best.map(({ text, starts, probability }) => (
                <li key={`${text} ${starts}`}>
                  <span>
                    {!starts && '–'}
                    {text}
                  </span>
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
      {after === '' && <p className={training.hint}>read as: {tokens.map(({ text }) => text).join(' · ')}</p>}
    </>
  );
}
