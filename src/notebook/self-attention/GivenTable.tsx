import type { HandTask } from './by-hand.ts';
import { MatrixGrid } from './MatrixGrid.tsx';
import classes from './self-attention.module.css';
import type { Step } from './steps.ts';

/** Whole numbers as they are, others with two decimals; a minus sign of its own. */
export const numberShown = (value: number, digits = 2): string =>
  (Number.isInteger(value)
    ? String(value)
    : digits === 2
      ? value.toFixed(2)
      : String(Number(value.toFixed(digits)))
  ).replace('-', '−');

const NAMES: Partial<Record<Step, string>> = {
  inputs: 'x',
  queries: 'q: your query',
  keys: 'k: keys',
  values: 'v: values',
  scores: 'Scores',
  scaled: 'Divided',
  weights: 'Weights',
};

interface GivenTableProps {
  task: HandTask;
  step: Step;
  /** This row alone; null: all. */
  only: number | null;
}

/** A matrix to compute with, as it stands on the screen: it cannot be written in. */
export function GivenTable({ task, step, only }: GivenTableProps) {
  const { words } = task.settings;
  const matrix = task.shown[step];
  const pairs = step === 'scores' || step === 'scaled' || step === 'weights';
  const title = NAMES[step] ?? step;
  const columns = (matrix[0] ?? []).map((_, j) => (pairs ? `${j + 1}. ${words[j]}` : String(j + 1)));
  return (
    <figure className={classes.matrix}>
      <figcaption>
        <strong>{title}</strong>
      </figcaption>
      <MatrixGrid label={`${title}, given`} columns={columns}>
        {matrix.map((numbers, i) =>
          only === null || only === i ? (
            <tr key={i}>
              <th scope="row">{step.startsWith('W_') ? i + 1 : `${i + 1}. ${words[i]}`}</th>
              {numbers.map((value, j) => (
                <td key={j}>
                  <span className={classes.never}>{numberShown(value)}</span>
                </td>
              ))}
            </tr>
          ) : null,
        )}
      </MatrixGrid>
    </figure>
  );
}
