import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DatasetInfo, ReadOptions } from '../../data/types.ts';
import { readAgain, sourceKey, useDatasets } from '../../store/datasets.ts';
import { useCell } from '../use-cell.ts';
import classes from './data.module.css';

const DELIMITERS: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar |' };

const QUOTES: Record<string, string> = { '"': 'double "', "'": "single '", none: 'none' };

const ENCODINGS: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1252': 'Windows-1252 (Western)',
  'koi8-r': 'KOI8-R',
};

const options = (named: Record<string, string>) =>
  Object.entries(named).map(([value, label]) => ({ value, label }));

interface Choice {
  key: keyof ReadOptions;
  label: string;
  /** What was found by itself, in words. */
  found: string;
  data: { value: string; label: string }[];
  /** Any other character will do as well. */
  typed?: boolean;
}

function choicesOf({ table }: DatasetInfo): Choice[] {
  const { format, delimiter, encoding, header, sheets } = table;
  const text = format === 'csv' || format === 'tsv';
  return [
    {
      key: 'format',
      label: 'Format',
      found: format.toUpperCase(),
      data: ['csv', 'tsv', 'jsonl', 'parquet', 'xlsx'].map((value) => ({
        value,
        label: value.toUpperCase(),
      })),
    },
    ...(text || format === 'xlsx'
      ? [
          {
            key: 'header' as const,
            label: 'First row',
            found: header ? 'column names' : 'data',
            data: [
              { value: 'true', label: 'column names' },
              { value: 'false', label: 'data' },
            ],
          },
        ]
      : []),
    ...(text
      ? [
          {
            key: 'delimiter' as const,
            label: 'Delimiter',
            found: delimiter === null ? 'none' : (DELIMITERS[delimiter] ?? delimiter),
            data: options(DELIMITERS),
            typed: true,
          },
          {
            key: 'quote' as const,
            label: 'Quotes',
            found: 'double "',
            data: options(QUOTES),
            typed: true,
          },
        ]
      : []),
    ...(encoding !== null
      ? [
          {
            key: 'encoding' as const,
            label: 'Encoding',
            // In a narrow field the name has to do.
            found: (ENCODINGS[encoding.toLowerCase()] ?? encoding).replace(/ \(.*/, ''),
            data: options(ENCODINGS),
          },
        ]
      : []),
    ...(sheets && sheets.length > 1
      ? [
          {
            key: 'sheet' as const,
            label: 'Sheet',
            found: sheets[0] ?? '',
            data: sheets.map((value) => ({ value, label: value })),
          },
        ]
      : []),
  ];
}

const AUTO = 'auto';
const OTHER = 'other';

/** How the bytes are read: found by itself, and to be overruled. A change reads the file again. */
export function ReadOptionsForm({ info }: { info: DatasetInfo }) {
  const { run } = useCell();
  const chosen = useDatasets(({ read }) => read[sourceKey(info.source)]?.read) ?? {};
  const busy = useDatasets(({ job }) => job !== null);

  const choose = async (key: keyof ReadOptions, value: string): Promise<void> => {
    const { [key]: _, ...others } = chosen;
    const parsed = key === 'header' ? value === 'true' : value;
    const read: Partial<ReadOptions> = value === AUTO ? others : { ...others, [key]: parsed };
    const again = await readAgain(info.title, { read, ...(info.testTable && { testRead: read }) });
    if (again) run();
  };

  return (
    <div className={classes.fields} data-wide role="group" aria-label="How the file is read">
      {choicesOf(info).map((choice) => (
        <ChoiceField
          key={choice.key}
          choice={choice}
          value={chosen[choice.key]}
          busy={busy}
          onChoose={(next) => void choose(choice.key, next)}
        />
      ))}
    </div>
  );
}

interface ChoiceFieldProps {
  choice: Choice;
  value: string | boolean | null | undefined;
  busy: boolean;
  onChoose: (value: string) => void;
}

/** A list to choose from; where any character will do, its last entry opens a field for one. */
function ChoiceField({
  choice: { label, found, data, typed = false },
  value,
  busy,
  onChoose,
}: ChoiceFieldProps) {
  const own = value === undefined || value === null ? AUTO : String(value);
  const listed = own === AUTO || data.some((one) => one.value === own);
  const [typing, setTyping] = useState(!listed);
  const [text, setText] = useState(listed ? '' : own);
  const take = (): void => {
    if (text !== '' && text !== own) onChoose(text);
  };
  return (
    <>
      <Select
        size="xs"
        label={label}
        disabled={busy}
        allowDeselect={false}
        checkIconPosition="right"
        data={[
          { value: AUTO, label: own === AUTO ? `found: ${found}` : 'find by itself' },
          ...data,
          ...(typed ? [{ value: OTHER, label: 'another character…' }] : []),
        ]}
        value={typing ? OTHER : own}
        onChange={(next) => {
          if (next === null) return;
          setTyping(next === OTHER);
          if (next !== OTHER) onChoose(next);
        }}
      />
      {typing && (
        <TextInput
          size="xs"
          label={`${label}: the character`}
          maxLength={1}
          autoComplete="off"
          disabled={busy}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
      )}
    </>
  );
}
