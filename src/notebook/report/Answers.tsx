import { useEffect } from 'react';
import type { FreeQuestion } from '../../exercises/questions.ts';
import { openProgress, useProgress } from '../../store/progress.ts';
import { wordsOf } from '../../store/progress-kept.ts';
import { InlineCode } from '../exercise/InlineCode.tsx';
import classes from './report.module.css';

/** What the person answered in words, as it goes into the report; it is written where the question is asked. */
export function Answers({ questions }: { questions: readonly FreeQuestion[] }) {
  const answers = useProgress((state) => state.answers);
  const loaded = useProgress((state) => state.loaded);
  useEffect(() => void openProgress(), []);
  if (questions.length === 0) return null;
  return (
    <section aria-label="Answers in words" className={classes.answers}>
      <h4>Answers in words</h4>
      <dl>
        {questions.map(({ id, text }) => {
          const words = wordsOf(answers[id]);
          return (
            <div key={id}>
              <dt>
                <InlineCode text={text} />
              </dt>
              <dd data-empty={words === ''}>
                {words || (loaded ? 'Not answered yet: the question stands further up.' : '')}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
