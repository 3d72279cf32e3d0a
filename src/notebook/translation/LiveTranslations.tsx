import { Select } from '@mantine/core';
import { useState } from 'react';
import { useHistory } from '../training/use-runs.ts';
import classes from '../training/training.module.css';
import { ExampleTable } from './ExampleTable.tsx';

/** The first sentences of validation as the run translated them after each evaluation; the newest to begin with. */
export function LiveTranslations({ id }: { id: string | null }) {
  const all = useHistory(id)?.translations ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = all.find(({ step }) => String(step) === chosen) ?? all.at(-1);
  return (
    <section aria-label="The first sentences of validation">
      <div className={classes.choices} style={{ margin: '16px 0 8px' }}>
        <h4 className={classes.heading} style={{ margin: 0 }}>
          The first sentences of validation
        </h4>
        {shown && (
          <Select
            size="xs"
            w={180}
            aria-label="Translated after"
            data={all.map(({ step, epoch }) => ({
              value: String(step),
              label: `epoch ${Number(epoch.toFixed(1))}, step ${step.toLocaleString('en')}`,
            }))}
            value={String(shown.step)}
            allowDeselect={false}
            checkIconPosition="right"
            onChange={(value) => setChosen(value === String(all.at(-1)?.step) ? null : value)}
          />
        )}
      </div>
      {shown ? (
        <ExampleTable examples={shown.examples} />
      ) : (
        <p className={classes.empty}>
          After each epoch these sentences are translated, so that you can read how it gets better.
        </p>
      )}
    </section>
  );
}
