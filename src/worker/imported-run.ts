import type { BundleContent } from '../formats/bundle.ts';
import { parameterCount, parameterTable } from '../recipe/size.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import type { ImportedRun } from './protocol.ts';

/** What a zip becomes in this browser: a run of a new id, and the checkpoint that holds its weights. */
export function importedRun(content: BundleContent): { run: ImportedRun; checkpoint: CheckpointRecord } {
  const { recipe, vocabulary, labels, maxLength, weights, history, result } = content;
  const runId = crypto.randomUUID();
  const table = parameterTable(recipe.model, vocabulary.length, labels.length, maxLength, recipe.task);
  return {
    run: {
      runId,
      recipe,
      history,
      result,
      labels,
      vocabularySize: vocabulary.length,
      parameters: parameterCount(table),
      weights: table.map(({ name, shape }) => ({ name, shape })),
    },
    checkpoint: {
      runId,
      kind: 'best',
      step: result?.best?.step ?? history.step.at(-1) ?? 0,
      savedAt: Date.now(),
      recipe,
      vocabulary,
      labels,
      maxLength,
      weights,
      optimizer: null,
      trainer: null,
    },
  };
}
