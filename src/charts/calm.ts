import { useSyncExternalStore } from 'react';

/**
 * The gate before heavy drawing. While something trains, the page's main thread belongs to the person: Plotly is then
 * neither loaded nor evaluated nor drawn, and charts are drawn lightly, as plain SVG. When all is calm again, the
 * drawings that waited are made one by one, each in an idle slice of its own.
 */

/** Between two runs of a queue, or after the last one while its record is written, the gate stays shut. */
const REST_MS = 400;
/** A page that is never idle draws all the same. */
const DRAW_WITHIN_MS = 1000;

const reasons = new Set<symbol>();
const listeners = new Set<() => void>();
const queue: (() => void)[] = [];
let shut = false;
let rest: ReturnType<typeof setTimeout> | undefined;
let slice = false;

const idle = (work: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: DRAW_WITHIN_MS });
  else setTimeout(work, 50);
};

function setShut(now: boolean): void {
  if (shut === now) return;
  shut = now;
  for (const tell of listeners) tell();
  drawNext();
}

function drawNext(): void {
  if (slice || shut || queue.length === 0) return;
  slice = true;
  idle(() => {
    slice = false;
    // Training may have begun while this slice was waited for.
    if (!shut) queue.shift()?.();
    drawNext();
  });
}

/** Shuts the gate until the function it returns is called; it opens when all who shut it have let go. */
export function keepCalm(): () => void {
  const reason = Symbol('busy');
  reasons.add(reason);
  clearTimeout(rest);
  setShut(true);
  return () => {
    if (!reasons.delete(reason) || reasons.size > 0) return;
    rest = setTimeout(() => setShut(false), REST_MS);
  };
}

export const isBusy = (): boolean => shut;

/** Does `work` when the gate is open and the page idle, after those who asked before. Returns how to take it back. */
export function whenCalm(work: () => void): () => void {
  queue.push(work);
  drawNext();
  return () => {
    const at = queue.indexOf(work);
    if (at >= 0) queue.splice(at, 1);
  };
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Whether the gate is shut. */
export const useBusy = (): boolean => useSyncExternalStore(subscribe, isBusy);
