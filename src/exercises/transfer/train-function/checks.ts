import type { ExerciseChecks, Student } from '../../kit/checks.ts';
import type { Kit } from '../../kit/kit.ts';
import { type Event, Loss, Machine, macroF1 } from './machine.ts';
import { type Case, caseOf, type Epoch, run } from './reference.ts';

function answer({ fineTune }: Student, kit: Kit, one: Case): { machine: Machine; record: Epoch[] } {
  const machine = new Machine(kit, one.weight);
  const record: unknown = fineTune?.(machine.tools(macroF1), one.train, one.valid, one.epochs);
  if (!Array.isArray(record))
    kit.fail('fineTune should return a list: a record for each epoch.', { 'you return': record });
  return { machine, record: record as Epoch[] };
}

const evidenceOf = ({ train, valid, epochs }: Case): Record<string, unknown> => ({
  'training batches of': train.map(({ classes }) => classes.length),
  'validation batches of': valid.map(({ classes }) => classes.length),
  epochs,
});

function compareWeights(student: Student, kit: Kit, one: Case): void {
  const { machine, record } = answer(student, kit, one);
  const weights = (ways: Parameters<typeof run>[2]): number[][] => run(kit, one, ways).weight;
  kit.equal(machine.weight, weights({}), {
    what: 'the weights after the training',
    input: evidenceOf(one),
    tolerance: 1e-9,
    mistakes: () => ({
      'No step was made: the weights are the first ones.': one.weight,
      'The gradients are never set to zero: those of all batches before are in each step.': weights({
        zero: 'never',
      }),
      'The gradients are set to zero once in an epoch only; it has to be for each batch.': weights({
        zero: 'each epoch',
      }),
      'Only one epoch is trained.': weights({ epochs: 1 }),
      'One step is made in an epoch, not one for each batch.': weights({ stepEach: 'epoch' }),
      'The scheduler makes a step for each batch; it has to be one for each epoch.': weights({
        scheduler: 'each batch',
      }),
      'The scheduler makes its step before the first epoch is trained.': weights({ scheduler: 'first' }),
      'The scheduler makes no step: the rate stays as it was.': weights({ scheduler: 'never' }),
      'The model is in training mode in the first epoch only: after validation it stays in evaluation.':
        weights({
          trainOnce: true,
        }),
      'The model is never in training mode.': weights({ noMode: true }),
    }),
  });
  if (record.length !== one.epochs)
    kit.fail(`There are ${record.length} records for ${one.epochs} epochs.`, evidenceOf(one));
}

/** Of a record, one of its numbers in each epoch. */
function compareColumn(student: Student, kit: Kit, one: Case, name: keyof Epoch): void {
  const { record } = answer(student, kit, one);
  const right = run(kit, one);
  if (record.some((epoch) => (epoch?.[name] as unknown) instanceof Loss))
    kit.fail(`${name} is the loss itself, with all that it was computed from: keep its number, loss.item().`);
  const column = (of: readonly Epoch[]): number[] => of.map((epoch) => epoch?.[name]);
  const texts = (batches: Case['train']): number => batches.reduce((n, { classes }) => n + classes.length, 0);
  const count = texts(name === 'trainLoss' ? one.train : one.valid);
  const noEval = run(kit, one, { noEval: true });
  kit.equal(column(record), column(right.record), {
    what: `${name} of each epoch`,
    input: evidenceOf(one),
    tolerance: 1e-9,
    mistakes: () => ({
      [name === 'macroF1'
        ? 'This is the mean of the F1 of each batch: F1 is no mean, it needs the whole validation part at once.'
        : 'This is the mean over the batches: texts of small batches count too much.']: column(
        right.overBatches,
      ),
      'This is the last batch alone.': column(right.last),
      'The sum is not divided by the number of texts.': column(right.record).map((x) => x * count),
      ...(name !== 'trainLoss' && {
        'The validation runs in training mode.': column(noEval.record),
      }),
      ...(name === 'validLoss' && {
        'This is the loss in training.': right.record.map((epoch) => epoch.trainLoss),
      }),
      ...(name === 'trainLoss' && {
        'This is the loss in validation.': right.record.map((epoch) => epoch.validLoss),
      }),
    }),
  });
}

