import { expect } from 'vitest';
import { Random } from '../base/random.ts';
import type { EncodedSplit, PreparedData } from '../data/types.ts';
import { chooseDevice } from '../engine/device.ts';
import { setKernels } from '../engine/kernels.ts';
import { onWasm } from '../nn/testing.ts';
import { type Recipe, type RecipeInput, recipeSchema } from '../recipe/recipe.ts';
import type { CheckpointKind, DeviceKind, EvaluationPoint, RunEvent, RunStatus } from '../runs/types.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { CheckpointStore, type CheckpointStorage } from './checkpoint-store.ts';
import { RunControl } from './control.ts';
import { train } from './train.ts';

/** Help for the tests of whole runs: a tiny task, and what a run said. */

const WORDS = 12;

/** Texts of 1 to 6 words whose class is that of the marker word they hold: easy to learn, not at once. */
export function tinyData(rows: number, classes = 3): PreparedData {
  const random = new Random(11, 'tiny');
  const make = (count: number, first: number): EncodedSplit => {
    const tokens: number[] = [];
    const offsets = new Uint32Array(count + 1);
    const labels = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const label = random.below(classes);
      const length = 1 + random.below(6);
      const marker = random.below(length);
      for (let t = 0; t < length; t++) tokens.push(t === marker ? 2 + label : 5 + random.below(WORDS - 5));
      offsets[i + 1] = tokens.length;
      labels[i] = label;
    }
    const numbers = Uint32Array.from({ length: count }, (_, i) => first + i);
    return { rows: numbers, offsets, tokens: Int32Array.from(tokens), labels };
  };
  return {
    vocabulary: ['<pad>', '<unk>', ...Array.from({ length: WORDS - 2 }, (_, i) => `word${i}`)],
    padId: 0,
    unkId: 1,
    labels: Array.from({ length: classes }, (_, k) => `class ${k}`),
    maxLength: 6,
    splits: { train: make(rows, 0), validation: make(30, rows), test: make(30, rows + 30) },
  };
}

/** A small model with dropout, two layers and both directions, for `tinyData`. */
export function tinyRecipe(training: RecipeInput['training'] = {}, model: RecipeInput['model'] = {}): Recipe {
  return recipeSchema.parse({
    seed: 5,
    model: { cell: 'rnn', embedding: 5, hidden: 6, head: { hidden: 6, dropout: 0.2 }, ...model },
    training: { batchSize: 8, epochs: 2, optimizer: { kind: 'adam', lr: 0.02 }, ...training },
  });
}

/** Checkpoints in memory. */
export class MemoryStorage implements CheckpointStorage {
  readonly records = new Map<string, CheckpointRecord>();
  writes = 0;

  async write(record: CheckpointRecord): Promise<void> {
    this.writes++;
    this.records.set(`${record.runId}/${record.kind}`, record);
  }

  async read(runId: string, kind: CheckpointKind): Promise<CheckpointRecord | undefined> {
    return this.records.get(`${runId}/${kind}`);
  }
}

export interface Told {
  events: RunEvent[];
  statuses: RunStatus[];
  losses: Map<number, number>;
  evaluations: EvaluationPoint[];
}

export interface RunOptions {
  recipe: Recipe;
  data: PreparedData;
  device: DeviceKind;
  control?: RunControl;
  storage?: CheckpointStorage;
  resume?: CheckpointRecord | null;
  /** Sees each event as it is said. */
  onEvent?: (event: RunEvent, control: RunControl) => void;
  onLoaded?: () => void;
}

/** A whole run, and what it said. */
export async function runTiny(options: RunOptions): Promise<Told> {
  const { recipe, data, control = new RunControl(), storage = new MemoryStorage(), resume = null } = options;
  const told: Told = { events: [], statuses: [], losses: new Map(), evaluations: [] };
  await train({
    runId: 'tiny',
    recipe,
    data,
    device: await chooseDevice(options.device),
    control,
    checkpoints: new CheckpointStore(storage),
    resume,
    emit(event) {
      told.events.push(event);
      if (event.type === 'status') told.statuses.push(event.status);
      if (event.type === 'evaluation') told.evaluations.push(event.point);
      if (event.type === 'steps')
        event.step.forEach((step, i) => told.losses.set(step, event.loss[i] as number));
      options.onEvent?.(event, control);
    },
    onLoaded: () => options.onLoaded?.(),
  });
  return told;
}

export function ofType<T extends RunEvent['type']>(
  events: RunEvent[],
  type: T,
): Extract<RunEvent, { type: T }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
}

/**
 * The loss of every step by fused kernels, and by plain ones on WASM, which must be the same within 1e-3. Plain ones are
 * in use afterwards.
 */
export async function expectSameLosses(
  run: Omit<RunOptions, 'control'>,
  steps: number,
): Promise<Map<number, number>> {
  const fused = await runTiny(run);
  setKernels('plain');
  const plain = await onWasm(() => runTiny({ ...run, device: 'wasm' }));
  expect(fused.losses.size).toBe(steps);
  for (const [step, loss] of fused.losses)
    expect(Math.abs(loss - (plain.losses.get(step) ?? NaN)), `loss of step ${step}`).toBeLessThan(1e-3);
  return fused.losses;
}
