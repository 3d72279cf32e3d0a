import { useMemo, useState } from 'react';
import { SingleMap } from '../../charts/attention/SingleMap.tsx';
import type { Prediction } from '../../worker/protocol.ts';
import own from './AttentionText.module.css';
import classes from './training.module.css';

/** A text in which each word is the darker the more a chosen step looks back at it; the last step to begin with. */
export function AttentionText({ prediction: { tokens, attention } }: { prediction: Prediction }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const words = useMemo(
    () => tokens.slice(0, attention?.length ?? 0).map((text) => ({ text, starts: true })),
    [tokens, attention],
  );
  if (!attention || attention.length < 2) return null;
  const last = attention.length - 1;
  const at = Math.min(chosen ?? last, last);
  const weights = attention[at] ?? [];
  const greatest = weights.reduce((a, b) => Math.max(a, b), 0) || 1;
  return (
    <section aria-label="What the attention looks at">
      <p className={classes.hint}>
        What step {at + 1}, “{tokens[at]}”, looks back at. Choose another word to see its own.
      </p>
      <p className={own.text}>
        {tokens.slice(0, attention.length).map((token, i) => {
          const share = weights[i] ?? 0;
          return (
            <button
              key={i}
              type="button"
              className={own.word}
              aria-pressed={i === at}
              title={`${(100 * share).toFixed(1)}%`}
              onClick={() => setChosen(i)}
            >
              <span
                className={own.ground}
                style={{ opacity: i < at ? (0.85 * share) / greatest : 0 }}
                aria-hidden
              />
              <span className={own.token}>{token}</span>
              <span className="visually-hidden">, {(100 * share).toFixed(0)} percent</span>
            </button>
          );
        })}
      </p>
      <SingleMap title="Attention over the earlier states" queries={words} keys={words} rows={attention} />
    </section>
  );
}
