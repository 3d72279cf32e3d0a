import { ActionIcon, Button, Menu, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isActive, isResumable, isUnfinished } from '../../runs/record.ts';
import { useRecipe } from '../../store/recipe.ts';
import { deleteRun, pauseRun, renameRun, resumeRun, stopRun } from '../../store/run-actions.ts';
import { useRuns } from '../../store/runs.ts';
import { goOn } from './baseline-runner.ts';
import { takeHome } from './downloads.ts';
import { MoreIcon } from './icons.tsx';
import { type SteadyRun, useLive } from './use-runs.ts';

interface RunMenuProps {
  run: SteadyRun;
  /** Starts a variant of it; left out where there are none. */
  onDerive?: (run: SteadyRun) => void;
}

/** What can be done with a run of the table. */
export function RunMenu({ run, onDerive }: RunMenuProps) {
  const [renaming, setRenaming] = useState(false);
  const elsewhere = useRuns((state) => state.elsewhere[run.id] !== undefined);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" aria-label={`What to do with run ${run.number}`} disabled={elsewhere}>
            <MoreIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Items run={run} onDerive={onDerive} onRename={() => setRenaming(true)} />
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={renaming}
        onClose={() => setRenaming(false)}
        title={`Rename run ${run.number}`}
        size="sm"
      >
        <RenameForm run={run} onDone={() => setRenaming(false)} />
      </Modal>
    </>
  );
}

function Items({ run, onDerive, onRename }: RunMenuProps & { onRename: () => void }) {
  const { id, status, recipe, result } = run;
  const reached = useLive(id);
  return (
    <>
      {status === 'paused' && <Menu.Item onClick={() => resumeRun(id)}>Resume</Menu.Item>}
      {status === 'running' && <Menu.Item onClick={() => pauseRun(id)}>Pause</Menu.Item>}
      {isUnfinished(status) && (
        <Menu.Item onClick={() => stopRun(id)}>
          {isActive(status) ? 'Stop' : 'Take out of the queue'}
        </Menu.Item>
      )}
      {isResumable(status) && (
        <Menu.Item onClick={() => goOn(id)}>
          {reached?.checkpoint?.step ? `Resume from step ${reached.checkpoint.step}` : 'Start anew'}
        </Menu.Item>
      )}
      {onDerive && <Menu.Item onClick={() => onDerive(run)}>Variant of this run…</Menu.Item>}
      <Menu.Item onClick={() => useRecipe.getState().replace(recipe)}>
        Take its recipe as the baseline’s
      </Menu.Item>
      <Menu.Item onClick={onRename}>Rename…</Menu.Item>
      <Menu.Item onClick={() => void takeHome(id, 'experiments')} disabled={!reached?.best && !result}>
        Take home as a zip
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" onClick={() => deleteRun(id)}>
        Delete
      </Menu.Item>
    </>
  );
}

function RenameForm({ run, onDone }: { run: SteadyRun; onDone: () => void }) {
  const [name, setName] = useState(run.recipe.name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        renameRun(run.id, name);
        onDone();
      }}
    >
      <TextInput
        label="Name"
        value={name}
        maxLength={200}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" mt="md" disabled={name.trim() === ''}>
        Rename
      </Button>
    </form>
  );
}
