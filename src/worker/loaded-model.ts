import type { CheckpointRecord } from '../storage/types.ts';
import { Predictor } from './predictor.ts';
import { BertReader } from './reader.ts';
import { Translator } from './translator.ts';

type Model = BertReader | Predictor | Translator;

/** The model of the run that was last asked for, so that the next question of the same run finds it there. */
export class LoadedModel {
  private held: { runId: string; model: Model } | null = null;

  /** @throws LabError where the run is of another task, or its weights are gone or do not hold together */
  predictor(runId: string, weights: () => Promise<CheckpointRecord>): Promise<Predictor> {
    return this.take(runId, Predictor, weights);
  }

  /** @throws LabError the same */
  translator(runId: string, weights: () => Promise<CheckpointRecord>): Promise<Translator> {
    return this.take(runId, Translator, weights);
  }

  /** @throws LabError the same */
  reader(runId: string, weights: () => Promise<CheckpointRecord>): Promise<BertReader> {
    return this.take(runId, BertReader, weights);
  }

  isOf(runId: string): boolean {
    return this.held?.runId === runId;
  }

  /** Frees its tensors. */
  forget(): void {
    this.held?.model.dispose();
    this.held = null;
  }

  /** Its tensors are gone already. */
  abandon(): void {
    this.held = null;
  }

  private async take<M extends Model>(
    runId: string,
    Kind: new (record: CheckpointRecord) => M,
    weights: () => Promise<CheckpointRecord>,
  ): Promise<M> {
    if (this.held?.runId === runId && this.held.model instanceof Kind) return this.held.model;
    this.forget();
    const model = new Kind(await weights());
    this.held = { runId, model };
    return model;
  }
}
