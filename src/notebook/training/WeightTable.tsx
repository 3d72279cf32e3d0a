import type { ParameterRow } from '../../recipe/size.ts';
import { count } from './figures.ts';
import classes from './training.module.css';

/** Every weight by its PyTorch name. */
export function WeightTable({ rows }: { rows: readonly ParameterRow[] }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Weights of the model">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">weight</th>
            <th scope="col">part</th>
            <th scope="col">shape</th>
            <th scope="col" data-number>
              values
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, part, shape, count: values }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td>{part}</td>
              <td>{shape.map(count).join(' × ')}</td>
              <td data-number>{count(values)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
