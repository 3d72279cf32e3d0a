import { Button, Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import {
  choiceOrder,
  type FormulaQuestion,
  type Given,
  judge,
  type Question,
} from '../../exercises/questions.ts';
import { openDrafts, setDraft, useDrafts } from '../../store/drafts.ts';
import { markRead } from '../../store/notebook.ts';
import { answer, flushProgress, MOST_WORDS, openProgress, useProgress } from '../../store/progress.ts';
import type { CellModule } from '../cell.ts';
import { useCell } from '../use-cell.ts';
import { InlineCode, withoutTicks } from './InlineCode.tsx';
import classes from './exercise.module.css';

type Field = { question: Question; given: Given; onGive: (given: Given) => void };

function Choices({ question, given, onGive }: Field) {
  if (question.kind !== 'single' && question.kind !== 'several') return null;
  const taken = Array.isArray(given) ? given : [];
  return (
    <div className={classes.choices}>
      {choiceOrder(question.id, question.choices).map((i) => {
        const text = question.choices[i]?.text ?? '';
        return question.kind === 'single' ? (
          <Radio
            key={text}
            name={question.id}
            label={<InlineCode text={text} />}
            checked={taken.includes(i)}
            onChange={() => onGive([i])}
          />
        ) : (
          <Checkbox
            key={text}
            label={<InlineCode text={text} />}
            checked={taken.includes(i)}
            onChange={({ currentTarget }) =>
              onGive(currentTarget.checked ? [...taken, i] : taken.filter((other) => other !== i))
            }
          />
        );
      })}
    </div>
  );
}

/** "A formula in T (tokens) and H (width), with + − * / ^ and brackets." */
const formulaHint = ({ variables }: FormulaQuestion): string =>
  `A formula in ${variables.map(({ name, means }) => `${name} (${means})`).join(' and ')}, with + − * / ^ and brackets. The sign of a product may be left out.`;

function One({ question }: { question: Question }) {
  const kept = useProgress((state) => state.answers[question.id]);
  const typed = useDrafts((state) => state.drafts[question.id]);
  // What is tried after the right answer stands nowhere but here: that one stays.
  const [tried, setTried] = useState<Given | null>(null);
  const given =
    typed ?? tried ?? kept?.given ?? (question.kind === 'single' || question.kind === 'several' ? [] : '');
  const judged = tried ?? kept?.given;
  const verdict = judged !== undefined && typed === undefined ? judge(question, judged) : null;
  const text = typeof given === 'string' ? given : '';
  const waits = given.length === 0 || verdict !== null;
  const submit = (): void => {
    if (waits) return;
    setTried(kept && judge(question, kept.given).right ? given : null);
    answer(question, given);
    setDraft(question.id, null);
  };
  const onEnter = ({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): void => {
    if (key === 'Enter' && !ctrlKey && !metaKey && !shiftKey) submit();
  };
  if (question.kind === 'free')
    return (
      <Textarea
        label={<InlineCode text={question.text} />}
        description={
          text.length < MOST_WORDS
            ? 'Kept for the report; not graded.'
            : `This is as long as an answer can be: ${MOST_WORDS.toLocaleString('en')} characters. What you put in beyond is left out.`
        }
        maxLength={MOST_WORDS}
        autosize
        minRows={3}
        value={text}
        onChange={({ currentTarget }) => answer(question, currentTarget.value)}
      />
    );
  return (
    <fieldset>
      <legend>
        <InlineCode text={question.text} />{' '}
        <span className={classes.points}>
          ({question.points} {question.points === 1 ? 'point' : 'points'})
        </span>
      </legend>
      <Choices question={question} given={given} onGive={(now) => setDraft(question.id, now)} />
      {question.kind === 'number' && (
        <TextInput
          aria-label={`${withoutTicks(question.text)} Answer${question.unit ? ` in ${question.unit}` : ''}`}
          inputMode="decimal"
          maw={220}
          mb={10}
          rightSection={question.unit}
          rightSectionWidth={question.unit.length * 9 + 12}
          value={text}
          onChange={({ currentTarget }) => setDraft(question.id, currentTarget.value)}
          onKeyDown={onEnter}
        />
      )}
      {question.kind === 'formula' && (
        <TextInput
          aria-label={`${withoutTicks(question.text)} Answer as a formula`}
          description={formulaHint(question)}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maw={420}
          mb={10}
          value={text}
          onChange={({ currentTarget }) => setDraft(question.id, currentTarget.value)}
          onKeyDown={onEnter}
        />
      )}
      <Button size="compact-sm" variant="default" disabled={waits} onClick={submit}>
        Answer
      </Button>
      <div className={classes.verdict} role="status" data-right={verdict?.right}>
        {verdict && (
          <>
            <strong>
              {!verdict.right
                ? kept?.right
                  ? 'Not this one. Your right answer stands, with its points. '
                  : 'Not yet. '
                : kept && kept.tries > 1
                  ? `Right, at try ${kept.tries}. `
                  : 'Right. '}
            </strong>
            {verdict.why.length > 1 ? (
              <ul>
                {verdict.why.map((line) => (
                  <li key={line}>
                    <InlineCode text={line} />
                  </li>
                ))}
              </ul>
            ) : (
              <InlineCode text={verdict.why.join('')} />
            )}
          </>
        )}
      </div>
    </fieldset>
  );
}

function Questions({ questions }: { questions: readonly Question[] }) {
  const progress = useProgress((state) => state.loaded);
  const drafts = useDrafts((state) => state.loaded);
  const loaded = progress && drafts;
  const all = useProgress((state) =>
    questions.every(({ id, kind }) => kind === 'free' || state.answers[id]?.right),
  );
  const { lesson, id } = useCell();
  useEffect(() => {
    void openProgress();
    void openDrafts();
    return () => void flushProgress();
  }, []);
  useEffect(() => {
    if (loaded && all) markRead(lesson, id);
  }, [loaded, all, lesson, id]);
  if (!loaded) return <p>Loading…</p>;
  return (
    <ol className={classes.questions}>
      {questions.map((question) => (
        <li key={question.id}>
          <One question={question} />
        </li>
      ))}
    </ol>
  );
}

/** The module of a cell with questions. */
export function questionsModule(questions: readonly Question[]): CellModule {
  return { default: () => <Questions questions={questions} /> };
}
