import { Button, NumberInput, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Translation } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import training from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import { AlignmentMap } from './AlignmentMap.tsx';
import classes from './translation.module.css';
import { useTranslation } from './use-translation.ts';

const WIDEST = 32;

/** Any sentence, what the run's best weights make of it, how sure they are of each word, and where they looked. */
export function TranslateBox({ run }: { run: SteadyRun }) {
  const examples = run.result?.test.translation?.examples ?? [];
  const [text, setText] = useState('');
  const [next, setNext] = useState(0);
  const [width, setWidth] = useState(1);
  const [lengthPenalty, setLengthPenalty] = useState(run.recipe.training.beam.lengthPenalty);
  const answer = useTranslation(run.id, text, { width, lengthPenalty });
  const takeExample = (): void => {
    setText(examples[next % examples.length]?.source ?? '');
    setNext(next + 1);
  };
  return (
    <section aria-label="Translate a sentence">
      <div className={classes.ask}>
        <Textarea
          label="A sentence of the source language"
          placeholder="Type a sentence: its translation appears as you type."
          autosize
          minRows={2}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NumberInput
          size="xs"
          w={110}
          label="Beam width"
          description="1: greedy"
          min={1}
          max={WIDEST}
          value={width}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) setWidth(Math.min(WIDEST, Math.round(value)));
          }}
        />
        <NumberInput
          size="xs"
          w={110}
          label="Length penalty"
          description="0 to 2"
          min={0}
          max={2}
          step={0.1}
          decimalScale={2}
          disabled={width === 1}
          value={lengthPenalty}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 0) setLengthPenalty(Math.min(2, value));
          }}
        />
        {examples.length > 0 && (
          <Button variant="default" onClick={takeExample}>
            A test sentence
          </Button>
        )}
      </div>
      <div className={classes.answer}>
        {answer && 'error' in answer && <ErrorBox error={answer.error} />}
        {answer && 'translation' in answer && (
          <Answered key={answer.translation.candidates[0]?.text ?? ''} translation={answer.translation} />
        )}
      </div>
    </section>
  );
}

function Answered({ translation }: { translation: Translation }) {
  const { source, words, attention, candidates } = translation;
  const [chosen, setChosen] = useState<number | null>(null);
  const unknown = source.filter((token) => token.unknown).map((token) => token.text);
  const word = chosen === null ? undefined : words[chosen];
  const labels = useMemo(
    () => ({ source: source.map((token) => token.text), target: words.map((each) => each.text) }),
    [source, words],
  );
  return (
    <>
      <p aria-live="polite">
        <strong>{candidates[0]?.text}</strong>
      </p>
      {unknown.length > 0 && (
        <p className={training.hint}>Read as unknown, since train does not have it: {unknown.join(', ')}.</p>
      )}
      <ul className={classes.words} aria-label="Words with their probabilities">
        {words.map(({ text, probability }, i) => (
          <li key={i}>
            <button
              type="button"
              className={classes.word}
              aria-pressed={chosen === i}
              onClick={() => setChosen(chosen === i ? null : i)}
            >
              {text}
              <small>{probability.toFixed(2)}</small>
            </button>
          </li>
        ))}
      </ul>
      <p className={training.hint}>
        {word
          ? `Instead of “${word.text}” (${word.probability.toFixed(3)}) it might have said ${word.others
              .map(({ text, probability }) => `${text} (${probability.toFixed(3)})`)
              .join(', ')}.`
          : 'Choose a word to see what it might have said instead.'}
      </p>
      {candidates.length > 1 && <Candidates candidates={candidates} />}
      {attention && <AlignmentMap {...labels} weights={attention} />}
    </>
  );
}

function Candidates({ candidates }: Pick<Translation, 'candidates'>) {
  return (
    <div className={training.wide} tabIndex={0} role="region" aria-label="What the beam search found">
      <table className={training.table}>
        <thead>
          <tr>
            <th scope="col">found by the beam</th>
            <th scope="col" data-number>
              log-probability
            </th>
            <th scope="col" data-number>
              score
            </th>
          </tr>
        </thead>
        <tbody>
          {candidates.map(({ text, logProbability, score }, i) => (
            <tr key={i}>
              <td>{text}</td>
              <td data-number>{logProbability.toFixed(3)}</td>
              <td data-number>{score.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
