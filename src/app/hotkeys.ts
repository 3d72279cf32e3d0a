import { type Command, notebookCommands } from '../notebook/commands.ts';
import { inCommandMode } from '../notebook/focus.ts';
import type { LessonDefinition } from '../notebook/cell.ts';
import { usePlace } from '../store/place.ts';
import { LESSONS } from '../lessons/index.ts';
import { benchHref, courseHref, lessonHref } from './route.ts';
import { useDialogs } from './dialogs.ts';

/** Every command of the lab: what the keys do, what the palette offers and what the list of keys shows. */
export function commandsFor(
  lesson: LessonDefinition | null,
  setTheme: (theme: 'light' | 'dark' | 'auto') => void,
): Command[] {
  const app: Command[] = [
    {
      id: 'palette',
      title: 'Search or run a command',
      group: 'View',
      keys: ['mod+K'],
      when: 'always',
      keyOnly: true,
      run: () => useDialogs.setState({ open: 'palette' }),
    },
    {
      id: 'keys',
      title: 'Keys of the lab',
      group: 'View',
      keys: ['?'],
      when: 'command',
      keywords: 'keyboard shortcuts help',
      run: () => useDialogs.setState({ open: 'keys' }),
    },
    {
      id: 'course',
      title: 'All lessons',
      group: 'Go to',
      keys: [],
      when: 'always',
      run: () => window.location.assign(courseHref),
    },
    {
      id: 'bench',
      title: 'Measure this machine',
      group: 'Go to',
      keys: [],
      when: 'always',
      keywords: 'bench speed benchmark tensorflow',
      run: () => window.location.assign(benchHref),
    },
    ...LESSONS.map(({ id, number, title }): Command => ({
      id: `lesson-${id}`,
      title: `Lesson ${number}: ${title}`,
      group: 'Go to',
      keys: [],
      when: 'always',
      run: () => window.location.assign(lessonHref(id)),
    })),
    ...(['light', 'dark', 'auto'] as const).map((theme): Command => ({
      id: `theme-${theme}`,
      title: theme === 'auto' ? 'Theme of the system' : `${theme === 'light' ? 'Light' : 'Dark'} theme`,
      group: 'View',
      keys: [],
      when: 'always',
      keywords: 'colour scheme mode',
      run: () => setTheme(theme),
    })),
  ];
  return lesson ? [...notebookCommands(lesson), ...app] : app;
}

/** Whether the keys that are down are those of "mod+Enter" and the like; `mod` is Ctrl, or Cmd on a Mac. */
export function matches(key: string, event: KeyboardEvent): boolean {
  const parts = key.split('+');
  const name = parts.at(-1) ?? '';
  // "?" needs Shift on many keyboards and not on others: what it types is what counts.
  const sign = name.length === 1 && !/[a-z]/i.test(name);
  return (
    event.key.toLowerCase() === name.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === parts.includes('mod') &&
    (sign || event.shiftKey === parts.includes('Shift')) &&
    !event.altKey
  );
}

const TEXT_FIELD = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="slider"]';
const LAYER = '[role="dialog"], [role="menu"], [role="listbox"], [aria-modal="true"]';

function applies(command: Command, target: Element | null): boolean {
  if (command.when === 'cell') return inCommandMode();
  if (command.when === 'command') return !target?.closest(TEXT_FIELD);
  return true;
}

/** Hands a key to the command it belongs to, if there is one in this place. */
export function handleKey(event: KeyboardEvent, commands: readonly Command[]): void {
  const target = event.target instanceof Element ? event.target : null;
  // What a menu, a dialog or a list makes of a key is its own affair.
  if (event.defaultPrevented || event.isComposing || target?.closest(LAYER)) return;
  const command = commands.find((c) => c.keys.some((key) => matches(key, event)) && applies(c, target));
  if (!command) return;
  event.preventDefault();
  command.run();
}

/** Closes what lies over the page, so that a command from the palette finds the page as it was. */
export function runCommand(command: Command): void {
  useDialogs.setState({ open: null });
  usePlace.setState({ drawer: null });
  // The dialog gives the focus back to where it was before; a command that moves the focus comes after that.
  setTimeout(() => command.run(), 0);
}