/** The batches that went through the model, split into those of training and of validation. */
function passes(events: readonly Event[], batches: Case['train']): Extract<Event, { what: 'logits' }>[] {
  const key = ({ texts }: Case['train'][number]): string => JSON.stringify(texts);
  const of = new Set(batches.map(key));
  return events.filter((event) => event.what === 'logits').filter(({ batch }) => of.has(key(batch)));
}

export const checks: ExerciseChecks = {
  id: 'transfer/train-function',
  checks: {
    steps(student, kit) {
      compareWeights(student, kit, caseOf(kit, [2, 3], [2], 2));
      compareWeights(student, kit, caseOf(kit, [3, 1, 2], [2, 1], 3));
    },
    modes(student, kit) {
      const one = caseOf(kit, [2, 1], [3, 2], 2);
      const { machine } = answer(student, kit, one);
      const [train, valid] = [passes(machine.events, one.train), passes(machine.events, one.valid)];
      for (const [i, { training }] of train.entries()) {
        const epoch = Math.floor(i / one.train.length) + 1;
        if (training === null)
          kit.fail('The mode is never set: model.train() comes before the training batches.');
        if (!training)
          kit.fail(
            `In epoch ${epoch} a training batch is met in evaluation mode: set it at the start of each epoch.`,
          );
      }
      for (const { training, recorded } of valid) {
        if (training) kit.fail('A validation batch is met in training mode: model.eval() comes first.');
        if (recorded)
          kit.fail(
            'In validation everything is remembered for a gradient that nobody asks for: put it into noGrad.',
          );
      }
      const wanted = one.epochs * one.valid.length;
      if (valid.length !== wanted)
        kit.fail(
          `Validation batches go through the model ${valid.length} times; ${wanted} are enough.`,
          evidenceOf(one),
        );
      const trained = one.epochs * one.train.length;
      if (train.length !== trained)
        kit.fail(
          `Training batches go through the model ${train.length} times; ${trained} are enough.`,
          evidenceOf(one),
        );
    },
    scheduler(student, kit) {
      for (const epochs of [3, 1]) {
        const one = caseOf(kit, [1, 2, 1], [2], epochs);
        const { events } = answer(student, kit, one).machine;
        const made = events.filter(({ what }) => what === 'scheduler').length;
        kit.equal(made, epochs, {
          what: 'the number of steps of the scheduler',
          input: evidenceOf(one),
          mistakes: {
            'The scheduler makes no step.': 0,
            'The scheduler makes a step for each batch: the rate would be gone before the second epoch.':
              epochs * one.train.length,
            'The last epoch has no step of the scheduler.': epochs - 1,
          },
        });
        const first = events.findIndex(({ what }) => what === 'step');
        if (events.slice(0, Math.max(0, first)).some(({ what }) => what === 'scheduler'))
          kit.fail(
            'The scheduler makes its step before the optimizer: the first epoch would be trained too slowly.',
          );
      }
    },
    losses(student, kit) {
      for (const one of [caseOf(kit, [4, 1], [1, 5], 2), caseOf(kit, [1, 3, 2], [2], 1)])
        for (const name of ['trainLoss', 'validLoss'] as const) compareColumn(student, kit, one, name);
    },
    metric(student, kit) {
      for (const one of [caseOf(kit, [2, 2], [5, 2, 3], 2), caseOf(kit, [3], [1, 1, 1, 1], 1)]) {
        compareColumn(student, kit, one, 'macroF1');
        const { asked } = answer(student, kit, one).machine;
        if (asked.length !== one.epochs)
          kit.fail(
            `macroF1 is asked ${asked.length} times in ${one.epochs} epochs: once for each, over all texts.`,
          );
      }
    },
  },
};
