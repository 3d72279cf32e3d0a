import { proxy, wrap } from 'comlink';
import { LabError, type LabErrorData } from '../base/errors.ts';
import type { Result } from './protocol.ts';

/** A worker's API as the page sees it: what failed is thrown as a LabError, what succeeded is the bare value. */
export type Client<Api> = {
  [K in keyof Api]: Api[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => Promise<Unwrapped<R>>
    : never;
};
type Unwrapped<R> = [R] extends [Result<infer V>] ? V : R;

/** As much of `Worker` as is used here. */
export type WorkerLike = Pick<
  Worker,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'
>;

export interface ConnectionOptions {
  /** For people: "The training worker". */
  name: string;
  spawn(): WorkerLike;
  /** Asks the worker for a sign of life; absent: the worker is not watched. */
  watch?: {
    ping(client: never): Promise<unknown>;
    /** A worker silent for so long is ended. Counted in seconds the page itself was awake. */
    silentSeconds: number;
  };
  /**
   * Methods whose callbacks are heard when the call has been answered as well, as they bring the outcome. Those of all
   * others tell how far it is: a callback has a port of its own, and what comes out of it after the answer is not heard.
   */
  heardLate?: readonly string[];
}

/** A tick of the watchdog; a page that slept for hours still counts one tick. */
const TICK_MS = 1000;

type Call = (...args: unknown[]) => Promise<unknown>;

function isResult(value: unknown): value is Result<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean';
}

/**
 * A worker that starts at the first call, is watched while calls are under way, and is started anew by the first
 * call after it died. When it dies, every call under way is rejected with the reason:
 * `worker/crashed` (it reported an error it did not catch), `worker/silent` (it did not answer), `worker/ended` (the
 * page ended it).
 */
export class Connection<Api> {
  /** Call these; the worker starts by itself. */
  readonly client: Client<Api>;
  private readonly options: ConnectionOptions;
  private worker: WorkerLike | null = null;
  private remote: Record<string, Call> = {};
  private readonly pending = new Set<(reason: LabError) => void>();
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.client = new Proxy({} as Client<Api>, {
      get: (_, method) => {
        // A promise is told from other objects by its `then`: the client is none.
        if (typeof method !== 'string' || method === 'then') return undefined;
        return (...args: unknown[]) => this.call(method, args);
      },
    });
  }

  /** Whether a worker stands behind this connection just now. */
  get alive(): boolean {
    return this.worker !== null;
  }

  /** Ends the worker; calls under way are rejected with `reason`. */
  end(reason: LabErrorData = { code: 'worker/ended', message: `${this.options.name} was ended.` }): void {
    this.worker?.terminate();
    this.worker = null;
    this.remote = {};
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    const error = LabError.fromData(reason);
    for (const reject of [...this.pending]) reject(error);
    this.pending.clear();
  }

  private start(): void {
    if (this.worker) return;
    const worker = this.options.spawn();
    worker.addEventListener('error', (event) => {
      if (this.worker !== worker) return;
      const { message } = event as ErrorEvent;
      this.end({
        code: 'worker/crashed',
        message: `${this.options.name} broke down${message ? `: ${message}` : ' without saying why'}.`,
        hint: 'What was under way can be started again; a smaller model or batch helps if memory ran out.',
      });
    });
    this.worker = worker;
    this.remote = wrap(worker) as unknown as Record<string, Call>;
  }

  private call(method: string, args: unknown[]): Promise<unknown> {
    this.start();
    return new Promise((resolve, rejectCall) => {
      let underWay = true;
      const reject = (reason: unknown) => {
        underWay = false;
        rejectCall(reason);
      };
      this.pending.add(reject);
      this.watch();
      const settle = () => {
        underWay = false;
        this.pending.delete(reject);
        if (this.pending.size === 0 && this.timer !== null) {
          clearInterval(this.timer);
          this.timer = null;
        }
      };
      const isHeard = () => underWay || this.options.heardLate?.includes(method);
      const heard =
        (tell: Call): Call =>
        async (...told) =>
          isHeard() ? tell(...told) : undefined;
      const sent = args.map((arg) => (typeof arg === 'function' ? proxy(heard(arg as Call)) : arg));
      this.invoke(method, sent).then(
        (answer) => {
          settle();
          if (!isResult(answer)) resolve(answer);
          else if (answer.ok) resolve(answer.value);
          else reject(LabError.fromData(answer.error));
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
  }

  private async invoke(method: string, args: unknown[]): Promise<unknown> {
    const remote = this.remote[method];
    if (!remote) throw new LabError('worker/ended', `${this.options.name} was ended.`);
    return remote(...args);
  }

  /** While calls are under way: one ping at a time, and a worker that leaves one unanswered for too long is ended. */
  private watch(): void {
    const { watch, name } = this.options;
    if (!watch || this.timer !== null) return;
    let silent = 0;
    let asked = false;
    const worker = this.worker;
    this.timer = setInterval(() => {
      if (!asked) {
        asked = true;
        silent = 0;
        const answered = () => {
          asked = false;
        };
        // A ping that fails is an answer too: the worker is there.
        watch.ping(this.remote as never).then(answered, answered);
        return;
      }
      silent += TICK_MS / 1000;
      if (silent >= watch.silentSeconds && this.worker === worker) {
        this.end({
          code: 'worker/silent',
          message: `${name} did not answer for ${watch.silentSeconds} seconds and was ended.`,
          hint: 'A smaller batch, model or text length makes its steps shorter.',
        });
      }
    }, TICK_MS);
  }
}
