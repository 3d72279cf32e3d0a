import * as tf from '@tensorflow/tfjs-core';
import { setTensorTracker } from '@tensorflow/tfjs-core/dist/tensor';
import { chooseDevice } from '../../engine/device.ts';
import { LabError } from '../../base/errors.ts';
import type { DeviceReport, RunEvent } from '../../runs/types.ts';
import type { ModelPieces } from '../../models/pieces.ts';
import { checksOf } from '../checks.ts';
import { exerciseOf } from '../exercises.ts';
import { offered, runChecks, studentOf } from '../kit/run.ts';
import { thrownSentence, thrownWithLine, writeThrown } from '../kit/thrown.ts';
import { cutReason, OutputLines } from '../limits.ts';
import { problemWords } from '../training-failure.ts';
import { lockDown } from './lockdown.ts';
import type { FromSandbox, ToSandbox } from './protocol.ts';
import { trainWith } from './train.ts';

/**
 * The worker that runs students' code, as one classic script (scripts/vite-sandbox.ts). It lives in a frame of no origin
 * whose policy lets it load and connect to nothing (src/worker/sandbox.ts). The first message brings the port on which
 * alone its answers count; then the doors are shut, and only then does code come in.
 */

/** A sign of life is told at most so often. */
const BEAT_MS = 100;
/** After the checks, so long is listened to timers of the code. */
const LATE_MS = 20;

/** The bytes of the one binary are part of this script: its address is a data URL. */
async function startDevice(): Promise<DeviceReport> {
  const bytesOf = async (address: RequestInfo | URL): Promise<Response> => {
    const base64 = String(address).split('base64,')[1];
    if (base64 === undefined) throw new Error(`The sandbox loads nothing, not even ${String(address)}.`);
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } });
  };
  globalThis.fetch = bytesOf;
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  try {
    return await chooseDevice('wasm');
  } catch (error) {
    console.warn('No WASM in the sandbox:', error);
    return chooseDevice('cpu');
  }
}

/** The piece tells that it is alive each time that it is used, and what it throws is told as a check tells it. */
function heard({ recurrent, stack, attend, pool }: ModelPieces, beat: () => void): ModelPieces {
  const alive =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      beat();
      try {
        return work(...args);
      } catch (error) {
        throw error instanceof LabError ? error : new LabError('exercise/code', thrownWithLine(error));
      }
    };
  return {
    ...(recurrent && { recurrent: alive(recurrent) }),
    ...(stack && { stack: alive(stack) }),
    ...(attend && { attend: alive(attend) }),
    ...(pool && { pool: alive(pool) }),
  };
}

/** The message of a failure is that of the student's code. */
function cutEvent(event: RunEvent): RunEvent {
  if (event.type !== 'status' || !event.error) return event;
  return { ...event, error: { ...event.error, message: cutReason(event.error.message) } };
}

function serve(port: MessagePort, device: DeviceReport): void {
  const send = port.postMessage.bind(port);
  const tell = (message: FromSandbox): void => send(message);
  const now = performance.now.bind(performance);
  const later = setTimeout;
  let told = -Infinity;
  const beat = (): void => {
    if (now() - told < BEAT_MS) return;
    told = now();
    tell({ type: 'beat' });
  };

  /** An endless flood tells nothing at its end. */
  let counted = -Infinity;
  const console = {
    output: (line: string): void => tell({ type: 'line', line }),
    dropped(count: number): void {
      if (now() - counted < BEAT_MS) return;
      counted = now();
      tell({ type: 'dropped', count });
    },
  };

  const check = async ({ exercise, code }: Extract<ToSandbox, { type: 'checks' }>): Promise<void> => {
    const report = await runChecks(exerciseOf(exercise), checksOf(exercise), code, {
      listener: {
        beat,
        started: (id) => tell({ type: 'check', id }),
        ended: (outcome) => tell({ type: 'outcome', outcome }),
        ...console,
      },
    });
    // Timers that are due by now are heard, and what they throw.
    await new Promise((resolve) => later(resolve, LATE_MS));
    tell({ type: 'report', report });
  };

  const trainIt = async (request: Extract<ToSandbox, { type: 'train' }>): Promise<void> => {
    const output = new OutputLines();
    try {
      const { piece } = checksOf(request.exercise);
      const found = studentOf(exerciseOf(request.exercise), request.code, output, console);
      if ('problem' in found || !piece) {
        tell({
          type: 'trained',
          problem: 'problem' in found ? problemWords(found.problem) : 'There is nothing to train.',
        });
        return;
      }
      const pieces = request.own ? piece(found.student) : {};
      await trainWith(request, device, heard(pieces, beat), (events) =>
        tell({ type: 'events', events: events.map(cutEvent) }),
      );
      tell({ type: 'trained', problem: null });
    } catch (error) {
      tell({ type: 'trained', problem: thrownWithLine(error) });
    }
  };

  port.onmessage = ({ data }: MessageEvent<ToSandbox>) => {
    if (data.type === 'ping') tell({ type: 'pong' });
    if (data.type === 'checks')
      check(data).catch((error: unknown) => tell({ type: 'broken', message: thrownSentence(error) }));
    if (data.type === 'train') void trainIt(data);
  };
  // What is thrown outside of a check has no check to fail: it is part of the output.
  self.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    writeThrown(event.reason);
  });
  self.addEventListener('error', (event) => {
    event.preventDefault();
    writeThrown(event.error);
  });
  // Tensors ask for the engine by a global name, which is about to go.
  const engine = tf.engine();
  setTensorTracker(() => engine);
  // Its table of kernels goes as well; of that table only the class of tensors is still asked for.
  const classes = Object.freeze({
    has: () => true,
    get: (name: string) => (name === 'Tensor' ? tf.Tensor : null),
  });
  Object.defineProperty(globalThis, '_tfGlobals', { value: classes, writable: false, configurable: false });
  lockDown(globalThis, [offered, MessagePort.prototype]);
  tell({ type: 'ready' });
}

self.addEventListener(
  'message',
  (event: MessageEvent<MessagePort>) => {
    const port = event.data;
    startDevice().then(
      (device) => serve(port, device),
      (error: unknown) => port.postMessage({ type: 'broken', message: String(error) } satisfies FromSandbox),
    );
  },
  { once: true },
);
