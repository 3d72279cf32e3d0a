import { LabError } from '../../base/errors.ts';
import { beginsPublished, changesInWords, withValues } from '../../recipe/published-values.ts';
import type { InitSpec, Recipe } from '../../recipe/recipe.ts';

/** Marks around a text, two segments counted. */
const MARKS = 3;

/**
 * A recipe that begins with another model than before: with its sizes, its tokenizer, and the rates that suit it where they
 * were those of the former model. Everything else stays.
 * @param trained the recipe of the model
 * @throws LabError `transfer/no-bert`
 */
export const beginWithModel = (...of: Parameters<typeof beginWithModelSaying>): Recipe =>
  beginWithModelSaying(...of)[0];

function beginningOf(
  recipe: Recipe,
  trained: Recipe,
  from: { kind: 'builtin' | 'published' | 'run'; id: string },
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
      pooling: trained.model.pooling === 'mean' ? 'mean' : model.pooling,
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
        maxLength.kind === 'fixed' && maxLength.value > most ? { kind: 'fixed', value: most } : maxLength,
    },
  };
}

/** A recipe that begins with another model, and in a sentence what else was set anew; null: nothing. */
export function beginWithModelSaying(
  recipe: Recipe,
  trained: Recipe,
  from: { kind: 'builtin' | 'published' | 'run'; id: string },
): [Recipe, string | null] {
  const [next, changes] = withValues(beginningOf(recipe, trained, from), recipe);
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
