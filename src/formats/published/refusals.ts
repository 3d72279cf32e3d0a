import { LabError } from '../../base/errors.ts';

/** How an opened model says that it will not do. */

export const refused = (message: string, hint: string): LabError =>
  new LabError('published/unfit', message, hint);

const SHOWN = 5;

/** "a, b, c and 7 more" */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, SHOWN).map((item) => (item.length > 120 ? `${item.slice(0, 117)}…` : item));
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
