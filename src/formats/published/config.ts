import { z } from 'zod';
import { type BertModelSpec, bertModelSchema } from '../../recipe/recipe.ts';
import { listed, refused } from './refusals.ts';

/** `config.json` of a published transformer: which model it is, and its sizes. */

export type PublishedSizes = Omit<BertModelSpec, 'kind' | 'init' | 'pooling'>;

export interface PublishedConfig {
  sizes: PublishedSizes;
  /** Rows of the word embeddings. */
  vocabularySize: number;
}

const HINT = 'The lab opens BERT and DistilBERT, as they are published on the Hugging Face hub.';

/** What BertConfig() and DistilBertConfig() have: a file may leave out what is as there. */
const bertSchema = z.object({
  vocab_size: z.int().default(30_522),
  hidden_size: z.int().default(768),
  num_hidden_layers: z.int().default(12),
  num_attention_heads: z.int().default(12),
  intermediate_size: z.int().default(3072),
  hidden_act: z.string().default('gelu'),
  hidden_dropout_prob: z.number().default(0.1),
  attention_probs_dropout_prob: z.number().default(0.1),
  max_position_embeddings: z.int().default(512),
  type_vocab_size: z.int().default(2),
  initializer_range: z.number().default(0.02),
  layer_norm_eps: z.number().default(1e-12),
  position_embedding_type: z.string().nullable().default('absolute'),
  is_decoder: z.boolean().default(false),
});
const distilSchema = z.object({
  vocab_size: z.int().default(30_522),
  dim: z.int().default(768),
  n_layers: z.int().default(6),
  n_heads: z.int().default(12),
  hidden_dim: z.int().default(3072),
  activation: z.string().default('gelu'),
  dropout: z.number().default(0.1),
  attention_dropout: z.number().default(0.1),
  max_position_embeddings: z.int().default(512),
  initializer_range: z.number().default(0.02),
});

function object(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('config.json is not JSON.', 'Take it as it was published.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw refused('config.json holds no settings.', 'Take it as it was published.');
}

/** `model_type`; files of 2018 and 2019 have none and are of BERT, or name the class. */
function typeOf(config: Record<string, unknown>): string {
  const { model_type: type, architectures } = config;
  if (typeof type === 'string') return type;
  const [first] = Array.isArray(architectures) ? (architectures as unknown[]) : [];
  if (typeof first === 'string')
    return first.startsWith('DistilBert') ? 'distilbert' : first.startsWith('Bert') ? 'bert' : first;
  return Object.hasOwn(config, 'hidden_size') ? 'bert' : 'a model without a name';
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refused(
    `config.json does not fit: ${listed(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`))}.`,
    'Take it as it was published.',
  );
}

function activationOf(name: string): BertModelSpec['activation'] {
  if (name === 'gelu' || name === 'gelu_python') return 'gelu';
  if (name === 'relu') return 'relu';
  throw refused(
    `The model uses the activation ${JSON.stringify(name.slice(0, 40))}, and the lab computes gelu and relu.`,
    HINT,
  );
}

function bertSizes(config: Record<string, unknown>): PublishedConfig {
  const found = checked(bertSchema, config);
  if (found.position_embedding_type !== null && found.position_embedding_type !== 'absolute')
    throw refused('The model has relative positions, and the lab reads BERT with absolute ones.', HINT);
  if (found.is_decoder)
    throw refused('The model is a decoder, which looks back only, and the lab reads encoders.', HINT);
  return {
    vocabularySize: found.vocab_size,
    sizes: {
      architecture: 'bert',
      layers: found.num_hidden_layers,
      hidden: found.hidden_size,
      heads: found.num_attention_heads,
      intermediate: found.intermediate_size,
      activation: activationOf(found.hidden_act),
      dropout: found.hidden_dropout_prob,
      attentionDropout: found.attention_probs_dropout_prob,
      positions: found.max_position_embeddings,
      segments: found.type_vocab_size,
      eps: found.layer_norm_eps,
      initializerRange: found.initializer_range,
    },
  };
}

function distilSizes(config: Record<string, unknown>): PublishedConfig {
  const found = checked(distilSchema, config);
  return {
    vocabularySize: found.vocab_size,
    sizes: {
      architecture: 'distilbert',
      layers: found.n_layers,
      hidden: found.dim,
      heads: found.n_heads,
      intermediate: found.hidden_dim,
      activation: activationOf(found.activation),
      dropout: found.dropout,
      attentionDropout: found.attention_dropout,
      positions: found.max_position_embeddings,
      segments: 2,
      eps: 1e-12,
      initializerRange: found.initializer_range,
    },
  };
}

/**
 * The sizes that `config.json` tells.
 * @throws LabError `published/unfit` where it is of another architecture, or has sizes that the lab does not take
 */
export function readConfig(text: string): PublishedConfig {
  const config = object(text);
  const type = typeOf(config);
  if (type !== 'bert' && type !== 'distilbert')
    throw refused(
      `This is a model of type ${JSON.stringify(type.slice(0, 60))}, which the lab does not compute.`,
      HINT,
    );
  const found = type === 'bert' ? bertSizes(config) : distilSizes(config);
  const { sizes, vocabularySize } = found;
  const parsed = bertModelSchema.safeParse({ kind: 'bert', ...sizes });
  if (!parsed.success)
    throw refused(
      `config.json has sizes that the lab does not take: ${listed(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`))}.`,
      HINT,
    );
  if (sizes.hidden % sizes.heads !== 0)
    throw refused(
      `config.json does not hold together: ${sizes.heads} heads cannot share a width of ${sizes.hidden}.`,
      'Take it as it was published.',
    );
  if (vocabularySize < 16 || vocabularySize > 1_000_000)
    throw refused(`config.json tells of ${vocabularySize} pieces of words.`, 'Take it as it was published.');
  return found;
}
