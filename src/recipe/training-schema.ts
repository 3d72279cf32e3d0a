import { z } from 'zod';
import { count, decay, fraction, positive } from './numbers.ts';

/** How a recipe trains. */

/**
 * How often the decoder is given the true word before instead of its own: a coin for each step. Ratios are those of
 * Bengio et al. 2015; the share of training done is in [0, 1].
 */
export const teacherForcingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), ratio: fraction.default(1) }),
  /** From one ratio to the other over all steps. */
  z.strictObject({ kind: z.literal('linear'), from: fraction.default(1), to: fraction.default(0) }),
  /** k / (k + exp(step / k)), step counted in optimizer steps: at 1 for long, then falling, then near 0. */
  z.strictObject({ kind: z.literal('sigmoid'), k: positive.max(1e6).default(200) }),
]);

const lr = positive.max(10);

export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('adam'),
    lr: lr.default(1e-3),
    betas: z.tuple([decay, decay]).default([0.9, 0.999]),
    eps: positive.default(1e-8),
    /** L2, added to the gradient. */
    weightDecay: z.number().min(0).default(0),
  }),
  z.strictObject({
    kind: z.literal('adamw'),
    lr: lr.default(1e-3),
    betas: z.tuple([decay, decay]).default([0.9, 0.999]),
    eps: positive.default(1e-8),
    /** Decoupled from the gradient. */
    weightDecay: z.number().min(0).default(0.01),
    /** What does not decay: BERT leaves biases and LayerNorm alone. */
    noDecay: z.enum(['nothing', 'biases-and-norms']).default('nothing'),
  }),
  z
    .strictObject({
      kind: z.literal('sgd'),
      lr: lr.default(0.1),
      momentum: decay.default(0.9),
      dampening: fraction.default(0),
      nesterov: z.boolean().default(false),
      weightDecay: z.number().min(0).default(0),
    })
    .refine(({ nesterov, momentum, dampening }) => !nesterov || (momentum > 0 && dampening === 0), {
      path: ['nesterov'],
      message: 'needs a momentum above 0 and no dampening',
    }),
]);

/** Factors on the learning rate. `warmup` is a share of all steps. */
export const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  /** lr · gamma^epoch (torch.optim.lr_scheduler.ExponentialLR). */
  z.strictObject({ kind: z.literal('exponential'), gamma: positive.max(1).default(0.9) }),
  /** lr · gamma^⌊epoch / stepSize⌋ (StepLR). */
  z.strictObject({
    kind: z.literal('step'),
    stepSize: count.default(1),
    gamma: positive.max(1).default(0.5),
  }),
  /** Linear warm-up from `initial` · lr, then linear decay to `final` · lr (from 0 to 0: transformers' get_linear_schedule_with_warmup). */
  z.strictObject({
    kind: z.literal('linear'),
    warmup: fraction.default(0.1),
    initial: fraction.default(0),
    final: fraction.default(0),
  }),
  /** Linear warm-up from 0, then half a cosine to `final` · lr. */
  z.strictObject({
    kind: z.literal('cosine'),
    warmup: fraction.default(0),
    final: fraction.default(0),
  }),
]);

/** Of one run. */
const MOST_KEPT_EPOCHS = 10;

export const monitorSchema = z.enum(['accuracy', 'macroF1', 'microF1', 'weightedF1', 'loss']);

export const trainingSchema = z.strictObject({
  optimizer: optimizerSchema.prefault({ kind: 'adam' }),
  schedule: scheduleSchema.prefault({ kind: 'constant' }),
  batchSize: count.max(4096).default(32),
  /**
   * Batches of texts of like length: the shuffled texts are sorted by length within pools of 50 batches, and the
   * batches shuffled again. Less padding, so faster; off: batches as the shuffle gives them.
   */
  sortByLength: z.boolean().default(true),
  epochs: count.max(1000).default(5),
  /** Clip the global gradient norm to this (torch.nn.utils.clip_grad_norm_); null: no clipping. */
  clipNorm: positive.nullable().default(null),
  /** Batches whose gradients are averaged before one optimizer step. */
  accumulate: count.max(1024).default(1),
  /** Evaluate on validation every so many optimizer steps as well as after each epoch; null: only then. */
  evaluateEvery: count.nullable().default(null),
  /** Weight each class by n / (classes · its count), as scikit-learn's `balanced`. */
  balancedLoss: z.boolean().default(false),
  /**
   * Task `multilabel`: how much more a label that applies weighs in the loss than one that does not.
   * `balanced`: as often as it is absent for each time it is there (pos_weight of BCEWithLogitsLoss); `sqrt`: its root.
   */
  positiveWeights: z.enum(['none', 'sqrt', 'balanced']).default('none'),
  /** Task `multilabel`: from which probability on a label is given. `tuned`: for each the one with the best F1 on validation. */
  thresholds: z.enum(['half', 'tuned']).default('tuned'),
  /** Task `translate`. */
  teacherForcing: teacherForcingSchema.prefault({ kind: 'constant' }),
  /**
   * Task `translate` with attention: how much it weighs in the loss that each word of the source is looked at once in all,
   * neither missed nor stared at (the doubly stochastic penalty of Xu et al. 2015); 0: nothing is asked of the attention.
   */
  coverage: z.number().min(0).max(100).default(0),
  /** Task `translate`: the test is translated by beam search as well, where the width is above 1. */
  beam: z
    .strictObject({
      width: count.max(32).default(1),
      /** Scores are divided by length to this power: above 0 favours longer translations. */
      lengthPenalty: z.number().min(0).max(2).default(1),
    })
    .prefault({}),
  /** Task `pretrain`. */
  pretraining: z
    .strictObject({
      /** Probability of a token to be asked for. */
      maskShare: positive.max(0.9).default(0.15),
      /** Ask as well whether the halves of a text are in order (Lan et al. 2020). */
      sentenceOrder: z.boolean().default(true),
      /** Shorter texts, in tokens, are left out; null: those of which more often than not no token is asked for. */
      minLength: count.nullable().default(null),
    })
    .prefault({}),
  /** Epochs after which the weights are kept as well, beside the best and the last: a later run can begin with them. */
  keepEpochs: z
    .array(count.max(1000))
    .refine((epochs) => epochs.length <= MOST_KEPT_EPOCHS, {
      message: `names more than ${MOST_KEPT_EPOCHS} epochs, and the weights of each take their room`,
    })
    .default([]),
  /** The validation score that chooses the best epoch. */
  monitor: monitorSchema.default('accuracy'),
  /** Stop after so many evaluations without a better score; null: run all epochs. */
  earlyStopping: count.nullable().default(null),
});
