import { useEffect, useRef, useState } from 'react';
import { type LabErrorData, toErrorData } from '../base/errors.ts';

/** Something typed is sent when the person stops typing. */
const PAUSE_MS = 250;

export type Answer<T> = { value: T } | { error: LabErrorData } | null;

/**
 * The newest answer to a question; an older one that comes late is dropped.
 * @param key changes with the question; null: nothing is asked
 */
export function useAnswer<T>(key: string | null, ask: () => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>(null);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (key === null) return;
    let current = true;
    const timer = setTimeout(() => {
      latest.current().then(
        (value) => current && setAnswer({ value }),
        (error: unknown) => current && setAnswer({ error: toErrorData(error) }),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  // Where nothing is asked any more, the last answer must not come back under the next question.
  if (key === null && answer !== null) setAnswer(null);
  return key === null ? null : answer;
}
