import { LabError } from '../base/errors.ts';
import { headMoves, headProfiles, type LookedAt } from '../data/head-profile.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { backboneOf, weightBytes } from './backbone.ts';
import { ensureLemmas } from './lemma-file.ts';
import type { ComparedHeads, HeadMaps, ModelRef } from './protocol.ts';
import type { BertReader } from './reader.ts';

export type FindReader = (model: ModelRef) => Promise<BertReader>;

/** What a recipe begins with, as if it were a checkpoint, reading texts as the recipe does. */
export async function recordOfBeginning(recipe: Recipe, root: string): Promise<CheckpointRecord> {
  const backbone = await backboneOf(recipe, root);
  if (!backbone)
    throw new LabError(
      'heads/scratch',
      'This recipe begins at random: there is no model before it.',
      'Choose a run that begins with a pretrained model.',
    );
  await ensureLemmas(recipe.text, root);
  const { text } = recipe;
  const { positions } = recipe.model as Extract<Recipe['model'], { kind: 'bert' }>;
  return {
    ...{ runId: '', kind: 'last', step: 0, savedAt: 0, optimizer: null, trainer: null },
    recipe: { ...backbone.recipe, text },
    vocabulary: backbone.vocabulary,
    labels: [],
    // Two segments and their three marks have to fit as well.
    maxLength: Math.min(text.maxLength.kind === 'fixed' ? text.maxLength.value : Infinity, positions - 3),
    weights: await weightBytes(backbone.weights),
  };
}

/** Tokens of a text that all of them can read. */
async function mostOf(models: readonly ModelRef[], reader: FindReader): Promise<number> {
  let most = Infinity;
  for (const model of models) most = Math.min(most, (await reader(model)).mostTokens);
  return most;
}

/** One text by several models, one after the other. */
export async function lookWithAll(
  models: readonly ModelRef[],
  text: string,
  reader: FindReader,
): Promise<HeadMaps[]> {
  const most = await mostOf(models, reader);
  const found: HeadMaps[] = [];
  for (const model of models) found.push(await (await reader(model)).look(text, most));
  return found;
}

/** Many texts by several models, and how far the heads of each are from those of the first. */
export async function compareHeads(
  models: readonly ModelRef[],
  texts: readonly string[],
  reader: FindReader,
): Promise<ComparedHeads[]> {
  const most = await mostOf(models, reader);
  let first: { seen: LookedAt[]; layers: number; heads: number } | null = null;
  const compared: ComparedHeads[] = [];
  for (const model of models) {
    const own = await reader(model);
    const { layers, heads } = own.sizes;
    const seen = await own.lookAll(texts, most);
    first ??= { seen, layers, heads };
    const alike =
      first.layers === layers &&
      first.heads === heads &&
      first.seen.every(({ length }, t) => length === seen[t]?.length);
    compared.push({
      profiles: headProfiles(seen, layers, heads),
      moves: alike ? headMoves(first.seen, seen, layers, heads) : null,
      words: seen.reduce((sum, { length }) => sum + Math.max(0, length - 2), 0),
      tokens: seen.reduce((sum, { length }) => sum + length, 0),
    });
  }
  return compared;
}
