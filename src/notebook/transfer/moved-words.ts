import type { HeadMove } from '../../data/head-profile.ts';

/** "0, every bit" or a share in percent. */
export function movedWords(move: HeadMove | undefined): string {
  if (!move) return '–';
  return move.identical ? '0, every bit' : (100 * move.moved).toFixed(1);
}
