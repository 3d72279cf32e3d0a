import { LabError } from '../base/errors.ts';
import type { Backbone, PreparedData } from '../data/types.ts';
import { readBundle } from '../formats/bundle.ts';
import { describePacked, looksPacked } from '../formats/published/pack.ts';
import { bytesOf } from '../formats/tensor-file.ts';
import { innerWidth } from '../recipe/bert-size.ts';
import type { BertModelSpec, Recipe, TextSpec } from '../recipe/recipe.ts';
import { keptModelFile } from '../storage/models.ts';
import { epochKind } from '../runs/kept-epochs.ts';
import { keptCheckpoint, keptEpochsOf } from '../storage/store.ts';
import type { CheckpointRecord } from '../storage/types.ts';
import { bertTextOf } from '../text/bert-text.ts';
import { missingEpoch } from './missing-epoch.ts';
import { shippedModel } from './shipped-model.ts';

/**
 * The trained model that a recipe begins with; null where it begins at random.
 * @param root the address of the page's folder, where `models/` is
 * @param file the zip that the recipe names, where it names one
 * @throws LabError `model/missing`, `model/other-model`, `bundle/invalid`
 */
export async function backboneOf(recipe: Recipe, root: string, file?: Blob): Promise<Backbone | null> {
  const { model } = recipe;
  if (model.kind !== 'bert' || model.init.kind === 'scratch') return null;
  const backbone = await opened(model.init, root, file);
  checkFit(recipe, model, backbone);
  return backbone;
}

async function opened(
  init: Exclude<BertModelSpec['init'], { kind: 'scratch' }>,
  root: string,
  file: Blob | undefined,
): Promise<Backbone> {
  if (init.kind === 'run') {
    const record = await (init.epoch === null ? bestOf(init.id) : ofEpoch(init.id, init.epoch));
    if (!record)
      throw new LabError(
        'model/missing',
        'The run that this one begins with has left no weights in this browser.',
        'Run its pretraining again, or begin with another model.',
      );
    const { recipe, vocabulary, weights } = record;
    return { name: recipe.name, recipe, vocabulary, weights };
  }
  if (init.kind === 'published') return published(init.id, await keptModelFile(init.id));
  const name = init.kind === 'builtin' ? init.id : init.name;
  if (init.kind === 'builtin' && shipped?.name === name) return shipped;
  const zip = init.kind === 'builtin' ? await shippedModel(init.id, root) : file;
  if (!zip)
    throw new LabError(
      'model/missing',
      `The recipe begins with the model in ${name}, and that file was not given.`,
      `On the command line name it: --init ${name}`,
    );
  const first = new Uint8Array(await zip.slice(0, 2).arrayBuffer());
  if (looksPacked(first)) return published(name, zip);
  const { recipe, vocabulary, weights } = readBundle(new Uint8Array(await zip.arrayBuffer()));
  const backbone = { name, recipe, vocabulary, weights };
  if (init.kind === 'builtin') shipped = backbone;
  return backbone;
}

const bestOf = async (id: string): Promise<CheckpointRecord | undefined> =>
  (await keptCheckpoint(id, 'best')) ?? (await keptCheckpoint(id, 'last'));

/** The weights of a run as they were after so many epochs. @throws LabError `model/missing-epoch` */
async function ofEpoch(id: string, epoch: number): Promise<CheckpointRecord> {
  return (await keptCheckpoint(id, epochKind(epoch))) ?? missingEpoch(epoch, await keptEpochsOf(id));
}

/** The last model of the lab that was opened: the cells of a lesson ask for it one after the other. */
let shipped: Backbone | null = null;

/** Of a published model only what describes it is read: its weights stay where they lie. */
async function published(name: string, file: Blob): Promise<Backbone> {
  const { recipe, vocabulary } = await describePacked(file);
  return { name, recipe, vocabulary, weights: file };
}

export const weightBytes = async (weights: Uint8Array | Blob): Promise<Uint8Array> =>
  weights instanceof Blob ? bytesOf(weights, 0, weights.size) : weights;

/** The data of a run as the one that has the tensors needs them. */
export interface LoadedData {
  data: PreparedData;
  /** Once a model has its weights those in `data` go, where they can be read again. */
  letGo: () => void;
}

/** For a model that takes its weights from elsewhere. */
export const asItIs = (data: PreparedData): LoadedData => ({ data, letGo: () => undefined });

/** With the weights that the run begins with in memory. @throws LabError `file/unreadable` */
export async function withWeights(given: PreparedData): Promise<LoadedData> {
  const { pretrainedFile, ...rest } = given;
  if (!pretrainedFile) return asItIs(given);
  const data: PreparedData = { ...rest, pretrained: await weightBytes(pretrainedFile) };
  return { data, letGo: () => void delete data.pretrained };
}

/** What decides which pieces a text has; as Hugging Face's, a missing `stripAccents` follows lower case. */
function tokenizerOf(text: TextSpec): Record<string, string | number | boolean> {
  const { tokenizer } = text;
  const bert = bertTextOf(text);
  return {
    'text.tokenizer.kind': tokenizer.kind,
    ...(tokenizer.kind !== 'word' && { 'text.tokenizer.vocabularySize': tokenizer.vocabularySize }),
    ...(bert && {
      'text.tokenizer.cleanText': bert.cleanText,
      'text.tokenizer.handleChineseChars': bert.chineseChars,
      'text.tokenizer.stripAccents': bert.stripAccents ?? bert.lowercase,
    }),
  };
}

/** Sizes and text settings that both must share. */
function checkFit(recipe: Recipe, model: BertModelSpec, backbone: Backbone): void {
  const other = backbone.recipe.model;
  if (other.kind !== 'bert')
    throw new LabError(
      'model/other-model',
      `${backbone.name} holds a model of kind ${other.kind}, and this recipe needs a bert.`,
      'Begin with a model that was pretrained.',
    );
  const of = (spec: BertModelSpec, { text }: Recipe) => ({
    'model.architecture': spec.architecture,
    'model.layers': spec.layers,
    'model.hidden': spec.hidden,
    'model.heads': spec.heads,
    'model.intermediate': innerWidth(spec),
    'model.activation': spec.activation,
    'model.positions': spec.positions,
    'model.segments': spec.segments,
    'model.eps': spec.eps,
    // What is taken out of a text before it is read is the recipe's own affair; lower case decides which pieces there are.
    'text.normalise.lowercase': text.normalise.lowercase,
    ...tokenizerOf(text),
  });
  const [own, its] = [of(model, recipe), of(other, backbone.recipe)];
  const differing = (Object.keys(own) as (keyof typeof own)[]).filter((path) => own[path] !== its[path]);
  if (differing.length === 0) return;
  const [each] = differing;
  throw new LabError(
    'model/other-model',
    `${backbone.name} does not fit this recipe: ${differing.map((path) => `${path} is ${its[path]} there and ${own[path]} here`).join('; ')}.`,
    `Set ${differing.length > 1 ? 'these' : each} as the model has ${differing.length > 1 ? 'them' : 'it'}.`,
  );
}
