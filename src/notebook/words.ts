const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys as they stand on this machine's keyboard. */
export const SHORTCUTS = { runCell: APPLE ? '⌘ ⏎' : 'Ctrl ⏎', palette: APPLE ? '⌘ K' : 'Ctrl K' } as const;

const KEY_NAMES: Record<string, string> = {
  mod: APPLE ? '⌘' : 'Ctrl',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
};

/** What keys do in the editor of an exercise, where it is not what they do everywhere. */
export const EDITOR_KEYS: readonly { title: string; keys: readonly string[] }[] = [
  { title: 'Indent, or take it back', keys: ['mod+]', 'mod+['] },
  { title: 'Offer names', keys: ['Ctrl+Space'] },
  { title: 'Out to the cell; Enter comes back', keys: ['Escape'] },
  { title: 'On to the next button', keys: ['Tab'] },
];

/** "mod+Enter" as the caps a person would press. */
export function keyCaps(key: string): string[] {
  return key.split('+').map((part) => KEY_NAMES[part] ?? part);
}

/** Seconds as a person says them: "0.4 s", "42 s", "3 min 05 s". */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
