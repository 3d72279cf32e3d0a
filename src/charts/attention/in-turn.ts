/** Work of the page that may wait for the next frame; a frame is given so many milliseconds of it. */
const BUDGET_MS = 8;

const waiting = new Set<() => void>();
let asked = false;

function work(): void {
  asked = false;
  const start = performance.now();
  for (const job of waiting) {
    waiting.delete(job);
    job();
    if (performance.now() - start > BUDGET_MS) break;
  }
  if (waiting.size > 0) ask();
}

function ask(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(work);
}

/** Does a small job in one of the next frames, after those that asked before; the function given back takes it off the list. */
export function inTurn(job: () => void): () => void {
  waiting.add(job);
  ask();
  return () => waiting.delete(job);
}
