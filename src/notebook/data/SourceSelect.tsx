import { Select } from '@mantine/core';
import { memo, useEffect } from 'react';
import { formatNumber } from '../../charts/format.ts';
import { BUILT_IN, CATALOGUE } from '../../data/catalogue.ts';
import type { DatasetInfo } from '../../data/types.ts';
import type { Source } from '../../recipe/recipe.ts';
import { refreshKept, sourceKey, useDatasets } from '../../store/datasets.ts';
import { useRecipe } from '../../store/recipe.ts';
import { CheckIcon } from '../icons.tsx';
import classes from './data.module.css';
import { sourceTitle } from './files.ts';

/** What a source is called, whether it has been opened or not. */
export function titleOf(source: Source): string {
  if (source.kind === 'builtin') return BUILT_IN[source.id]?.title ?? source.id;
  if (source.kind === 'catalogue') return CATALOGUE.find(({ id }) => id === source.id)?.title ?? source.id;
  return sourceTitle(source);
}

/** The day and minute when a set came in: two of one name differ in it. */
export const addedWords = ({ addedAt }: Pick<DatasetInfo, 'addedAt'>): string =>
  new Date(addedAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });

/** "1,200 rows · 11/28/26, 6:03 PM": of the newest set that is kept of a source, which is the one that opens. */
export function keptFacts(source: Source, kept: readonly DatasetInfo[]): string | null {
  const key = sourceKey(source);
  const same = kept.filter((info) => sourceKey(info.source) === key);
  const newest = same.reduce<DatasetInfo | null>(
    (best, info) => (best === null || info.addedAt > best.addedAt ? info : best),
    null,
  );
  if (newest === null) return null;
  const rows = newest.table.rows + (newest.testTable?.rows ?? 0);
  return `${formatNumber(rows)} rows · ${addedWords(newest)}`;
}

/** The sets that ship with the lab and fit the task. */
const builtInFor = (translate: boolean): Source[] =>
  Object.entries(BUILT_IN)
    .filter(([, { parallel = false }]) => parallel === translate)
    .map(([id]) => ({ kind: 'builtin', id }));

/** Which data set: those that ship with the lab and those that this browser keeps. */
export const SourceSelect = memo(function SourceSelect({ onChoose }: { onChoose: (source: Source) => void }) {
  const source = useRecipe(({ recipe }) => recipe.data.source);
  const builtIn = builtInFor(useRecipe(({ recipe }) => recipe.task === 'translate'));
  const kept = useDatasets((state) => state.kept);
  useEffect(() => {
    if (kept === null) void refreshKept();
  }, [kept]);

  const isBuiltIn = (one: Source): boolean => one.kind === 'builtin';
  const others = [...(kept ?? []).map((info) => info.source).filter((one) => !isBuiltIn(one)), source].filter(
    (one, i, all) => !isBuiltIn(one) && all.findIndex((other) => sourceKey(other) === sourceKey(one)) === i,
  );
  const options = (sources: Source[]) =>
    sources.map((one) => ({ value: sourceKey(one), label: titleOf(one) }));
  const facts = new Map(others.map((one) => [sourceKey(one), keptFacts(one, kept ?? [])]));

  return (
    <Select
      size="xs"
      label="Data set"
      w={280}
      maw="100%"
      allowDeselect={false}
      checkIconPosition="right"
      value={sourceKey(source)}
      data={[
        { group: 'Ships with the lab', items: options(builtIn) },
        ...(others.length > 0 ? [{ group: 'Kept in this browser', items: options(others) }] : []),
      ]}
      renderOption={({ option, checked }) => (
        <>
          <span className={classes.option}>
            {option.label}
            {facts.get(option.value) && <small>{facts.get(option.value)}</small>}
          </span>
          {checked && <CheckIcon />}
        </>
      )}
      onChange={(key) => {
        const chosen = [...builtIn, ...others].find((one) => sourceKey(one) === key);
        if (chosen && key !== sourceKey(source)) onChoose(chosen);
      }}
    />
  );
});
