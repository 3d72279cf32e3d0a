import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import {
  askedOf,
  HAND_POINTS,
  HAND_TRIES,
  type HandRow,
  type HandStep,
  type HandTask,
  judgeRow,
} from './by-hand.ts';
import { GivenTable, numberShown } from './GivenTable.tsx';
import { clearRow, showSolution, typeCell } from './hand-rows.ts';
import { MatrixGrid } from './MatrixGrid.tsx';
import classes from './self-attention.module.css';
import { divisorOf, maySee, type Step } from './steps.ts';

export const STEP_TITLES: Record<HandStep, { title: string; how: string }> = {
  queries: { title: 'the query', how: 'x · W_q' },
  keys: { title: 'the key', how: 'x · W_k' },
  values: { title: 'the value', how: 'x · W_v' },
  scores: { title: 'the scores', how: 'your query · the key of each word' },
  scaled: { title: 'the scores, divided', how: 'by √D, or by the number that was chosen' },
  weights: { title: 'the weights', how: 'mask and softmax: the row adds up to 1' },
  output: { title: 'the output', how: 'weights · values' },
};

/** What a step is computed from: rows of the word, or whole matrices. */
const GIVEN: Record<HandStep, readonly [Step, 'row' | 'all'][]> = {
  queries: [['inputs', 'row'], ['W_q', 'all']],
  keys: [['inputs', 'row'], ['W_k', 'all']],
  values: [['inputs', 'row'], ['W_v', 'all']],
  scores: [['queries', 'row'], ['keys', 'all']],
  scaled: [['scores', 'row']],
  weights: [['scaled', 'row']],
  output: [['weights', 'row'], ['values', 'all']],
}; // prettier-ignore

interface HandStepCardProps {
  task: HandTask;
  step: HandStep;
  row: HandRow;
  place: 'done' | 'open' | 'later';
  earned: boolean;
  /** By keyboard: the next number that is wanted gets the focus. */
  onGoOn: () => void;
}

/** One step: what it is made of, the row to fill in, and what the lab says of it. */
export function HandStepCard({ task, step, row, place, earned, onGoOn }: HandStepCardProps) {
  const { title, how } = STEP_TITLES[step];
  const { word, settings } = task;
  const points = HAND_POINTS[step];
  const hidden = settings.words.filter((_, at) => !maySee(settings, word, at));
  const head = (
    <h4>
      {title[0]?.toUpperCase()}
      {title.slice(1)} <span>{how}</span>{' '}
      <small data-earned={earned}>
        {earned ? `${points} of ${points}` : points} {points === 1 ? 'point' : 'points'}
      </small>
    </h4>
  );
  if (place === 'later') return <li data-place="later">{head}</li>;
  return (
    <li data-place={place}>
      {head}
      {place === 'open' && (
        <>
          <div className={classes.row}>
            {GIVEN[step].map(([name, part]) => (
              <GivenTable key={name} task={task} step={name} only={part === 'row' ? word : null} />
            ))}
          </div>
          {step === 'scaled' && <p>The divisor is {numberShown(divisorOf(settings), 4)}.</p>}
          {step === 'weights' && (
            <p>
              {hidden.length === 0
                ? 'No place is masked for this word.'
                : `It may not look at ${settings.words
                    .map((name, at) => (maySee(settings, word, at) ? '' : `${at + 1}. ${name}`))
                    .filter((name) => name !== '')
                    .join(', ')}.`}
            </p>
          )}
        </>
      )}
      <Row task={task} step={step} row={row} place={place} onGoOn={onGoOn} />
    </li>
  );
}

function Row({ task, step, row, place, onGoOn }: Omit<HandStepCardProps, 'earned'>) {
  const verdict = judgeRow(task, step, row);
  const { word, settings } = task;
  const id = useId();
  const values = task.exact[step][word] ?? [];
  const asked = askedOf(task, step);
  const pairs = step === 'scores' || step === 'scaled' || step === 'weights';
  const column = (j: number): string => (pairs ? `${j + 1}. ${settings.words[j]}` : `${j + 1}`);
  const wrong = verdict.cells.flatMap(({ state, why }, j) => (state === 'wrong' ? [{ j, why }] : []));
  const right = asked - verdict.missing.length;
  return (
    <>
      <MatrixGrid label={`Your row: ${STEP_TITLES[step].title}`} columns={values.map((_, j) => column(j))}>
        <tr>
          <th scope="row">{settings.words[word]}</th>
          {values.map((value, j) => (
            <td key={j}>
              {j < asked && place === 'open' ? (
                <HandNumber
                  label={`Your ${STEP_TITLES[step].title.replace('the ', '')}, column ${column(j)}`}
                  kept={row.cells[j] ?? ''}
                  state={verdict.cells[j]?.state ?? 'empty'}
                  describedBy={`${id}-${j}`}
                  ends={(text) => verdict.missing.every((at) => at === j) && text.trim() !== ''}
                  onType={(text, byKeyboard) => {
                    typeCell(task, step, j, text);
                    if (byKeyboard) onGoOn();
                  }}
                />
              ) : (
                <span className={classes.never}>{j < asked ? row.cells[j] : numberShown(value)}</span>
              )}
            </td>
          ))}
        </tr>
      </MatrixGrid>
      <div className={place === 'open' ? classes.said : undefined} role="status">
        {place === 'open' && (
          <>
            <p>
              {right} of {asked} {asked === 1 ? 'number is' : 'numbers are'} right
              {verdict.missing.length > 0 && `; missing: ${verdict.missing.map(column).join(', ')}`}.{' '}
              {verdict.note}
            </p>
            {wrong.map(({ j, why }) => (
              <p key={j} id={`${id}-${j}`}>
                <strong>{column(j)}</strong> {why}
              </p>
            ))}
          </>
        )}
        {row.shown && (
          <p>The solution was shown: no points for this row. Take another word and compute it there.</p>
        )}
      </div>
      {place === 'open' && row.wrong.length >= HAND_TRIES && (
        <Button size="compact-sm" variant="default" onClick={() => showSolution(task, step)}>
          Show the solution
        </Button>
      )}
      {place === 'done' && (
        <Button size="compact-sm" variant="subtle" onClick={() => clearRow(task, step)}>
          Once more
        </Button>
      )}
    </>
  );
}

interface HandNumberProps {
  label: string;
  kept: string;
  state: 'empty' | 'right' | 'wrong';
  describedBy: string;
  /** Whether this number would be the last of its step. */
  ends: (text: string) => boolean;
  onType: (text: string, byKeyboard: boolean) => void;
}

/** Judged when it is finished, by Enter or by leaving the field: 1 on the way to 1.5 is no answer. */
function HandNumber({ label, kept, state, describedBy, ends, onType }: HandNumberProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = (byKeyboard: boolean): void => {
    if (typed !== null || byKeyboard) onType(typed ?? kept, byKeyboard);
    setTyped(null);
  };
  return (
    <input
      className={classes.number}
      data-hand
      size={6}
      data-state={typed === null ? state : 'empty'}
      inputMode="text"
      autoComplete="off"
      maxLength={40}
      aria-label={label}
      aria-invalid={typed === null && state === 'wrong'}
      aria-describedby={state === 'wrong' ? describedBy : undefined}
      value={typed ?? kept}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={() => finish(false)}
      onKeyDown={(event) => {
        const last = event.key === 'Tab' && !event.shiftKey && typed !== null && ends(typed);
        if (event.key !== 'Enter' && !last) return;
        event.preventDefault();
        finish(true);
      }}
    />
  );
}
