import type { Recipe } from '../../recipe/recipe.ts';

const POOLING_WORDS: Record<Recipe['model']['pooling'], string> = {
  max: 'maximum over time',
  mean: 'mean over time',
  last: 'last state',
  'max+mean+last': 'maximum, mean and last state',
  flatten: 'all states flattened',
};

const OPTIMIZER_WORDS = { adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' } as const;

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** "GRU, 1 layer, embedding 128, hidden 256, maximum over time · Adam 0.001, batch 32, 3 epochs" */
export function recipeInShort({ model, training }: Recipe): string {
  const { optimizer, schedule } = training;
  const parts = [
    model.cell.toUpperCase(),
    plural(model.layers, 'layer') + (model.bidirectional ? ' in both directions' : ''),
    `embedding ${model.embedding}`,
    `hidden ${model.hidden}`,
    POOLING_WORDS[model.pooling],
    ...(model.attention === 'additive' ? [`attention ${model.attentionSize}`] : []),
    ...(model.maskPadding ? [] : ['padding read as text']),
  ];
  const rate = schedule.kind === 'constant' ? '' : `, ${schedule.kind} schedule`;
  return (
    `${parts.join(', ')} · ${OPTIMIZER_WORDS[optimizer.kind]} ${optimizer.lr}${rate}, ` +
    `batch ${training.batchSize}, ${plural(training.epochs, 'epoch')}`
  );
}
