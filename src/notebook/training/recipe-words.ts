import type { InitSpec, ModelSpec, Recipe, RecurrentModelSpec } from '../../recipe/recipe.ts';

const POOLING_WORDS: Record<RecurrentModelSpec['pooling'], string> = {
  max: 'maximum over time',
  mean: 'mean over time',
  last: 'last state',
  'max+mean+last': 'maximum, mean and last state',
  flatten: 'all states flattened',
};

const OPTIMIZER_WORDS = { adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' } as const;

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** "frozen encoder", "pretrained, first layer frozen", "pretrained for 2 epochs" */
function beginningWords(init: Exclude<InitSpec, { kind: 'scratch' }>): string {
  const { freeze } = init;
  const epochs = init.kind === 'run' && init.epoch !== null ? ` for ${plural(init.epoch, 'epoch')}` : '';
  if (freeze === 'none') return `pretrained${epochs}`;
  if (freeze === 'all') return `frozen encoder${epochs && `, pretrained${epochs}`}`;
  const layers = freeze === 0 ? 'embeddings' : freeze === 1 ? 'first layer' : `first ${freeze} layers`;
  return `pretrained${epochs}, ${layers} frozen`;
}

function modelParts(model: ModelSpec): string[] {
  if (model.kind === 'bert')
    return [
      'BERT',
      plural(model.layers, 'layer'),
      `hidden ${model.hidden}`,
      plural(model.heads, 'head'),
      ...(model.init.kind === 'scratch' || model.init.take === 'vocabulary'
        ? []
        : [beginningWords(model.init)]),
    ];
  const sizes = [`embedding ${model.embedding}`, `hidden ${model.hidden}`];
  if (model.kind === 'seq2seq') {
    const look = model.attention === 'none' ? 'no attention' : `${model.attention} attention`;
    const ways = model.bidirectional ? ' (encoder in both directions)' : '';
    return ['Seq2Seq', plural(model.layers, 'layer') + ways, ...sizes, look];
  }
  return [
    model.cell.toUpperCase(),
    plural(model.layers, 'layer') + (model.bidirectional ? ' in both directions' : ''),
    ...sizes,
    POOLING_WORDS[model.pooling],
    ...(model.attention === 'additive' ? [`attention ${model.attentionSize}`] : []),
    ...(model.maskPadding ? [] : ['padding read as text']),
  ];
}

/** "GRU, 1 layer, embedding 128, hidden 256, maximum over time · Adam 0.001, batch 32, 3 epochs" */
export function recipeInShort({ model, training }: Recipe): string {
  const { optimizer, schedule } = training;
  const rate = schedule.kind === 'constant' ? '' : `, ${schedule.kind} schedule`;
  return (
    `${modelParts(model).join(', ')} · ${OPTIMIZER_WORDS[optimizer.kind]} ${optimizer.lr}${rate}, ` +
    `batch ${training.batchSize}, ${plural(training.epochs, 'epoch')}`
  );
}
