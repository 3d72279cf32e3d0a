import { create } from 'zustand';
import type { HeadProfile, HeadTask } from '../data/head-tasks.ts';
import type { DeviceKind } from '../runs/types.ts';
import { endHeads, headsAlive, headsClient } from '../worker/heads-client.ts';
import type { HeadScores, HeadTrainingSpec, HeadsTrained } from '../worker/heads-protocol.ts';

/** The small encoder whose heads are watched: what it learns just now, and what a person chose for the next time. */
export interface HeadsState {
  wish: Pick<HeadTrainingSpec, 'layers' | 'heads' | 'steps'>;
  /** What is trained now; null: nothing. */
  live: { points: HeadsPoint[]; maps: Float32Array | null } | null;
}

export interface HeadsPoint {
  step: number;
  losses: Record<HeadTask, number>;
}

/** What the cell keeps: small enough for its record, weights included. */
export interface HeadsResult {
  spec: HeadTrainingSpec;
  device: DeviceKind;
  points: HeadsPoint[];
  whole: HeadScores;
  without: HeadScores[];
  profiles: HeadProfile[];
  /** Values as the base64 of their float32 bytes. */
  weights: { name: string; shape: number[]; data: string }[];
}

export const useHeads = create<HeadsState>(() => ({ wish: { layers: 1, heads: 4, steps: 400 }, live: null }));

const WIDTH = 32;
/** Steps from one look to the next. */
const EVERY = 10;

function toBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

const fromBase64 = (text: string): Float32Array =>
  new Float32Array(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer);

export interface TrainHeadsOptions {
  device: DeviceKind;
  seed: number;
  /** The text whose maps are shown meanwhile. */
  watched: readonly number[];
  signal: AbortSignal;
  onStep: (step: number, steps: number) => void;
}

/** Trains anew as wished. @throws LabError; `cancelled` where the signal is aborted */
export async function trainHeads({
  device,
  seed,
  watched,
  signal,
  onStep,
}: TrainHeadsOptions): Promise<HeadsResult> {
  const spec: HeadTrainingSpec = { ...useHeads.getState().wish, width: WIDTH, seed };
  const points: HeadsPoint[] = [];
  useHeads.setState({ live: { points, maps: null } });
  let over = false;
  signal.addEventListener('abort', endHeads, { once: true });
  try {
    signal.throwIfAborted();
    const trained: HeadsTrained = await headsClient().train(
      spec,
      device,
      [...watched],
      EVERY,
      ({ step, losses, maps }) => {
        // What a worker told that was ended meanwhile may still be on its way.
        if (over) return;
        points.push({ step, losses });
        useHeads.setState({ live: { points: [...points], maps } });
        onStep(step, spec.steps);
      },
    );
    const { weights, ...told } = trained;
    const kept = weights.map(({ name, shape, data }) => ({ name, shape, data: toBase64(data) }));
    opened = kept;
    return { spec, device, points, ...told, weights: kept };
  } finally {
    over = true;
    signal.removeEventListener('abort', endHeads);
    useHeads.setState({ live: null });
  }
}

/** The weights that the worker has. */
let opened: HeadsResult['weights'] | null = null;

/** The worker with the weights of a result, which outlive a reload. */
async function withWeights({ spec, device, weights }: HeadsResult): Promise<ReturnType<typeof headsClient>> {
  const client = headsClient();
  if (opened !== weights || !headsAlive()) {
    opened = weights;
    await client.open(
      spec,
      device,
      weights.map(({ name, shape, data }) => ({ name, shape, data: fromBase64(data) })),
    );
  }
  return client;
}

/** Losses and accuracies with these heads (layer · heads + head) switched off. */
export const scoreHeads = async (result: HeadsResult, off: readonly number[]): Promise<HeadScores> =>
  (await withWeights(result)).score([...off]);

/** Where each head looks in a text: [layers · heads · T · T]. */
export const lookWithHeads = async (result: HeadsResult, text: readonly number[]): Promise<Float32Array> =>
  (await withWeights(result)).look([...text]);
