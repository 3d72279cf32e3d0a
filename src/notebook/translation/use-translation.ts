import { useEffect, useState } from 'react';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { labClient } from '../../worker/client.ts';
import type { TranslateOptions, Translation } from '../../worker/protocol.ts';

/** A sentence is sent when the person stops typing. */
const PAUSE_MS = 300;

export type Answer = { translation: Translation } | { error: LabErrorData } | null;

/** The newest answer to what is typed; an older one that comes late is dropped. */
export function useTranslation(
  runId: string,
  text: string,
  { width, lengthPenalty }: TranslateOptions,
): Answer {
  const [answered, setAnswered] = useState<{ by: string; answer: Answer } | null>(null);
  const empty = text.trim() === '';
  useEffect(() => {
    if (empty) return;
    let current = true;
    const ask = (): void => {
      labClient()
        .translate(runId, text, { width, lengthPenalty })
        .then(
          (translation) => current && setAnswered({ by: runId, answer: { translation } }),
          (error: unknown) => current && setAnswered({ by: runId, answer: { error: toErrorData(error) } }),
        );
    };
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [runId, text, width, lengthPenalty, empty]);
  // Another run says something else: its name must not stand above what the last one said.
  return empty || answered?.by !== runId ? null : answered.answer;
}
