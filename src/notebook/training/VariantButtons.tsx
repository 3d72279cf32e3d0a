import { Button, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { diffRecipes } from '../../recipe/diff.ts';
import { isUnfinished } from '../../runs/record.ts';
import { type Variant, withVariant } from '../../runs/variant.ts';
import { PlayIcon } from '../icons.tsx';
import { waiting } from '../use-kept-focus.ts';
import { runWith, startVariant } from './variant-actions.ts';
import classes from './training.module.css';
import type { SteadyRun } from './use-runs.ts';

interface VariantButtonsProps {
  variants: readonly Variant[];
  parent: SteadyRun;
  runs: readonly SteadyRun[];
}

/** The ideas of the lesson: a click queues a run that differs from the baseline in this. */
export const VariantButtons = memo(function VariantButtons({ variants, parent, runs }: VariantButtonsProps) {
  return (
    <ul className={classes.variants} aria-label="Variants of the baseline">
      {variants.map((variant) => (
        <li key={variant.id}>
          <VariantButton variant={variant} parent={parent} runs={runs} />
        </li>
      ))}
    </ul>
  );
});

function VariantButton({
  variant,
  parent,
  runs,
}: { variant: Variant } & Omit<VariantButtonsProps, 'variants'>) {
  const recipe = withVariant(parent.recipe, variant);
  const known = runWith(recipe, runs);
  const same = diffRecipes(parent.recipe, recipe).length === 0;
  const waits = known !== undefined && isUnfinished(known.status);
  const state = same
    ? 'that is the baseline'
    : known === undefined
      ? null
      : waits
        ? `run ${known.number} …`
        : `run ${known.number}`;
  return (
    <Tooltip label={variant.description} position="bottom">
      <Button
        variant="default"
        fullWidth
        justify="flex-start"
        leftSection={<PlayIcon size={10} />}
        rightSection={state && <span className={classes.variantState}>{state}</span>}
        classNames={{ root: classes.variant, label: classes.variantLabel, section: classes.variantSection }}
        {...waiting(same || waits, () => void startVariant(parent, recipe))}
      >
        {variant.title}
      </Button>
    </Tooltip>
  );
}
