import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTypedText } from '../../store/typed.ts';
import type { Translation } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { notANumber, numberOf } from '../number-text.ts';
import { runTitle } from '../training/run-words.ts';
import training from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import { useDraftField } from '../use-draft-field.ts';
import { AlignmentMap } from './AlignmentMap.tsx';
import classes from './translation.module.css';
import { useTranslation } from './use-translation.ts';

const WIDEST = 32;

/** Any sentence, what the run's best weights make of it, how sure they are of each word, and where they looked. */
export function TranslateBox({ run }: { run: SteadyRun }) {
  const examples = run.result?.test.translation?.examples ?? [];
  const [text, setText] = useTypedText(`translate/${run.lesson}`);
  const [next, setNext] = useState(0);
  const [width, setWidth] = useState(1);
  /** Null: as the run's recipe has it. */
  const [chosenPenalty, setChosenPenalty] = useState<number | null>(null);
  const lengthPenalty = chosenPenalty ?? run.recipe.training.beam.lengthPenalty;
  const { answer, waiting } = useTranslation(run.id, text, { width, lengthPenalty });
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
        <SearchField
          label="Beam width"
          description={`1: greedy, to ${WIDEST}`}
          value={width}
          takes={(number) => Number.isInteger(number) && number >= 1 && number <= WIDEST}
          range={`a whole number from 1 to ${WIDEST}`}
          onChange={setWidth}
        />
        <SearchField
          label="Length penalty"
          description="0 to 2"
          disabled={width === 1}
          value={lengthPenalty}
          takes={(number) => number >= 0 && number <= 2}
          range="a number from 0 to 2"
          onChange={setChosenPenalty}
        />
        {examples.length > 0 && (
          <Button variant="default" onClick={takeExample}>
            A test sentence
          </Button>
        )}
      </div>
      <p className={classes.waiting}>
        {waiting &&
          (answer ? 'Translating; below stands the answer to what was asked before.' : 'Translating …')}
      </p>
      <div className={classes.answer} data-stale={waiting || undefined} aria-busy={waiting}>
        {answer && 'error' in answer && <ErrorBox error={answer.error} />}
        {answer && 'translation' in answer && (
          <Answered
            key={answer.translation.candidates[0]?.text ?? ''}
            translation={answer.translation}
            by={runTitle(run)}
          />
        )}
      </div>
    </section>
  );
}

interface SearchFieldProps {
  label: string;
  description: string;
  disabled?: boolean;
  value: number;
  takes: (number: number) => boolean;
  /** What it takes, in words. */
  range: string;
  onChange: (value: number) => void;
}

/** A number of the search: what stands there is what is used, and what is not taken is said. */
function SearchField({
  label,
  description,
  disabled = false,
  value,
  takes,
  range,
  onChange,
}: SearchFieldProps) {
  const field = useDraftField(String(value));
  const commit = (draft: string): void => {
    const number = numberOf(draft);
    if (number === null && draft.trim() !== '') field.refuse(notANumber(draft), String(value));
    else if (number === null || !takes(number)) field.refuse(`It may be ${range}.`, String(value));
    else if (number === value) field.taken();
    else onChange(number);
  };
  return (
    <TextInput {...field.input(commit)} w={140} label={label} description={description} disabled={disabled} />
  );
}

/** @param by the run, by its name */
function Answered({ translation, by }: { translation: Translation; by: string }) {
  const { source, unread, words, attention, candidates } = translation;
  const [chosen, setChosen] = useState<number | null>(null);
  const unknown = source.filter((token) => token.unknown).map((token) => token.text);
  const word = chosen === null ? undefined : words[chosen];
  return (
    <>
      <p aria-live="polite">
        <strong>{candidates[0]?.text}</strong>
      </p>
      {unread > 0 && (
        <p className={training.hint} role="status">
          The model reads {source.length.toLocaleString('en')} tokens at most. The last{' '}
          {unread.toLocaleString('en')} of yours, behind “{source.at(-1)?.text}”,{' '}
          {unread === 1 ? 'was' : 'were'} not read.
        </p>
      )}
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
      {attention && <AlignmentMap detail={by} source={source} target={words} weights={attention} />}
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
