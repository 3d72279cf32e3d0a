import type { Unread } from '../../text/window.ts';

const of = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/**
 * What of a text a model was not given; null: it has read all.
 * @param tokens that it has read, `[CLS]` and `[SEP]` included
 */
export function unreadInWords({ before, after, masks }: Unread, tokens: number): string | null {
  const parts = [...(before > 0 ? [`the first ${before}`] : []), ...(after > 0 ? [`the last ${after}`] : [])];
  if (parts.length === 0) return null;
  const among = masks > 0 ? `, ${of(masks, '[MASK]')} among them` : '';
  return `This text is too long: the model reads ${of(tokens - 2, 'token')} at most, so ${parts.join(' and ')} of it were left out${among}.`;
}
