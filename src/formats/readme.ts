import type { Recipe } from '../recipe/recipe.ts';
import type { RunResult } from '../runs/types.ts';
import { beforeBert } from '../text/bert-text.ts';
import type { Tested } from './tested.ts';

/** How the score of the test part can be had in PyTorch, or why not with what is here. */
function testLine({ recipe }: Pick<ReadmeContent, 'recipe'>, { csv, scores, missing }: Tested): string {
  if (recipe.task === 'pretrain' || scores === null) return '';
  if (csv !== null)
    return `
\`python3 load_in_pytorch.py test.csv\` reproduces ${scores}: test.csv holds the rows of the test part. Leave it out where the texts are not to be passed on.
`;
  const why =
    missing === 'too-long'
      ? 'they would be more than 20 MB'
      : missing === 'other-data'
        ? 'the data in the browser are no longer those of this run'
        : 'the data of this run were not in the browser any more';
  return `
The rows of the test part are not in this zip: ${why}. The script reproduces ${scores} on a CSV with just those rows; on others it says how many it scored.
`;
}

interface ReadmeContent {
  recipe: Recipe;
  vocabulary: readonly string[];
  labels: readonly string[];
  maxLength: number;
  result: RunResult | null;
}

/** A name as plain text in Markdown. */
const plain = (name: string): string =>
  name.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!<>|~-]/g, String.raw`\$&`);

function scoreLine(result: RunResult | null): string {
  if (result === null) return 'The run did not come to its end, so there are no final scores.';
  const { test } = result;
  if (test.pretraining) {
    const { maskedLoss, unigramEntropy, orderAccuracy } = test.pretraining;
    return `On the test part: loss of masked tokens ${maskedLoss.toFixed(4)} (by frequencies alone ${unigramEntropy.toFixed(4)}), accuracy ${test.accuracy.toFixed(4)}; order of halves: accuracy ${orderAccuracy.toFixed(4)}.`;
  }
  if (test.translation) {
    const { bleu, perplexity, sentences } = test.translation;
    return `On the ${sentences} sentences of the test part: BLEU ${bleu.toFixed(2)}, perplexity ${perplexity.toFixed(4)}.`;
  }
  if (test.thresholds)
    return `On the test part: macro F1 ${test.macroF1.toFixed(4)}, micro F1 ${test.microF1.toFixed(4)}, all labels right ${test.accuracy.toFixed(4)}.`;
  return `On the test part: accuracy ${test.accuracy.toFixed(4)}, macro F1 ${test.macroF1.toFixed(4)}, weighted F1 ${test.weightedF1.toFixed(4)}.`;
}

function modelLine({ recipe, vocabulary, labels, maxLength }: Omit<ReadmeContent, 'result'>): string {
  const { model, task } = recipe;
  const limit = `texts up to ${maxLength} tokens`;
  if (model.kind === 'bert')
    return `${task === 'pretrain' ? 'A BERT pretrained' : 'A text classifier trained'} in SeqLab: ${model.layers} layers, ${model.hidden} wide, ${model.heads} heads, ${vocabulary.length} pieces of words, ${limit}.`;
  return model.kind === 'seq2seq'
    ? `A translator trained in SeqLab: Seq2Seq, ${vocabulary.length} words to ${labels.length}, ${limit}.`
    : `A text classifier trained in SeqLab: ${model.cell.toUpperCase()}, ${vocabulary.length} words, ${labels.length} classes, ${limit}.`;
}

/** What the script is called with. */
function uses({ task }: Recipe): string {
  if (task === 'pretrain') return '    python3 load_in_pytorch.py "a [MASK] of many colours"';
  if (task === 'translate')
    return `    python3 load_in_pytorch.py --sentence "Any sentence"
    python3 load_in_pytorch.py pairs.csv --source SOURCE_COLUMN --target TARGET_COLUMN`;
  return `    python3 load_in_pytorch.py --sentence "Any text"
    python3 load_in_pytorch.py your.csv --text TEXT_COLUMN --label LABEL_COLUMN`;
}

/** The rows of what transformers reads, and what it does otherwise than the lab. */
function fromPretrained({ model, task, text }: Recipe): string {
  if (model.kind !== 'bert') return '';
  const pieces =
    text.tokenizer.kind === 'wordpiece' ? ', vocab.txt, tokenizer.json, tokenizer_config.json' : '';
  const before = beforeBert(text);
  const notes = [
    ...(model.pooling === 'mean' && task !== 'pretrain'
      ? [
          'its classes read [CLS] where this model reads the mean of the tokens, which load_in_pytorch.py does',
        ]
      : []),
    ...(before.length > 0
      ? [
          `before a text goes to its tokenizer, ${before.join(', ')}: load_in_pytorch.py does that, transformers does not`,
        ]
      : []),
  ];
  return `| config.json${pieces} | ${['what transformers reads: \`from_pretrained\` takes this folder', ...notes].join('; ')} |\n`;
}

/** The README of the zip: what each file is and how to go on with it. */
export function bundleReadme(
  { recipe, vocabulary, labels, maxLength, result }: ReadmeContent,
  tested: Tested,
): string {
  return `# ${plain(recipe.name)}

${modelLine({ recipe, vocabulary, labels, maxLength })}
${scoreLine(result)}

Open this zip in SeqLab again, or go on in PyTorch (needs torch, nothing else):

${uses(recipe)}
${testLine({ recipe }, tested)}
| File | What it is |
| --- | --- |
| model.safetensors | the weights of the best epoch, under PyTorch's names |
| load_in_pytorch.py | rebuilds the model, loads the weights, ${recipe.task === 'pretrain' ? 'fills masks' : 'scores a CSV'} |
${tested.csv === null ? '' : '| test.csv | the rows of the test part, the columns that the script reads |\n'}| recipe.json | all settings of the run |
| vocabulary.json | the words (or pieces of words) by number, and the maximum length |
${recipe.text.normalise.lemmas === 'english' ? '| lemmas.txt | words of WordNet 3.1 (Princeton University) by which lemmas are found |\n' : ''}| labels.json | ${recipe.task === 'translate' ? 'the words of the target language' : 'the classes'} by number |
${fromPretrained(recipe)}${
    recipe.task === 'multilabel'
      ? '| thresholds.json | the probability from which on each label is given, tuned on validation |\n'
      : ''
  }| history.csv | loss, learning rate and gradient norm of every step, scores of every evaluation |
| gradients.csv | mean and max of the absolute gradient of each weight |
| events.out.tfevents.0.seqlab | the same curves for TensorBoard: tensorboard --logdir . |
| metrics.json | final scores, confusion matrix, scores by class, the texts it got most wrong by row |
`;
}
