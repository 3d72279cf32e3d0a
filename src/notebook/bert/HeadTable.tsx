import { useId, useMemo, useState } from 'react';
import type { HeadProfile } from '../../data/head-profile.ts';
import { formatNumber } from '../../charts/format.ts';
import { SaveTable } from '../../charts/SaveLinks.tsx';
import training from '../training/training.module.css';
import classes from './bert.module.css';

type Measure = Exclude<keyof HeadProfile, 'layer' | 'head'>;

const percent = (value: number): string => (100 * value).toFixed(1);
const plain = (value: number): string => value.toFixed(2);

const MEASURES: { key: Measure; name: string; format: (value: number) => string }[] = [
  { key: 'self', name: 'itself, %', format: percent },
  { key: 'cls', name: '[CLS], %', format: percent },
  { key: 'sep', name: '[SEP], %', format: percent },
  { key: 'previous', name: 'previous, %', format: percent },
  { key: 'next', name: 'next, %', format: percent },
  { key: 'entropy', name: 'entropy, bits', format: plain },
  { key: 'distance', name: 'distance, tokens', format: plain },
];

export const headName = ({ layer, head }: Pick<HeadProfile, 'layer' | 'head'>): string =>
  `layer ${layer + 1}, head ${head + 1}`;

/** What rounds to nothing has no sign. */
function signed(value: number, format: (value: number) => string): string {
  const size = format(Math.abs(value));
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** By which measure the heads stand in order; null: layer by layer. */
interface Order {
  by: Measure;
  ascending: boolean;
}

const sortOf = (order: Order | null, key: Measure): 'ascending' | 'descending' | 'none' =>
  order?.by !== key ? 'none' : order.ascending ? 'ascending' : 'descending';

interface HeadTableProps {
  /** The model whose heads they are. */
  title: string;
  profiles: readonly HeadProfile[];
  /** The same heads of another run: what differs stands beside. Null: there is none. */
  other: readonly HeadProfile[] | null;
  texts: number;
}

/** What each head tends to look at, sorted by whatever is asked. */
export function HeadTable({ title, profiles, other, texts }: HeadTableProps) {
  const captionId = useId();
  const [order, setOrder] = useState<Order | null>(null);
  const rows = useMemo(() => {
    const paired = profiles.map((profile, i) => ({ profile, before: other?.[i] ?? null }));
    if (order === null) return paired;
    const sign = order.ascending ? 1 : -1;
    return paired.sort((a, b) => sign * (a.profile[order.by] - b.profile[order.by]));
  }, [profiles, other, order]);
  /** The greatest first; asked for again, the least. */
  const sortBy = (by: Measure): void => setOrder({ by, ascending: order?.by === by && !order.ascending });
  const named = `What each head looks at, ${title}`;
  const changed = other !== null;
  return (
    <div>
      <p className={training.caption} id={captionId}>
        {title}: what each head looks at, over the words of {formatNumber(texts)} texts
        {other && '; in brackets, the change from the model compared with'}
      </p>
      <div
        className={`${training.scroll} ${training.wide}`}
        tabIndex={0}
        role="region"
        aria-label="What each head looks at"
      >
        <table className={training.table} aria-describedby={captionId}>
          <thead>
            <tr>
              <th scope="col">
                <button type="button" className={classes.sort} onClick={() => setOrder(null)}>
                  head
                </button>
              </th>
              {MEASURES.map(({ key, name }) => (
                <th key={key} scope="col" data-number aria-sort={sortOf(order, key)}>
                  <button type="button" className={classes.sort} onClick={() => sortBy(key)}>
                    {name}
                    {order?.by === key && (order.ascending ? ' ▴' : ' ▾')}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ profile, before }) => (
              <tr key={headName(profile)}>
                <th scope="row">{headName(profile)}</th>
                {MEASURES.map(({ key, format }) => (
                  <td key={key} data-number>
                    {format(profile[key])}
                    {before && (
                      <span className={classes.change}> ({signed(profile[key] - before[key], format)})</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <SaveTable
        title={named}
        heading={`${named}, over the words of ${formatNumber(texts)} texts${changed ? '; in brackets, the change' : ''}`}
        columns={['head', ...MEASURES.map(({ name }) => name)]}
        words={() =>
          rows.map(({ profile, before }) => [
            headName(profile),
            ...MEASURES.map(
              ({ key, format }) =>
                format(profile[key]) + (before ? ` (${signed(profile[key] - before[key], format)})` : ''),
            ),
          ])
        }
        table={() => ({
          columns: ['head', ...MEASURES.flatMap(({ key }) => (changed ? [key, `${key}, change`] : [key]))],
          rows: rows.map(({ profile, before }) => [
            headName(profile),
            ...MEASURES.flatMap(({ key }) =>
              before ? [profile[key], profile[key] - before[key]] : [profile[key]],
            ),
          ]),
        })}
      />
    </div>
  );
}
