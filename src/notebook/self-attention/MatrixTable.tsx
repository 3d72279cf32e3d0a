import { useState } from 'react';
import { emptyRefusal, notANumber, numberOf } from '../number-text.ts';
import { MatrixGrid } from './MatrixGrid.tsx';
import classes from './self-attention.module.css';
import type { Matrix } from './steps.ts';

interface MatrixTableProps {
  title: string;
  /** How it is made of those before it. */
  how: string;
  matrix: Matrix;
  rows: readonly string[];
  columns: readonly string[];
  /** Places that may not be looked at. */
  hidden?: ((row: number, column: number) => boolean) | undefined;
  /** Shares: the greater, the darker. */
  shaded: boolean;
  edited: boolean;
  onEdit: (row: number, column: number, value: number) => void;
  onRestore: () => void;
}

/** A matrix of numbers, each of which can be overwritten. */
export function MatrixTable(props: MatrixTableProps) {
  const { title, how, matrix, rows, columns, hidden, shaded, edited, onEdit, onRestore } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <figure className={classes.matrix}>
      <figcaption>
        <strong>{title}</strong> <span>{how}</span>
        {edited && (
          <button type="button" className={classes.restore} onClick={onRestore}>
            changed by hand: compute again
          </button>
        )}
      </figcaption>
      <MatrixGrid label={title} columns={columns}>
        {matrix.map((numbers, i) => (
          <tr key={i}>
            <th scope="row">{rows[i]}</th>
            {numbers.map((value, j) => (
              <td key={j} style={shaded ? shade(value) : undefined}>
                {hidden?.(i, j) ? (
                  <span className={classes.never} aria-label="minus infinity">
                    −∞
                  </span>
                ) : (
                  <NumberCell
                    label={`${title}, row ${rows[i]}, column ${columns[j]}`}
                    value={value}
                    onChange={(next) => onEdit(i, j, next)}
                    onRefuse={setRefusal}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </MatrixGrid>
      {refusal !== null && (
        <p className={classes.refusal} role="alert">
          {refusal}
        </p>
      )}
    </figure>
  );
}

/** Only light enough that the number on it can be read in either scheme. */
const shade = (share: number): React.CSSProperties => ({
  backgroundColor: `color-mix(in srgb, var(--lab-accent) ${Math.round(45 * Math.min(1, Math.max(0, share)))}%, transparent)`,
});

const shown = (value: number): string =>
  Number.isInteger(value) ? String(value) : value === -Infinity ? '−∞' : value.toFixed(2);

interface NumberCellProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  /** Why what was typed is not taken; null: nothing to say any more. */
  onRefuse: (reason: string | null) => void;
}

/** What is typed is taken as soon as it is a number; leaving the field shows what is there. */
function NumberCell({ label, value, onChange, onRefuse }: NumberCellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const number = typed === null ? null : numberOf(typed.replace('−', '-'));
  const leave = (): void => {
    if (typed !== null && number === null)
      onRefuse(`${typed.trim() === '' ? emptyRefusal(label) : notANumber(typed)} It stays ${shown(value)}.`);
    setTyped(null);
  };
  return (
    <input
      className={classes.number}
      inputMode="text"
      aria-label={label}
      aria-invalid={typed !== null && number === null}
      title={String(Number(value.toPrecision(6)))}
      value={typed ?? shown(value)}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onRefuse(null);
        const next = numberOf(currentTarget.value.replace('−', '-'));
        if (next !== null) onChange(next);
      }}
      onBlur={leave}
      onKeyDown={({ key }) => {
        if (key === 'Enter') leave();
      }}
    />
  );
}
