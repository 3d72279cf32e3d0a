/** A stretch of a text's tokens, and how many of it lie on either side. */
export interface Window {
  start: number;
  end: number;
}

/** Tokens of a text that were not read. */
export interface Unread {
  before: number;
  after: number;
  /** Masks among them. */
  masks: number;
}

/**
 * The `most` tokens of a text to read: from its beginning, unless a mask would be left out. Then what lies around the
 * masks, as much before as behind; where they lie too far apart for that, what begins with the first of them.
 * @param masks places of the masks, rising
 */
export function windowAround(length: number, masks: readonly number[], most: number): Window {
  const [first, last] = [masks[0] ?? 0, masks.at(-1) ?? 0];
  if (length <= most || last < most) return { start: 0, end: Math.min(length, most) };
  const around = Math.max(0, Math.floor((most - (last - first + 1)) / 2));
  const start = Math.min(first - Math.min(first, around), length - most);
  return { start, end: start + most };
}
