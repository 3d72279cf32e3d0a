import { type ReactNode, useId, useState } from 'react';
import { formatNumber } from '../../charts/format.ts';
import type { DataReport, DatasetInfo } from '../../data/types.ts';
import { useRecipe } from '../../store/recipe.ts';
import classes from './data.module.css';

/** “1 text is” or “12 texts are”. */
export const plural = (count: number, one: string, many: string): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

interface FindingProps {
  children: ReactNode;
  /** Further things to do, after “Show”. */
  actions?: ReactNode;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** All there are; more than `rows` holds. */
  total: number;
}

/** One sentence about the data, with examples to unfold. */
function Finding({ children, actions, columns, rows, total }: FindingProps) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <li>
      {children}{' '}
      <button
        type="button"
        className={classes.link}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide' : 'Show'}
      </button>
      {actions}
      <div id={id} hidden={!shown}>
        {shown && (
          <div className={classes.scroll} tabIndex={0} role="group" aria-label="Examples">
            <table className={classes.table}>
              <thead>
                <tr>
                  {columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  <tr key={i}>
                    {row.map((value, column) => (
                      <td key={column}>{value}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            {total > rows.length && (
              <p className={classes.quiet}>
                The first {formatNumber(rows.length)} of {formatNumber(total)}.
              </p>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

/** Where rows were lost while the files were read. */
export function BadRows({ info }: { info: DatasetInfo }) {
  const tables = [info.table, ...(info.testTable ? [info.testTable] : [])].filter(
    ({ badRows }) => badRows > 0,
  );
  if (tables.length === 0) return null;
  return (
    <ul className={classes.findings} data-warn>
      {tables.map(({ name, badRows, badRowExamples }) => (
        <Finding
          key={name}
          columns={['line', 'reason', 'begins with']}
          rows={badRowExamples.map(({ line, reason, excerpt }) => [formatNumber(line), reason, excerpt])}
          total={badRows}
        >
          <strong>{plural(badRows, 'row', 'rows')}</strong> of “{name}” could not be read and{' '}
          {badRows === 1 ? 'is' : 'are'} left out.
        </Finding>
      ))}
    </ul>
  );
}

/** What to know of the texts before training: empty ones, duplicates, ones that stand in two parts, missing labels. */
export function Findings({ report }: { report: DataReport }) {
  const update = useRecipe((state) => state.update);
  const merged = useRecipe(({ recipe }) => recipe.data.mergeLabels);
  const stratified = useRecipe(({ recipe }) => recipe.data.split.stratify);
  const task = useRecipe(({ recipe }) => recipe.task);
  const { duplicates, leaks, droppedDuplicates, empty, unlabelled, unsupervised } = report;
  const missing = report.missingLabels ?? 0;
  const other = unsupervised > 0 ? 'other ' : '';
  const likelySame = report.multi?.likelySame ?? [];
  const none = report.multi?.labelsPerText[0] ?? 0;
  const links = report.pairs?.badLinks ?? { count: 0, examples: [] };
  const nothing =
    duplicates.count +
      leaks.count +
      droppedDuplicates +
      empty.count +
      unlabelled +
      unsupervised +
      missing +
      none +
      likelySame.length +
      links.count +
      merged.length ===
    0;
  if (nothing) {
    return (
      <p className={classes.findings}>
        {report.missingLabels === null
          ? 'No text is empty, and none occurs twice.'
          : `No text is empty, none occurs twice, and every row has its ${report.pairs ? 'translation' : 'label'}.`}
      </p>
    );
  }
  return (
    <ul className={classes.findings}>
      {duplicates.count > 0 && (
        <Finding
          columns={['text', 'times', 'labels']}
          rows={duplicates.examples.map(({ text, times, labels }) => [
            text,
            formatNumber(times),
            labels.join(', '),
          ])}
          total={duplicates.count}
        >
          <strong>{plural(duplicates.count, 'row repeats', 'rows repeat')}</strong> a text that stands before.
        </Finding>
      )}
      {leaks.count > 0 && (
        <Finding
          columns={['text', 'stands in']}
          rows={leaks.examples.map(({ text, splits }) => [text, splits.join(', ')])}
          total={leaks.count}
          actions={
            <>
              {' · '}
              <button
                type="button"
                className={classes.link}
                onClick={() => update('data.split.duplicates', 'train-only')}
              >
                Keep in train only
              </button>
            </>
          }
        >
          <strong>{plural(leaks.count, 'row', 'rows')}</strong> of validation or test{' '}
          {leaks.count === 1 ? 'has a text' : 'have texts'} that train has as well: the score there says less.
        </Finding>
      )}
      {droppedDuplicates > 0 && (
        <li>
          <strong>{plural(droppedDuplicates, 'row', 'rows')}</strong> of validation and test{' '}
          {droppedDuplicates === 1 ? 'is' : 'are'} left out, for train has the text.{' '}
          <button
            type="button"
            className={classes.link}
            onClick={() => update('data.split.duplicates', 'keep')}
          >
            Keep in both
          </button>
        </li>
      )}
      {empty.count > 0 && (
        <Finding
          columns={['row', 'text', 'label']}
          rows={empty.examples.map(({ row, text, label }) => [formatNumber(row + 1), text, label])}
          total={empty.count}
        >
          <strong>{plural(empty.count, 'text has', 'texts have')}</strong> no token and{' '}
          {empty.count === 1 ? 'is' : 'are'} read as one unknown word.
        </Finding>
      )}
      {likelySame.length > 0 && (
        <Finding
          columns={['kept as', 'other spellings']}
          rows={likelySame.map(([first = '', ...others]) => [first, others.join('; ')])}
          total={likelySame.length}
          actions={
            <>
              {' · '}
              <button
                type="button"
                className={classes.link}
                onClick={() => update('data.mergeLabels', [...merged, ...likelySame])}
              >
                Merge them
              </button>
            </>
          }
        >
          <strong>{plural(likelySame.length, 'label is', 'labels are')}</strong> spelled in several ways, as
          it seems.
          {stratified && ' To merge them draws the parts anew, as each has its share of every label.'}
        </Finding>
      )}
      {merged.length > 0 && (
        <li>
          <strong>{plural(merged.length, 'label', 'labels')}</strong> of several spellings{' '}
          {merged.length === 1 ? 'is' : 'are'} read as one: {merged.map(([first]) => first).join(', ')}.{' '}
          <button type="button" className={classes.link} onClick={() => update('data.mergeLabels', [])}>
            Keep them apart
          </button>
          {stratified &&
            ' The parts that are drawn were drawn anew for that, as each has its share of every label: runs of before had other texts in them.'}
        </li>
      )}
      {none > 0 && (
        <li>
          <strong>{plural(none, 'text has', 'texts have')}</strong> none of the labels and{' '}
          {none === 1 ? 'is' : 'are'} kept: the model learns to give {none === 1 ? 'it' : 'them'} none. Where
          that means that nobody has labelled {none === 1 ? 'it' : 'them'}, take {none === 1 ? 'it' : 'them'}{' '}
          out of the file.
        </li>
      )}
      {links.count > 0 && (
        <Finding
          columns={['row', 'links', 'why']}
          rows={links.examples.map(({ row, links: held, reason }) => [formatNumber(row + 1), held, reason])}
          total={links.count}
          actions={
            <>
              {' · '}
              <button
                type="button"
                className={classes.link}
                onClick={() => update('data.columns.alignment', null)}
              >
                Use no alignments
              </button>
            </>
          }
        >
          <strong>{plural(links.count, 'pair has', 'pairs have')}</strong> links of words that cannot be: one
          that names a missing word is not used, and one that is no link is refused once it is to be judged
          by.
        </Finding>
      )}
      {unlabelled > 0 && (
        <li>
          <strong>{plural(unlabelled, 'row has', 'rows have')}</strong> no{' '}
          {task === 'pretrain' ? 'text' : report.pairs ? 'translation' : 'label'} and{' '}
          {unlabelled === 1 ? 'is' : 'are'} left out.
        </li>
      )}
      {unsupervised > 0 && (
        <li>
          <strong>{plural(unsupervised, 'row is', 'rows are')}</strong> called unsupervised:{' '}
          {task === 'pretrain'
            ? `pretraining reads ${unsupervised === 1 ? 'it' : 'them'} with those of train, fine-tuning does not.`
            : `${unsupervised === 1 ? 'it is' : 'they are'} left out, for only a pretraining reads texts without their labels.`}
        </li>
      )}
      {missing > 0 && (
        <li>
          <strong>{plural(missing, `${other}row has`, `${other}rows have`)}</strong> no label: pretraining
          reads {missing === 1 ? 'it' : 'them'} all the same, fine-tuning leaves{' '}
          {missing === 1 ? 'it' : 'them'} out.
        </li>
      )}
    </ul>
  );
}
