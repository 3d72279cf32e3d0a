import { recurrentModel } from '../../recipe/model.ts';
import type { Recipe, RecurrentModelSpec } from '../../recipe/recipe.ts';
import { NumberField, SelectField, SwitchField } from '../fields.tsx';
import { MONITOR_WORDS, monitorsOf } from './figures.ts';
import { BertFields, PretrainingFields } from '../bert/BertFields.tsx';
import { TranslationFields } from '../translation/TranslationFields.tsx';
import classes from './RecipeFields.module.css';

const options = (entries: Record<string, string>): { value: string; label: string }[] =>
  Object.entries(entries).map(([value, label]) => ({ value, label }));

const CELLS = options({ rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' });
const POOLINGS = options({
  max: 'maximum over time',
  mean: 'mean over time',
  last: 'last state',
  'max+mean+last': 'maximum + mean + last',
  flatten: 'flatten, fixed length',
});
const OPTIMIZERS = options({ adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' });
const ATTENTIONS = options({ none: 'none', additive: 'over the earlier states' });
const POSITIVE = options({ none: 'none', sqrt: '√(absent / present)', balanced: 'absent / present' });
const THRESHOLDS = options({ half: 'one half', tuned: 'tuned on validation' });
const SCHEDULES = options({
  constant: 'constant',
  linear: 'warm-up, linear decay',
  cosine: 'warm-up, cosine',
  exponential: 'exponential',
  step: 'in steps',
});

/** The fields of model and training, for the recipe under edit or for a draft of one. */
export function RecipeFields({ recipe }: { recipe: Recipe }) {
  return (
    <div className={classes.groups}>
      {recipe.task === 'translate' ? (
        <TranslationFields recipe={recipe} />
      ) : recipe.model.kind === 'bert' ? (
        <BertFields />
      ) : (
        <ModelFields model={recurrentModel(recipe)} />
      )}
      <OptimizerFields recipe={recipe} />
      <TrainingFields recipe={recipe} />
    </div>
  );
}

function ModelFields({ model }: { model: RecurrentModelSpec }) {
  return (
    <fieldset className={classes.group}>
      <legend>Model</legend>
      <SelectField path="model.cell" label="Cell" options={CELLS} />
      <NumberField path="model.layers" label="Layers (1 to 4)" />
      <NumberField path="model.embedding" label="Embedding size" />
      <NumberField path="model.hidden" label="Hidden size" />
      <SelectField path="model.pooling" label="Aggregation" options={POOLINGS} />
      <SelectField path="model.attention" label="Attention" options={ATTENTIONS} />
      <NumberField
        path="model.dropout"
        label="Dropout between layers"
        percent
        disabled={model.layers === 1}
      />
      <NumberField path="model.head.hidden" label="Head: hidden size" />
      <NumberField path="model.head.dropout" label="Head: dropout" percent />
      <div className={classes.switches}>
        <SwitchField path="model.bidirectional" label="Both directions" />
        <SwitchField path="model.maskPadding" label="Padding masked" />
      </div>
    </fieldset>
  );
}

function OptimizerFields({ recipe: { training } }: { recipe: Recipe }) {
  const { optimizer, schedule } = training;
  return (
    <fieldset className={classes.group}>
      <legend>Optimizer</legend>
      <SelectField path="training.optimizer.kind" label="Optimizer" options={OPTIMIZERS} />
      <NumberField path="training.optimizer.lr" label="Learning rate" />
      {optimizer.kind === 'sgd' ? (
        <>
          <NumberField path="training.optimizer.momentum" label="Momentum" />
          <NumberField path="training.optimizer.dampening" label="Dampening" />
        </>
      ) : (
        <>
          <NumberField path="training.optimizer.betas.0" label="β₁" />
          <NumberField path="training.optimizer.betas.1" label="β₂" />
          <NumberField path="training.optimizer.eps" label="ε" />
        </>
      )}
      <NumberField path="training.optimizer.weightDecay" label="Weight decay" />
      <SelectField path="training.schedule.kind" label="Schedule" options={SCHEDULES} />
      {(schedule.kind === 'linear' || schedule.kind === 'cosine') && (
        <>
          {schedule.kind === 'linear' && (
            <NumberField path="training.schedule.initial" label="Rate at the start" percent />
          )}
          <NumberField path="training.schedule.warmup" label="Warm-up, share of steps" percent />
          <NumberField path="training.schedule.final" label="Rate at the end" percent />
        </>
      )}
      {schedule.kind === 'step' && (
        <NumberField path="training.schedule.stepSize" label="Epochs between steps" />
      )}
      {(schedule.kind === 'step' || schedule.kind === 'exponential') && (
        <NumberField path="training.schedule.gamma" label="Factor γ" />
      )}
      <NumberField path="training.clipNorm" label="Clip gradient norm at" none="off" />
      {optimizer.kind === 'sgd' && (
        <div className={classes.switches}>
          <SwitchField path="training.optimizer.nesterov" label="Nesterov momentum" />
        </div>
      )}
    </fieldset>
  );
}

/** What the task can be monitored by, and what a recipe from elsewhere asks for. */
function monitorOptions({ task, training }: Recipe) {
  const offered = monitorsOf(task);
  const all = offered.includes(training.monitor) ? offered : [...offered, training.monitor];
  return all.map((value) => ({ value, label: MONITOR_WORDS[value] }));
}

function TrainingFields({ recipe }: { recipe: Recipe }) {
  const { task } = recipe;
  const several = task === 'multilabel';
  return (
    <fieldset className={classes.group}>
      <legend>Training</legend>
      <NumberField path="training.epochs" label="Epochs" />
      <NumberField path="training.batchSize" label="Batch size" />
      <NumberField path="training.accumulate" label="Batches a step" />
      <NumberField path="training.evaluateEvery" label="Evaluate every … steps" none="each epoch" />
      <SelectField path="training.monitor" label="Best epoch by" options={monitorOptions(recipe)} />
      <NumberField path="training.earlyStopping" label="Patience, evaluations" none="never" />
      <NumberField path="seed" label="Seed" />
      {several && (
        <>
          <SelectField path="training.positiveWeights" label="Positive weights" options={POSITIVE} />
          <SelectField path="training.thresholds" label="Thresholds" options={THRESHOLDS} />
        </>
      )}
      {task === 'pretrain' && <PretrainingFields recipe={recipe} />}
      <div className={classes.switches}>
        {task === 'pretrain' && (
          <SwitchField path="training.pretraining.sentenceOrder" label="Ask for the order of halves" />
        )}
        <SwitchField path="training.sortByLength" label="Batches of texts of like length" />
        {task === 'classify' && (
          <SwitchField path="training.balancedLoss" label="Loss balanced between classes" />
        )}
      </div>
    </fieldset>
  );
}
