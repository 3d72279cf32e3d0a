import { Spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import type { Command } from '../notebook/commands.ts';
import { SearchIcon } from '../notebook/icons.tsx';
import { useDialogs } from './dialogs.ts';
import { runCommand } from './hotkeys.ts';
import { KeyCaps } from './KeyCaps.tsx';

const GROUPS = ['Go to', 'Run', 'Cell', 'View'] as const;

/** Search and commands in one box. */
export default function Palette({ commands }: { commands: readonly Command[] }) {
  const open = useDialogs((dialogs) => dialogs.open === 'palette');
  useEffect(() => {
    if (open) Spotlight.open();
    else Spotlight.close();
  }, [open]);
  return (
    <Spotlight
      shortcut={null}
      scrollable
      maxHeight={420}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      nothingFound="Nothing of that name."
      searchProps={{
        leftSection: <SearchIcon />,
        placeholder: 'Search or run a command',
        'aria-label': 'Search or run a command',
      }}
      onSpotlightClose={() => useDialogs.setState({ open: null })}
      actions={GROUPS.map((group) => ({
        group,
        actions: commands
          .filter((command) => command.group === group && !command.keyOnly)
          .map((command) => ({
            id: command.id,
            label: command.title,
            keywords: command.keywords ?? '',
            rightSection: command.keys[0] && <KeyCaps keys={command.keys[0]} />,
            onClick: () => runCommand(command),
          })),
      })).filter(({ actions }) => actions.length > 0)}
    />
  );
}
