import { Textarea } from '@mantine/core';
import { Fragment, useEffect, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { labClient } from '../../worker/client.ts';
import type { Prediction } from '../../worker/protocol.ts';
import { ErrorBox } from '../ErrorBox.tsx';
import { AttentionText } from './AttentionText.tsx';
import { rankedLabels } from './ranked-labels.ts';
import classes from './training.module.css';
import type { SteadyRun } from './use-runs.ts';

/** A text is sent when the person stops typing. */
const PAUSE_MS = 250;
type Answer = { prediction: Prediction } | { error: LabErrorData } | null;

/** The newest answer to what is typed; an older one that comes late is dropped. */
function usePrediction(runId: string, text: string): Answer {
  const [answer, setAnswer] = useState<Answer>(null);
  useEffect(() => {
    if (text.trim() === '') return;
    let current = true;
    const ask = (): void => {
      labClient()
        .predict(runId, [text])
        .then(
          ([prediction]) => current && prediction && setAnswer({ prediction }),
          (error: unknown) => current && setAnswer({ error: toErrorData(error) }),
        );
    };
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [runId, text]);
  return text.trim() === '' ? null : answer;
}

/** Any text, and what the run's best weights make of it. */
export function TryText({ run }: { run: SteadyRun }) {
  const [text, setText] = useState('');
  const answer = usePrediction(run.id, text);
  return (
    <div className={classes.try}>
      <Textarea
        aria-label="A text to classify"
        placeholder="Type any text: the probabilities of its classes appear as you type."
        autosize
        minRows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div aria-live="polite" className={classes.answer}>
        {answer && 'error' in answer && <ErrorBox error={answer.error} />}
        {answer && 'prediction' in answer && (
          <>
            <Probabilities
              labels={run.labels}
              prediction={answer.prediction}
              thresholds={run.result?.validation.thresholds ?? null}
            />
            <AttentionText prediction={answer.prediction} />
          </>
        )}
      </div>
    </div>
  );
}

/** Words apart, the pieces of a word close together: `the · un|happi|ness`; what the model does not know is marked. */
function ReadAs({ tokens, starts, unknown }: Prediction) {
  if (tokens.length === 0) return <>one unknown word</>;
  const strange = unknown.filter(Boolean).length;
  return (
    <>
      {tokens.map((token, i) => (
        <Fragment key={i}>
          {i > 0 && (starts[i] === false ? '|' : ' · ')}
          {unknown[i] ? (
            <span className={classes.unknown} title="not in the vocabulary">
              {token}
              <span className="visually-hidden"> (unknown)</span>
            </span>
          ) : (
            token
          )}
        </Fragment>
      ))}
      {strange > 0 && `; ${strange} not in the vocabulary, read as <unk>`}
    </>
  );
}

interface ProbabilitiesProps {
  labels: readonly string[];
  prediction: Prediction;
  /** From which probability on each label is given; null: the greatest alone counts. */
  thresholds: readonly number[] | null;
}

function Probabilities({ labels, prediction, thresholds }: ProbabilitiesProps) {
  const ranked = rankedLabels(labels, prediction.probabilities, thresholds);
  return (
    <>
      <ul className={classes.bars}>
        {ranked.map(({ label, probability, threshold, given }) => (
          <li key={label} title={threshold === null ? undefined : `given from ${threshold.toFixed(3)} on`}>
            <span>
              {given ? <strong>{label} ✓</strong> : label}
              {given && <span className="visually-hidden">, given</span>}
            </span>
            <span className={classes.bar} aria-hidden>
              <span style={{ transform: `scaleX(${probability})` }} />
            </span>
            <span>{probability.toFixed(3)}</span>
          </li>
        ))}
      </ul>
      {thresholds && (
        <p className={classes.hint}>
          ✓ given: at or above the label’s own threshold, which “Scores of each class” names. Every label that
          is given is listed, and the most probable of the others.
        </p>
      )}
      <p className={classes.hint}>
        read as: <ReadAs {...prediction} />
      </p>
    </>
  );
}
