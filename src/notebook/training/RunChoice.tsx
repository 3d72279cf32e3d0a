import { Select } from '@mantine/core';
import { runTitle } from './run-words.ts';
import type { SteadyRun } from './use-runs.ts';

interface RunChoiceProps {
  runs: readonly SteadyRun[];
  value: string | null;
  onChange: (id: string) => void;
}

/** Which run is looked at. */
export function RunChoice({ runs, value, onChange }: RunChoiceProps) {
  const chosen = runs.find(({ id }) => id === value);
  return (
    <Select
      size="xs"
      w={460}
      maw="100%"
      title={chosen && runTitle(chosen)}
      aria-label="Run"
      data={runs.map((run) => ({ value: run.id, label: runTitle(run) }))}
      value={value}
      allowDeselect={false}
      checkIconPosition="right"
      onChange={(id) => {
        if (id !== null) onChange(id);
      }}
    />
  );
}
