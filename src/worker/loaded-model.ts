import type { CheckpointRecord } from '../storage/types.ts';
import { Predictor } from './predictor.ts';
import { BertReader } from './reader.ts';
import { Translator } from './translator.ts';

type Model = BertReader | Predictor | Translator;

/** Models that are kept loaded at most, so that several can be asked in turn … */
const MOST_MODELS = 5;
/** … as long as their weights take no more bytes than this; the last one always stays. */
const MOST_BYTES = 200e6;

interface Held {
  id: string;
  model: Model;
  bytes: number;
}

/** The models that were last asked for, so that the next question to one of them finds it there. */
export class LoadedModel {
  /** The last one was asked last. */
  private held: Held[] = [];

  /** @throws LabError where the run is of another task, or its weights are gone or do not hold together */
  predictor(runId: string, weights: () => Promise<CheckpointRecord>): Promise<Predictor> {
    return this.take(runId, Predictor, weights);
  }

  /** @throws LabError the same */
  translator(runId: string, weights: () => Promise<CheckpointRecord>): Promise<Translator> {
    return this.take(runId, Translator, weights);
  }

  /** @throws LabError the same */
  reader(id: string, weights: () => Promise<CheckpointRecord>): Promise<BertReader> {
    return this.take(id, BertReader, weights);
  }

  isOf(name: string | null): boolean {
    return this.held.some(({ id }) => id === name);
  }

  /** Frees their tensors. */
  forget(): void {
    for (const { model } of this.held) model.dispose();
    this.held = [];
  }

  /** Their tensors are gone already. */
  abandon(): void {
    this.held = [];
  }

  private async take<M extends Model>(
    id: string,
    Kind: new (record: CheckpointRecord) => M,
    weights: () => Promise<CheckpointRecord>,
  ): Promise<M> {
    const at = this.held.findIndex((each) => each.id === id && each.model instanceof Kind);
    const [found] = at < 0 ? [] : this.held.splice(at, 1);
    if (found) {
      this.held.push(found);
      return found.model as M;
    }
    const record = await weights();
    this.makeRoom(record.weights.byteLength);
    const model = new Kind(record);
    this.held.push({ id, model, bytes: record.weights.byteLength });
    return model;
  }

  private makeRoom(bytes: number): void {
    const taken = (): number => this.held.reduce((sum, each) => sum + each.bytes, bytes);
    while (this.held.length > 0 && (this.held.length >= MOST_MODELS || taken() > MOST_BYTES))
      this.held.shift()?.model.dispose();
  }
}
