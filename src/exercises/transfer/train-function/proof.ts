import { changed, type ExerciseProof } from '../../types.ts';
import { exercise } from './exercise.ts';

const { reference } = exercise;
const zero = '      optimizer.zeroGrad();\n';
const schedules = '    scheduler.step();\n';
const step = '      optimizer.step();\n';
const f1 = 'macroF1: macroF1(seen.truth, seen.given)';
const trainMean = 'trained.sum / trained.texts';

export const proof: ExerciseProof = {
  wrong: [
    { name: 'the starter', code: exercise.starter, caughtBy: 'steps', reason: /No step was made/ },
    {
      name: 'gradients never zeroed',
      code: changed(reference, zero, ''),
      caughtBy: 'steps',
      reason: /never set to zero/,
      others: { losses: /First see “Zero, backward, step: for every batch/ },
    },
    {
      name: 'gradients zeroed once in an epoch',
      code: changed(
        changed(reference, zero, ''),
        '    model.train();\n',
        '    model.train();\n    optimizer.zeroGrad();\n',
      ),
      caughtBy: 'steps',
      reason: /once in an epoch only/,
    },
    {
      name: 'gradients zeroed between backward and step',
      code: changed(changed(reference, zero, ''), step, `${zero}${step}`),
      caughtBy: 'steps',
      reason: /No step was made/,
    },
    {
      name: 'one step in an epoch',
      code: changed(
        changed(changed(reference, step, ''), zero, ''),
        '    model.eval();\n',
        '    optimizer.step();\n    model.eval();\n',
      ),
      caughtBy: 'steps',
      reason: /One step is made in an epoch|not right/,
    },
    {
      name: 'model.train() before the loop',
      code: changed(
        changed(reference, '    model.train();\n', ''),
        '  const record',
        '  model.train();\n  const record',
      ),
      caughtBy: 'steps',
      reason: /first epoch only/,
    },
    {
      name: 'the same, by its modes',
      code: changed(
        changed(reference, '    model.train();\n', ''),
        '  const record',
        '  model.train();\n  const record',
      ),
      caughtBy: 'modes',
      reason: /In epoch 2 a training batch is met in evaluation/,
    },
    {
      name: 'no model.eval()',
      code: changed(reference, '    model.eval();\n', ''),
      caughtBy: 'modes',
      reason: /validation batch is met in training/,
    },
    {
      name: 'validation with gradients',
      code: changed(reference, 'noGrad(() => {', '[0].forEach(() => {'),
      caughtBy: 'modes',
      reason: /put it into noGrad/,
    },
    {
      name: 'the scheduler for each batch',
      code: changed(changed(reference, schedules, ''), step, `${step}      scheduler.step();\n`),
      caughtBy: 'scheduler',
      reason: /step for each batch/,
    },
    {
      name: 'no scheduler',
      code: changed(reference, schedules, ''),
      caughtBy: 'scheduler',
      reason: /makes no step/,
    },
    {
      name: 'the scheduler first',
      code: changed(
        changed(reference, schedules, ''),
        '    model.train();\n',
        `    scheduler.step();\n    model.train();\n`,
      ),
      caughtBy: 'scheduler',
      reason: /before the optimizer/,
    },
    {
      name: 'the loss itself is kept',
      code: changed(
        changed(reference, 'trained.sum += found.item() * batch.classes.length', 'trained.sum = found'),
        trainMean,
        'trained.sum',
      ),
      caughtBy: 'losses',
      reason: /loss itself, with all/,
    },
    {
      name: 'the mean over the batches',
      code: changed(
        changed(reference, 'found.item() * batch.classes.length', 'found.item()'),
        trainMean,
        'trained.sum / train.length',
      ),
      caughtBy: 'losses',
      reason: /mean over the batches/,
    },
    {
      name: 'the last batch',
      code: changed(
        changed(
          reference,
          'seen.sum += loss(logits, batch).item() * batch.classes.length',
          'seen.sum = loss(logits, batch).item()',
        ),
        'seen.sum / seen.truth.length',
        'seen.sum',
      ),
      caughtBy: 'losses',
      reason: /last batch alone/,
      others: {},
    },
    {
      name: 'the mean of the F1 of batches',
      code: changed(
        changed(
          changed(
            reference,
            'seen.given.push(...answers(logits));',
            'seen.given.push(macroF1(batch.classes, answers(logits)));',
          ),
          f1,
          'macroF1: seen.given.reduce((a, b) => a + b, 0) / valid.length',
        ),
        'seen.truth.push',
        'seen.truth.push',
      ),
      caughtBy: 'metric',
      reason: /F1 is no mean/,
    },
    {
      name: 'F1 of the last batch',
      code: changed(
        changed(reference, 'seen.given.push(...answers(logits))', 'seen.given = answers(logits)'),
        f1,
        'macroF1: macroF1(valid[valid.length - 1].classes, seen.given)',
      ),
      caughtBy: 'metric',
      reason: /last batch alone/,
    },
  ],
  right: [
    {
      name: 'two functions, zeroed after the step',
      code: `function fineTune({ model, loss, optimizer, scheduler, noGrad, answers, macroF1 }, train, valid, epochs) {
        const texts = (batches) => batches.reduce((n, b) => n + b.classes.length, 0);
        const learn = () => {
          model.train();
          let sum = 0;
          for (const batch of train) {
            const out = loss(model.logits(batch), batch);
            out.backward();
            optimizer.step();
            optimizer.zeroGrad();
            sum += batch.classes.length * out.item();
          }
          return sum / texts(train);
        };
        const look = () => noGrad(() => {
          model.eval();
          const all = valid.map((batch) => {
            const logits = model.logits(batch);
            return { sum: batch.classes.length * loss(logits, batch).item(), given: answers(logits) };
          });
          return {
            validLoss: all.reduce((s, one) => s + one.sum, 0) / texts(valid),
            macroF1: macroF1(valid.flatMap((b) => b.classes), all.flatMap((one) => one.given)),
          };
        });
        optimizer.zeroGrad();
        return Array.from({ length: epochs }, () => {
          const trainLoss = learn();
          scheduler.step();
          return { trainLoss, ...look() };
        });
      }`,
    },
    {
      name: 'validation text by text into lists',
      code: changed(
        changed(
          reference,
          'seen.truth.push(...batch.classes);',
          'for (const c of batch.classes) seen.truth.push(c);',
        ),
        'seen.given.push(...answers(logits));',
        'seen.given = seen.given.concat(answers(logits));',
      ),
    },
  ],
};
