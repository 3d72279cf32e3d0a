import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { loadRuns } from '../../store/run-keep.ts';
import { useRuns } from '../../store/runs.ts';
import { labClient } from '../../worker/client.ts';
import type { FilledMasks } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { count } from '../training/figures.ts';
import { RunChoice } from '../training/RunChoice.tsx';
import training from '../training/training.module.css';
import { type SteadyRun, useLessonRuns } from '../training/use-runs.ts';
import { useAnswer } from '../use-answer.ts';
import { useCell } from '../use-cell.ts';
import classes from './bert.module.css';
import { OpenShipped } from './OpenShipped.tsx';

const EXAMPLES = [
  'small [MASK] with white flowers',
  'capital and largest [MASK] of france',
  'a person who [MASK] animals',
  'a large [MASK] of north america',
  'the [MASK] of being [MASK]',
];

/** Runs that have left weights of a BERT, the newest last. */
export function useBertRuns(lesson: string, task: 'pretrain' | 'any'): SteadyRun[] {
  const runs = useLessonRuns(lesson);
  const weighty = useRuns(({ runs: all }) =>
    runs.map(({ id }) => Number(Boolean(all[id]?.checkpoint ?? all[id]?.best ?? all[id]?.result))).join(''),
  );
  return runs.filter(
    ({ recipe }, i) =>
      weighty[i] === '1' && recipe.model.kind === 'bert' && (task === 'any' || recipe.task === task),
  );
}

/** A sentence with holes, and what a pretrained run would put there: while it trains as well. */
export default function FillMaskCell() {
  const { lesson } = useCell();
  const runs = useBertRuns(lesson, 'pretrain');
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void loadRuns(), []);
  const run = runs.find(({ id }) => id === chosen) ?? runs.at(-1);
  return (
    <>
      <div className={training.choices}>
        {run && <RunChoice runs={runs} value={run.id} onChange={setChosen} />}
        <OpenShipped />
      </div>
      {run ? (
        <Fill run={run} />
      ) : (
        <p className={training.empty}>
          After the first evaluation of a pretraining, its guesses can be asked for here. The lab brings a
          model that is pretrained already.
        </p>
      )}
    </>
  );
}

function Fill({ run }: { run: SteadyRun }) {
  const [text, setText] = useState(EXAMPLES[0] as string);
  const [next, setNext] = useState(1);
  // While it trains, its weights are those of the best evaluation so far.
  const at = useRuns(({ runs }) => runs[run.id]?.best?.step ?? runs[run.id]?.checkpoint?.step ?? null);
  const key = text.trim() === '' ? null : `${run.id} ${at} ${text}`;
  const answer = useAnswer(key, () => labClient().fillMasks(run.id, text));
  const example = (): void => {
    setText(EXAMPLES[next % EXAMPLES.length] as string);
    setNext(next + 1);
  };
  return (
    <section aria-label="Fill masks">
      <Textarea
        label="A text with [MASK] where a word is missing"
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={training.under}>
        <Button variant="default" size="xs" onClick={example}>
          Another example
        </Button>
        <Button variant="default" size="xs" onClick={() => setText(`${text.trimEnd()} [MASK] `)}>
          Add [MASK]
        </Button>
        {at !== null && <span className={training.hint}>as it was at step {count(at)}</span>}
      </p>
      <div aria-live="polite">
        {answer && 'error' in answer && <ErrorBox error={answer.error} />}
        {answer && 'value' in answer && <Filled filled={answer.value} />}
      </div>
    </section>
  );
}

function Filled({ filled: { tokens, masks } }: { filled: FilledMasks }) {
  return (
    <>
      <p className={training.hint}>read as: {tokens.map(({ text }) => text).join(' · ')}</p>
      <div className={classes.masks}>
        {masks.map(({ place, best }, k) => (
          <section key={place} aria-label={`Words for mask ${k + 1}`}>
            <h5>{masks.length > 1 ? `[MASK] ${k + 1}` : '[MASK]'}</h5>
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
    </>
  );
}
