import { useSyncExternalStore } from 'react';

/**
 * Addresses live behind the `#`, so that the lab works from any folder of any static host:
 * `#/` the course, `#/bench` the measurement of this machine, `#/rnn` a lesson, `#/rnn/baseline` a cell of it.
 * Addresses typed from memory, `#/lesson/rnn` and `#/RNN`, lead there too.
 */
export type Route =
  { page: 'course' } | { page: 'bench' } | { page: 'lesson'; lesson: string; cell: string | null };

export const courseHref = '#/';
export const benchHref = '#/bench';
export const lessonHref = (lesson: string) => `#/${lesson}`;
export const cellHref = (lesson: string, cell: string) => `#/${lesson}/${cell}`;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // typed by hand: no escape after all
  }
}

/** Reads a hash; what is no address of the lab is the course page. */
export function parseRoute(hash: string): Route {
  const [lesson, cell] = hash.replace(/^#\/?(?:lessons?(?:\/|$))?/i, '').split('/');
  if (!lesson) return { page: 'course' };
  const name = decoded(lesson).toLowerCase();
  if (name === 'bench') return { page: 'bench' };
  return { page: 'lesson', lesson: name, cell: cell ? decoded(cell).toLowerCase() : null };
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** The hash as it stands: a string, so that an unchanged address is an unchanged value. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}
