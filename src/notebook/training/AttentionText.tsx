import { useState } from 'react';
import { HeatMap } from '../../charts/HeatMap.tsx';
import type { Prediction } from '../../worker/protocol.ts';
import own from './AttentionText.module.css';
import classes from './training.module.css';

/** More tokens than this make a matrix that nobody reads. */
const MOST = 40;

/** A text in which each word is the darker the more a chosen step looks back at it; the last step to begin with. */
export function AttentionText({ prediction: { tokens, attention } }: { prediction: Prediction }) {
  const [chosen, setChosen] = useState<number | null>(null);
  if (!attention || attention.length < 2) return null;
  const last = attention.length - 1;
  const at = Math.min(chosen ?? last, last);
  const weights = attention[at] ?? [];
  const greatest = weights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const labels = tokens.slice(0, MOST).map((token, i) => `${i + 1} ${token}`);
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
      <HeatMap
        title="Attention over the earlier states"
        yTitle="step that looks"
        xTitle="step looked at"
        valueTitle="weight"
        yLabels={labels}
        xLabels={labels}
        values={attention.slice(0, MOST).map((row) => row.slice(0, MOST))}
        format={(value) => value.toFixed(2)}
      />
    </section>
  );
}
