import { LabError } from '../../base/errors.ts';
import { beginsPublished, changesInWords, withValues } from '../../recipe/published-values.ts';
import type { InitSpec, Recipe } from '../../recipe/recipe.ts';
import type { ForcedSettings, GivenUp } from '../../store/transfer.ts';

/** Marks around a text, two segments counted. */
const MARKS = 3;

/** The settings that a model may leave no choice about. */
export const forcedOf = ({ model, text: { maxLength } }: Recipe): ForcedSettings => ({
  pooling: model.kind === 'bert' ? model.pooling : 'pooler',
  maxLength: maxLength.kind === 'fixed' ? maxLength.value : null,
});

/** What the person wants of these: what was given up for a model, unless it was set to something else since. */
export function wantedOf(recipe: Recipe, givenUp: GivenUp | null): ForcedSettings {
  const now = forcedOf(recipe);
  if (!givenUp) return now;
  const { wanted, got } = givenUp;
  return {
    pooling: now.pooling === got.pooling ? wanted.pooling : now.pooling,
    maxLength: now.maxLength === got.maxLength ? wanted.maxLength : now.maxLength,
  };
}

/** What is otherwise than wanted with the model of a recipe, as sentences. */
export function givenUpInWords(recipe: Recipe, givenUp: GivenUp | null): string[] {
  const [now, wanted] = [forcedOf(recipe), wantedOf(recipe, givenUp)];
  return [
    ...(now.pooling === 'mean' && wanted.pooling === 'pooler'
      ? ['It has no pooler, so the head reads the mean of all tokens.']
      : []),
    ...(now.maxLength !== null && wanted.maxLength !== null && now.maxLength < wanted.maxLength
      ? [`It has room for ${now.maxLength} pieces of a text, so no more are read, not ${wanted.maxLength}.`]
      : []),
  ];
}

/**
 * A recipe that begins with another model than before: with its sizes, its tokenizer, and the rates that suit it where they
 * were those of the former model. Everything else stays.
 * @param trained the recipe of the model
 * @param wanted what is asked of the model where it can do that
 * @throws LabError `transfer/no-bert`
 */
export const beginWithModel = (...of: Parameters<typeof beginWithModelSaying>): Recipe =>
  beginWithModelSaying(...of)[0];

function beginningOf(
  recipe: Recipe,
  trained: Recipe,
  from: { kind: 'builtin' | 'published' | 'run'; id: string },
  wanted: ForcedSettings = forcedOf(recipe),
): Recipe {
  if (recipe.model.kind !== 'bert' || trained.model.kind !== 'bert')
    throw new LabError('transfer/no-bert', 'This is no BERT.', 'Choose a model that was pretrained.');
  const { model, text } = recipe;
  const { architecture, layers, hidden, heads, intermediate, activation, positions, segments, eps } =
    trained.model;
  const before = model.init.kind === 'scratch' ? 'none' : model.init.freeze;
  const how = {
    freeze: typeof before === 'number' ? Math.min(before, layers) : before,
    take: 'all',
  } as const;
  const { kind, id } = from;
  const init: InitSpec = kind === 'run' ? { kind, id, epoch: null, ...how } : { kind, id, ...how };
  const { maxLength } = text;
  const most = positions - MARKS;
  return {
    ...recipe,
    model: {
      ...model,
      ...{ architecture, layers, hidden, heads, intermediate, activation, positions, segments, eps },
      // Where there is no pooler the mean of the tokens needs none.
      pooling: trained.model.pooling === 'mean' ? 'mean' : wanted.pooling,
      init,
    },
    text: {
      ...text,
      normalise: {
        ...text.normalise,
        lowercase: trained.text.normalise.lowercase,
        punctuation: text.normalise.punctuation === 'remove' ? 'remove' : trained.text.normalise.punctuation,
      },
      tokenizer: trained.text.tokenizer,
      maxLength:
        maxLength.kind === 'fixed'
          ? { kind: 'fixed', value: Math.min(wanted.maxLength ?? maxLength.value, most) }
          : maxLength,
    },
  };
}

/** A recipe that begins with another model, and in a sentence what else was set anew; null: nothing. */
export function beginWithModelSaying(
  recipe: Recipe,
  trained: Recipe,
  from: { kind: 'builtin' | 'published' | 'run'; id: string },
  wanted?: ForcedSettings,
): [Recipe, string | null] {
  const [next, changes] = withValues(beginningOf(recipe, trained, from, wanted), recipe);
  if (changes.length === 0) return [next, null];
  const whose = beginsPublished(next) ? 'the course’s for published models' : 'those of the lab’s own model';
  return [
    next,
    `With ${from.id} these settings are ${whose}: ${changesInWords(changes)}. What you had set yourself stays.`,
  ];
}

/** "DistilBERT, 6 layers, 768 wide, 12 heads, 30,522 pieces" */
export function sizeWords(
  {
    architecture,
    layers,
    hidden,
    heads,
  }: Pick<Extract<Recipe['model'], { kind: 'bert' }>, 'architecture' | 'layers' | 'hidden' | 'heads'>,
  pieces: number,
): string {
  const kind = architecture === 'bert' ? 'BERT' : 'DistilBERT';
  const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${kind}, ${plural(layers, 'layer')}, ${hidden} wide, ${plural(heads, 'head')}, ${pieces.toLocaleString('en')} pieces of words`;
}
