import { innerWidth } from '../recipe/bert-size.ts';
import type { BertModelSpec, Recipe } from '../recipe/recipe.ts';
import { bertTextOf } from '../text/bert-text.ts';
import { WordPiece } from '../text/wordpiece.ts';
import { writeTokenizerJson, writeVocabTxt } from '../text/wordpiece-files.ts';

/** What Hugging Face's `from_pretrained` reads beside the weights. */

interface Content {
  recipe: Recipe;
  vocabulary: readonly string[];
  labels: readonly string[];
}

/** `config.json`: the sizes under the names of BertConfig. */
export function bertConfigJson(model: BertModelSpec, { recipe, vocabulary, labels }: Content): string {
  const pretrain = recipe.task === 'pretrain';
  const classes = {
    problem_type: recipe.task === 'multilabel' ? 'multi_label_classification' : 'single_label_classification',
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
  };
  if (model.architecture === 'distilbert') return distilConfigJson(model, vocabulary.length, classes);
  const config = {
    architectures: [pretrain ? 'BertForPreTraining' : 'BertForSequenceClassification'],
    model_type: 'bert',
    vocab_size: vocabulary.length,
    hidden_size: model.hidden,
    num_hidden_layers: model.layers,
    num_attention_heads: model.heads,
    intermediate_size: innerWidth(model),
    hidden_act: model.activation,
    hidden_dropout_prob: model.dropout,
    attention_probs_dropout_prob: model.attentionDropout,
    max_position_embeddings: model.positions,
    type_vocab_size: model.segments,
    initializer_range: model.initializerRange,
    layer_norm_eps: model.eps,
    pad_token_id: 0,
    position_embedding_type: 'absolute',
    ...(!pretrain && classes),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** The same under the names of DistilBertConfig. */
function distilConfigJson(model: BertModelSpec, vocabularySize: number, classes: object): string {
  const config = {
    architectures: ['DistilBertForSequenceClassification'],
    model_type: 'distilbert',
    vocab_size: vocabularySize,
    dim: model.hidden,
    n_layers: model.layers,
    n_heads: model.heads,
    hidden_dim: innerWidth(model),
    activation: model.activation,
    dropout: model.dropout,
    attention_dropout: model.attentionDropout,
    seq_classif_dropout: model.dropout,
    max_position_embeddings: model.positions,
    sinusoidal_pos_embds: false,
    initializer_range: model.initializerRange,
    pad_token_id: 0,
    ...classes,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * `vocab.txt`, `tokenizer.json` and `tokenizer_config.json`; none where the pieces are not WordPiece's. Padding and unknown
 * have BERT's names there. What a recipe takes out of a text beside BERT's own rules (`beforeBert`) they cannot say.
 */
export function tokenizerFiles({ recipe, vocabulary }: Omit<Content, 'labels'>): Record<string, string> {
  const options = bertTextOf(recipe.text);
  if (!options) return {};
  const named = vocabulary.map((word, id) => (id === 0 ? '[PAD]' : id === 1 ? '[UNK]' : word));
  const tokenizer = new WordPiece(named, { text: options });
  const config = {
    tokenizer_class:
      recipe.model.kind === 'bert' && recipe.model.architecture === 'distilbert'
        ? 'DistilBertTokenizer'
        : 'BertTokenizer',
    do_lower_case: options.lowercase,
    clean_text: options.cleanText,
    strip_accents: options.stripAccents,
    tokenize_chinese_chars: options.chineseChars,
    model_max_length: recipe.model.kind === 'bert' ? recipe.model.positions : 512,
    ...{ pad_token: '[PAD]', unk_token: '[UNK]' },
    ...{ cls_token: '[CLS]', sep_token: '[SEP]', mask_token: '[MASK]' },
  };
  return {
    'vocab.txt': writeVocabTxt(tokenizer),
    'tokenizer.json': writeTokenizerJson(tokenizer),
    'tokenizer_config.json': `${JSON.stringify(config, null, 2)}\n`,
  };
}
