import type { RunEvent } from '../runs/types.ts';

/** Messages to the page are at least so many milliseconds apart: at most ten a second. */
export const MESSAGE_INTERVAL = 100;

/**
 * Gathers the events of a run into few messages: `steps` that follow each other grow into one, of several
 * `progress` only the newest is sent. The order of all others is kept.
 */
export class Reporter {
  private readonly send: (events: RunEvent[]) => void;
  private readonly now: () => number;
  private events: RunEvent[] = [];
  private sentAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (events: RunEvent[]) => void, now: () => number = () => performance.now()) {
    this.send = send;
    this.now = now;
  }

  emit(event: RunEvent): void {
    const last = this.events.at(-1);
    if (event.type === 'steps' && last?.type === 'steps') {
      last.step.push(...event.step);
      last.loss.push(...event.loss);
      last.lr.push(...event.lr);
      last.gradNorm.push(...event.gradNorm);
      for (const [name, values] of Object.entries(event.measures ?? {}))
        last.measures?.[name]?.push(...values);
    } else {
      if (event.type === 'progress') this.events = this.events.filter(({ type }) => type !== 'progress');
      this.events.push(event.type === 'steps' ? structuredClone(event) : event);
    }
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.sentAt + MESSAGE_INTERVAL - this.now()));
  }

  /** Waits for the turn of the last message and sends what is left. */
  async close(): Promise<void> {
    const wait = this.sentAt + MESSAGE_INTERVAL - this.now();
    if (this.events.length > 0 && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.flush();
  }

  private flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.events.length === 0) return;
    const events = this.events;
    this.events = [];
    this.sentAt = this.now();
    this.send(events);
  }
}
