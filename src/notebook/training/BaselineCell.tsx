import { Button } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { loadRuns } from '../../store/run-keep.ts';
import { CellActions } from '../CellActions.tsx';
import { useCell } from '../use-cell.ts';
import { RecipePanel } from './RecipePanel.tsx';
import { RunDetails } from './RunDetails.tsx';
import { RunStatus } from './RunStatus.tsx';
import { useBaselineId } from './use-runs.ts';

export { baselineRunner as runner } from './baseline-runner.ts';

/** The recipe, and the newest run of it as it trains. */
export default function BaselineCell() {
  const { lesson } = useCell();
  const [opened, setOpened] = useState(false);
  const panelId = useId();
  const runId = useBaselineId(lesson);
  useEffect(() => void loadRuns(), []);
  return (
    <>
      <CellActions>
        <Button
          variant="default"
          aria-expanded={opened}
          aria-controls={panelId}
          onClick={() => setOpened(!opened)}
        >
          Recipe
        </Button>
      </CellActions>
      <RecipePanel lesson={lesson} opened={opened} id={panelId} />
      <RunStatus id={runId} />
      <RunDetails id={runId} />
    </>
  );
}
