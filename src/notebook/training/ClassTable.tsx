import type { Evaluation } from '../../runs/types.ts';
import { count, score } from './figures.ts';
import classes from './training.module.css';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Precision, recall and F1 of each class, as scikit-learn's classification_report has them. */
export function ClassTable({ evaluation: { perClass, macroF1, thresholds } }: { evaluation: Evaluation }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Scores of each class">
      <table className={`${classes.table} ${classes.classes}`}>
        <caption className={classes.caption}>Scores of each class</caption>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col" data-number>
              precision
            </th>
            <th scope="col" data-number>
              recall
            </th>
            <th scope="col" data-number>
              F1
            </th>
            <th scope="col" data-number>
              texts
            </th>
            {thresholds && (
              <th scope="col" data-number>
                threshold
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {perClass.map(({ label, precision, recall, f1, support }, k) => (
            <tr key={label}>
              <td>{label}</td>
              <td data-number>{score(precision)}</td>
              <td data-number>{score(recall)}</td>
              <td data-number>{score(f1)}</td>
              <td data-number>{count(support)}</td>
              {thresholds && <td data-number>{thresholds[k]?.toFixed(3)}</td>}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>mean (macro)</td>
            <td data-number>{score(mean(perClass.map(({ precision }) => precision)))}</td>
            <td data-number>{score(mean(perClass.map(({ recall }) => recall)))}</td>
            <td data-number>{score(macroF1)}</td>
            <td data-number>{count(perClass.reduce((sum, { support }) => sum + support, 0))}</td>
            {thresholds && <td />}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
