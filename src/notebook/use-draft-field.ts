import { useState } from 'react';

/**
 * What is typed into a field for a number, until it is finished (Enter, Tab): 5 on the way to 50 is no 5. What is refused
 * gives way to what the field has, and why is said below it: nobody goes on with another value than the one that stands
 * there.
 *
 * @param shown what the field has, as it shows it; when that changes elsewhere, what was typed goes
 */
export function useDraftField(shown: string) {
  const [draft, setDraft] = useState(shown);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [last, setLast] = useState(shown);
  const settle = (reason: string | null): void => {
    setDraft(shown);
    setRefusal(reason);
  };
  if (last !== shown) {
    setLast(shown);
    settle(null);
  }
  return {
    /** Nothing more to say; the field shows what it has. */
    taken: () => settle(null),
    /** @param stays what it has, in words */
    refuse: (reason: string, stays: string) => settle(`${reason} It stays ${stays}.`),
    /** For the input; `commit` gets what was typed, and only where something was. */
    input: (commit: (draft: string) => void) => {
      const finish = (): void => {
        // Nothing was typed since: why the last was refused stays to be read.
        if (draft !== shown) commit(draft);
      };
      return {
        size: 'xs' as const,
        inputMode: 'decimal' as const,
        autoComplete: 'off',
        value: draft,
        error: refusal,
        onChange: (event: { currentTarget: { value: string } }) => {
          setDraft(event.currentTarget.value);
          setRefusal(null);
        },
        onBlur: finish,
        onKeyDown: (event: { key: string }) => {
          if (event.key === 'Enter') finish();
        },
      };
    },
  };
}
