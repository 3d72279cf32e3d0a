import { useEffect, useState } from 'react';
import { toErrorData } from '../../base/errors.ts';
import { labClient } from '../../worker/client.ts';
import type { TranslateOptions } from '../../worker/protocol.ts';
import { type Answer, type Answered, answerTo, type Shown } from './answer-to.ts';

/** A sentence is sent when the person stops typing. */
const PAUSE_MS = 300;

/** The newest answer to what is typed, and whether a newer one is awaited; an older one that comes late is dropped. */
export function useTranslation(
  runId: string,
  text: string,
  { width, lengthPenalty }: TranslateOptions,
): Shown {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const empty = text.trim() === '';
  useEffect(() => {
    if (empty) return;
    let current = true;
    const question = { runId, text, width, lengthPenalty };
    const take = (answer: Answer): void => {
      if (current) setAnswered({ question, answer });
    };
    const ask = (): void => {
      labClient()
        .translate(runId, text, { width, lengthPenalty })
        .then(
          (translation) => take({ translation }),
          (error: unknown) => take({ error: toErrorData(error) }),
        );
    };
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [runId, text, width, lengthPenalty, empty]);
  return answerTo({ runId, text, width, lengthPenalty }, answered);
}
