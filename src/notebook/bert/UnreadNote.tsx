import type { Unread } from '../../text/window.ts';
import training from '../training/training.module.css';
import { unreadInWords } from './unread.ts';

/** Which tokens of a text the model was not given; nothing where it has read all. */
export function UnreadNote({ unread, tokens }: { unread: Unread; tokens: number }) {
  const words = unreadInWords(unread, tokens);
  return words === null ? null : <p className={training.hint}>{words}</p>;
}
