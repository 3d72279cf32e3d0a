import { Kbd } from '@mantine/core';
import { keyCaps } from '../notebook/words.ts';

/** "mod+Enter" as caps. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span style={{ display: 'inline-flex', gap: 3 }}>
      {keyCaps(keys).map((cap) => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  );
}
