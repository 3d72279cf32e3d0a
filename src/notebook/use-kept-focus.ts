import { type FocusEvent, useEffect, useRef } from 'react';

/**
 * For a group of buttons that change with what they do: where the one in focus goes away, the focus goes to the first
 * that took its place, or stays with the group. Without it the browser gives the focus to the page, and the next Tab
 * begins far from where one was. Spread the result over the element around the buttons, which must itself stay.
 */
export function useKeptFocus<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  const held = useRef(false);
  useEffect(() => {
    const group = ref.current;
    if (!group) return;
    // The buttons are drawn by components below this one, each when it likes.
    const watch = new MutationObserver(() => {
      if (!held.current || document.activeElement !== document.body) return;
      (group.querySelector<HTMLElement>('button:not(:disabled)') ?? group).focus();
    });
    watch.observe(group, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, []);
  return {
    ref,
    tabIndex: -1,
    onFocus: () => {
      held.current = true;
    },
    // Not heard where the element itself goes away.
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<T>) => {
      if (!currentTarget.contains(relatedTarget)) held.current = false;
    },
  };
}

/** A button that has to wait keeps the focus, which a disabled one loses: it looks disabled and does nothing. */
export const waiting = (waits: boolean, act: () => void) => ({
  'data-disabled': waits || undefined,
  'aria-disabled': waits || undefined,
  onClick: () => {
    if (!waits) act();
  },
});
