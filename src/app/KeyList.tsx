import { Modal } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import type { Command } from '../notebook/commands.ts';
import { useDialogs } from './dialogs.ts';
import { EDITOR_KEYS } from '../notebook/words.ts';
import { KeyCaps } from './KeyCaps.tsx';
import classes from './KeyList.module.css';

const PLACES: { when: Command['when']; title: string }[] = [
  { when: 'always', title: 'Everywhere' },
  { when: 'command', title: 'Outside text fields' },
  { when: 'cell', title: 'On a cell as a whole' },
];

function Section({ title, keys: all }: { title: string; keys: typeof EDITOR_KEYS }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      <dl>
        {all.map(({ title: what, keys }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <KeyCaps key={key} keys={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The list of keys, made from the commands themselves. */
export default function KeyList({ commands }: { commands: readonly Command[] }) {
  // Closed at first: a dialog that is born open does not know where the focus was.
  const mounted = useMounted();
  const open = useDialogs((dialogs) => dialogs.open === 'keys');
  return (
    <Modal
      opened={mounted && open}
      onClose={() => useDialogs.setState({ open: null })}
      title="Keys of the lab"
      overlayProps={{ backgroundOpacity: 0.4 }}
    >
      {PLACES.map(({ when, title }) => (
        <Section
          key={when}
          title={title}
          keys={commands.filter((command) => command.when === when && command.keys.length > 0)}
        />
      ))}
      <Section title="In the editor of an exercise" keys={EDITOR_KEYS} />
    </Modal>
  );
}
