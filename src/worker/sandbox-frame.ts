import { LabError } from '../base/errors.ts';
import { cutReason } from '../exercises/limits.ts';
import type { FromSandbox, ToSandbox } from '../exercises/sandbox/protocol.ts';

/** The frame that students' code runs in, with its worker: how it is made, handed out and ended. */

/** How long a sandbox may take to be made. */
const READY_SECONDS = 60;
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; connect-src 'none'";

/** All that the frame does: makes the worker and hands it its end of the port. */
const FRAME = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script>
addEventListener('message', ({ data, ports }) => {
  const worker = new Worker(URL.createObjectURL(new Blob([data], { type: 'text/javascript' })));
  worker.onerror = (event) => parent.postMessage(String(event.message), '*');
  worker.postMessage(ports[0], [ports[0]]);
}, { once: true });
</script>`;

export type Hear = (message: FromSandbox) => void;

/** One frame with its worker: made once, used for one piece of code, ended. */
export class Sandbox {
  private readonly frame: HTMLIFrameElement;
  private readonly port: MessagePort;
  private readonly far: MessagePort;
  readonly ready: Promise<void>;
  private hear: Hear = () => {};
  private broken: ((reason: LabError) => void) | null = null;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.far = port2;
    this.frame = document.createElement('iframe');
    this.frame.setAttribute('sandbox', 'allow-scripts');
    this.frame.title = 'Sandbox for code';
    this.frame.hidden = true;
    this.frame.srcdoc = FRAME;
    this.ready = this.start();
    // Whoever waits for it hears of a failure; a spare that nobody asked for may fail in silence.
    this.ready.catch(() => {});
  }

  private async start(): Promise<void> {
    const { default: text } = await import('virtual:sandbox');
    const answered = new Promise<void>((resolve, reject) => {
      const fail = (why: string): void =>
        reject(
          new LabError(
            'sandbox/broken',
            `The sandbox that runs your code could not be made: ${why}.`,
            'Reload the page. If that does not help, this browser forbids what a sandbox needs: try another.',
          ),
        );
      this.broken = reject;
      const timer = setTimeout(() => fail('it does not answer'), READY_SECONDS * 1000);
      this.port.onmessage = ({ data }: MessageEvent<FromSandbox>) => {
        clearTimeout(timer);
        if (data.type === 'ready') resolve();
        else if (data.type === 'broken') fail(cutReason(data.message));
        this.hear(data);
      };
      const errors = (event: MessageEvent): void => {
        if (event.source === this.frame.contentWindow) fail(cutReason(event.data));
      };
      window.addEventListener('message', errors);
      this.frame.addEventListener(
        'load',
        () => this.frame.contentWindow?.postMessage(text, '*', [this.far]),
        {
          once: true,
        },
      );
    });
    document.body.append(this.frame);
    await answered;
  }

  send(message: ToSandbox, hear: Hear): void {
    this.hear = hear;
    this.port.postMessage(message);
  }

  ping(): void {
    this.port.postMessage({ type: 'ping' } satisfies ToSandbox);
  }

  end(): void {
    this.broken?.(new LabError('cancelled', 'Stopped.'));
    this.port.close();
    this.frame.remove();
  }
}

let spare: Sandbox | null = null;

/** Makes a sandbox beforehand, so that the next check begins at once. */
export function warmSandbox(): void {
  spare ??= new Sandbox();
}

export async function takeSandbox(signal: AbortSignal): Promise<Sandbox> {
  signal.throwIfAborted();
  const sandbox = spare ?? new Sandbox();
  spare = null;
  try {
    await Promise.race([sandbox.ready, aborted(signal)]);
    return sandbox;
  } catch (error) {
    sandbox.end();
    throw error;
  }
}

export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new LabError('cancelled', 'Stopped.')), { once: true });
  });
}
