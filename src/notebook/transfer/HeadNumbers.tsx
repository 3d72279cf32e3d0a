import { Select } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '../../charts/format.ts';
import type { ComparedHeads } from '../../worker/protocol.ts';
import { HeadTable } from '../bert/HeadTable.tsx';
import training from '../training/training.module.css';
import type { SteadyRun } from '../training/use-runs.ts';
import { titleWithBackbone } from './before-after.ts';
import { MovesTable, Unmoved } from './Moves.tsx';
import type { OverTexts } from './over-texts.ts';
import { freezeOfRecipe } from './ways.ts';

/** What the cell leaves behind. */
export interface AttentionResult extends Omit<OverTexts, 'groups'> {
  /** Runs by what they began with; `compared` are the model before, then these runs. */
  groups: { name: string; runs: string[]; compared: ComparedHeads[] }[];
}

export const isAttentionResult = (result: unknown): result is AttentionResult =>
  typeof result === 'object' &&
  result !== null &&
  'groups' in result &&
  'secondsPerText' in result &&
  'failed' in result;

interface NumbersProps {
  result: AttentionResult;
  runs: readonly SteadyRun[];
  /** All runs of the lesson: a backbone may be one. */
  all: readonly SteadyRun[];
}

interface After {
  run: SteadyRun;
  title: string;
  heads: ComparedHeads;
  before: ComparedHeads;
}

interface Choice {
  title: string;
  heads: ComparedHeads;
  /** Null: it is the model before itself. */
  before: ComparedHeads | null;
}

/** Over the validation texts: what stayed, how far each head moved, what each tends to look at. */
export function Numbers({ result, runs, all }: NumbersProps) {
  const [at, setAt] = useState(0);
  const groups = result.groups.map(({ name, runs: ids, compared: [before, ...after] }) => ({
    name,
    before,
    after: ids.flatMap((id, i): After[] => {
      const [run, heads] = [runs.find((each) => each.id === id), after[i]];
      return run && heads && before ? [{ run, title: titleWithBackbone(run, all), heads, before }] : [];
    }),
  }));
  const compared = groups.flatMap(({ after }) => after);
  const choices = groups.flatMap(({ name, before, after }): Choice[] =>
    before ? [{ title: `before, ${name}`, heads: before, before: null }, ...after] : [],
  );
  const shown = choices[at] ?? choices[0];
  if (!shown) return null;
  const { texts, of, secondsPerText } = result;
  const over = texts < of ? `${formatNumber(texts)} of ${formatNumber(of)}` : `all ${formatNumber(of)}`;
  return (
    <section aria-label="Heads over the validation texts">
      {texts < of && (
        <p className={training.hint}>
          Over {over} texts of validation, drawn by the seed: all of them would take about{' '}
          {Math.ceil((of * secondsPerText) / 60)} minutes on this device.
        </p>
      )}
      {result.groups.map(
        ({ name }, g) =>
          result.failed[g] && (
            <p key={name} className={training.hint} role="status">
              Left out of the numbers is {name}, with what began with it: {result.failed[g].message}{' '}
              {result.failed[g].hint}
            </p>
          ),
      )}
      {compared.map(({ run, title, heads }) => (
        <Unmoved
          key={run.id}
          title={title}
          freeze={freezeOfRecipe(run.recipe)}
          moves={heads.moves}
          where={`${over} texts of validation`}
        />
      ))}
      <MovesTable
        compared={compared.map(({ run, title, heads }) => ({
          number: run.number,
          title,
          moves: heads.moves,
        }))}
        texts={over}
      />
      <div className={training.choices}>
        <Select
          size="xs"
          w={360}
          label="Heads of"
          allowDeselect={false}
          data={choices.map(({ title }, i) => ({ value: String(i), label: title }))}
          value={String(choices.indexOf(shown))}
          onChange={(value) => setAt(Number(value))}
        />
      </div>
      <HeadTable
        title={shown.title}
        profiles={shown.heads.profiles}
        other={shown.before?.profiles ?? null}
        texts={texts}
      />
    </section>
  );
}
