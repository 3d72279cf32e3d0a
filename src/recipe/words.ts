/**
 * What people call the fields of a recipe. A field without an entry goes by its path, letter by letter of its words
 * (`data.columns.text` is "data columns text"): clear enough, and never wrong when a field is added.
 */
const FIELD_WORDS: Record<string, string> = {
  seed: 'seed',
  task: 'task',
  'data.source': 'data',
  'data.source.id': 'data',
  'data.source.url': 'data',
  'data.source.name': 'data',
  'data.source.testUrl': 'test data',
  'data.source.testName': 'test data',
  'data.columns.text': 'text column',
  'data.columns.label': 'label column',
  'data.columns.labels': 'label columns',
  'data.columns.source': 'source column',
  'data.columns.target': 'target column',
  'data.columns.alignment': 'alignment column',
  'data.columns.separator': 'separator of labels',
  'data.columns.split': 'split column',
  'data.split.validation': 'share of validation',
  'data.split.test': 'share of test',
  'data.split.stratify': 'stratified split',
  'data.split.seed': 'seed of the split',
  'data.split.duplicates': 'texts in several parts',
  'data.swap': 'languages swapped',
  'data.reverseSource': 'source reversed',
  'data.mergeLabels': 'merged labels',
  'data.limit': 'rows used',
  'data.trainLimit': 'rows to train on',
  'data.evaluationLimit': 'rows of validation and test, each',
  'data.pick': 'which rows, where fewer are used',
  'text.normalise.lowercase': 'lower case',
  'text.normalise.punctuation': 'punctuation',
  'text.normalise.digits': 'digits',
  'text.normalise.stopWords': 'stop words',
  'text.normalise.lemmas': 'lemmas',
  'text.tokenizer': 'tokenizer',
  'text.tokenizer.vocabularySize': 'pieces of the tokenizer',
  'text.tokenizer.minFrequency': 'least frequency of a pair',
  'text.tokenizer.cleanText': 'text cleaned',
  'text.tokenizer.handleChineseChars': 'spaces around Chinese characters',
  'text.tokenizer.stripAccents': 'accents stripped',
  'text.tokenizer.opened': 'tokenizer',
  'text.vocabulary.minCount': 'least count of a word',
  'text.vocabulary.minDocumentFrequency': 'least texts with a word',
  'text.vocabulary.maxDocumentFrequency': 'largest share of texts with a word',
  'text.vocabulary.maxSize': 'most words',
  'text.maxLength': 'maximum length',
  'text.maxLength.value': 'maximum length',
  model: 'model',
  'model.cell': 'cell',
  'model.layers': 'layers',
  'model.bidirectional': 'both directions',
  'model.embedding': 'embedding size',
  'model.hidden': 'hidden size',
  'model.dropout': 'dropout',
  'model.pooling': 'aggregation',
  'model.maskPadding': 'padding masked',
  'model.attention': 'attention',
  'model.attentionSize': 'attention size',
  'model.head.hidden': 'head size',
  'model.head.dropout': 'head dropout',
  'model.heads': 'heads',
  'model.intermediate': 'width inside',
  'model.activation': 'activation',
  'model.positions': 'positions',
  'model.initializerRange': 'deviation of first weights',
  'model.eps': 'ε of LayerNorm',
  'model.init': 'first weights',
  'model.init.freeze': 'frozen',
  'model.init.epoch': 'begins with',
  'training.optimizer': 'optimizer',
  'training.optimizer.lr': 'learning rate',
  'training.optimizer.betas': 'β₁, β₂',
  'training.optimizer.eps': 'ε',
  'training.optimizer.momentum': 'momentum',
  'training.optimizer.dampening': 'dampening',
  'training.optimizer.nesterov': 'Nesterov momentum',
  'training.optimizer.weightDecay': 'weight decay',
  'training.optimizer.noDecay': 'without decay',
  'training.schedule': 'schedule',
  'training.schedule.gamma': 'factor γ',
  'training.schedule.stepSize': 'epochs between steps',
  'training.schedule.warmup': 'warm-up',
  'training.schedule.initial': 'rate at the start',
  'training.schedule.final': 'rate at the end',
  'training.batchSize': 'batch size',
  'training.sortByLength': 'batches of like length',
  'training.epochs': 'epochs',
  'training.clipNorm': 'gradient norm clipped at',
  'training.accumulate': 'batches a step',
  'training.evaluateEvery': 'steps between evaluations',
  'training.balancedLoss': 'balanced loss',
  'training.positiveWeights': 'positive weights',
  'training.thresholds': 'thresholds',
  'training.teacherForcing': 'teacher forcing',
  'training.teacherForcing.ratio': 'teacher forcing',
  'training.teacherForcing.from': 'teacher forcing at first',
  'training.teacherForcing.to': 'teacher forcing at the end',
  'training.teacherForcing.k': 'teacher forcing k',
  'training.coverage': 'coverage',
  'training.beam.width': 'beam width',
  'training.beam.lengthPenalty': 'length penalty',
  'training.pretraining.maskShare': 'share of masked tokens',
  'training.pretraining.sentenceOrder': 'order of halves',
  'training.pretraining.minLength': 'least length',
  'training.keepEpochs': 'epochs kept',
  'training.monitor': 'best epoch by',
  'training.earlyStopping': 'patience',
};

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** "after 2 epochs": when weights were kept. */
export const afterEpochs = (epoch: number): string => `after ${plural(epoch, 'epoch')}`;

/** What the short names of choices stand for. */
const VALUE_WORDS: Record<string, string> = {
  rnn: 'RNN',
  gru: 'GRU',
  lstm: 'LSTM',
  adam: 'Adam',
  adamw: 'AdamW',
  sgd: 'SGD',
  bpe: 'BPE',
  wordpiece: 'WordPiece',
  bert: 'BERT',
  macroF1: 'macro F1',
  microF1: 'micro F1',
  weightedF1: 'weighted F1',
};

/** "learning rate" for `training.optimizer.lr`. */
export function fieldInWords(path: string): string {
  return (
    FIELD_WORDS[path] ??
    path
      .replace(/^(model|training|text)\./, '')
      .replaceAll('.', ' ')
      .replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
  );
}

export function choiceInWords(value: string): string {
  return VALUE_WORDS[value] ?? value;
}

/** Paths that have words of their own: a test looks whether the recipe still has them all. */
export const NAMED_PATHS = Object.keys(FIELD_WORDS);
