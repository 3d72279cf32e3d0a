import { Button, NativeSelect } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { openProgress, flushProgress, useProgress } from '../../store/progress.ts';
import { pointsIn } from '../exercise/use-points.ts';
import { HAND_STEPS, handId, handWork, judgeRow, taskOf } from './by-hand.ts';
import { rowOf } from './hand-rows.ts';
import { HandStepCard, STEP_TITLES } from './HandStepCard.tsx';
import { setWord, useByHand } from './kept.ts';
import classes from './self-attention.module.css';
import { STEPS } from './steps.ts';

/** The person computes the row of one word, step after step; each number is judged as soon as it is there. */
export function HandMode() {
  const settings = useByHand((state) => state.settings);
  const word = useByHand((state) => state.word);
  const task = useMemo(() => taskOf(settings, word), [settings, word]);
  const loaded = useProgress((state) => state.loaded);
  const answers = useProgress((state) => state.answers);
  const got = useProgress((state) => pointsIn(handWork.scored, state));
  const box = useRef<HTMLDivElement>(null);
  const goOn = useRef(false);
  useEffect(() => {
    void openProgress();
    return () => void flushProgress();
  }, []);
  // Whoever goes on by keyboard stands in the next number that is wanted, also where a new step has opened.
  useEffect(() => {
    if (!goOn.current) return;
    goOn.current = false;
    const next = box.current?.querySelector<HTMLInputElement>('input[data-hand]:not([data-state="right"])');
    next?.focus();
  });
  if (!loaded) return <p>Loading…</p>;

  const rows = task.steps.map((step) => ({ step, row: rowOf(task, step, answers[handId(step)]?.given) }));
  const open = rows.findIndex(({ step, row }) => !judgeRow(task, step, row).right);
  const aside = STEPS.filter((step) => settings.edited[step] && !task.settings.edited[step]);
  const { words } = settings;
  return (
    <div className={classes.hand} ref={box}>
      <div className={classes.handHead}>
        <NativeSelect
          size="xs"
          label="Whose row"
          value={String(task.word)}
          onChange={({ currentTarget }) => setWord(Number(currentTarget.value))}
          data={words.map((name, i) => ({ value: String(i), label: `${i + 1}. ${name}` }))}
        />
        <p role="status">
          {open < 0
            ? `All ${rows.length} steps of “${words[task.word]}” are there.`
            : `Step ${HAND_STEPS.length - rows.length + open + 1} of ${HAND_STEPS.length}: ${STEP_TITLES[task.steps[open] ?? 'output'].title}.`}{' '}
          {got} of {handWork.points} points.
        </p>
        {open < 0 && words.length > 1 && (
          <Button size="compact-sm" variant="default" onClick={() => setWord((task.word + 1) % words.length)}>
            The next word
          </Button>
        )}
      </div>
      <p className={classes.order}>
        Two decimals are enough: what a step is made of stands above it, rounded, and what rounding does is
        let pass. Enter takes a number and goes on.
        {task.steps.length < HAND_STEPS.length &&
          ' The lecture’s numbers begin with queries, keys and values: their points are to be had with a sentence.'}
        {!task.counts &&
          ' With one word, or one number a word, there is hardly anything to compute: no points.'}
        {aside.length > 0 &&
          ` What you wrote into ${aside.join(', ')} is left aside here: it is what is asked for.`}
      </p>
      <ol className={classes.steps} start={HAND_STEPS.length - task.steps.length + 1}>
        {rows.map(({ step, row }, i) => (
          <HandStepCard
            key={`${step} ${task.word}`}
            task={task}
            step={step}
            row={row}
            place={open < 0 || i < open ? 'done' : i === open ? 'open' : 'later'}
            earned={(answers[handId(step)]?.points ?? 0) > 0}
            onGoOn={() => (goOn.current = true)}
          />
        ))}
      </ol>
    </div>
  );
}
