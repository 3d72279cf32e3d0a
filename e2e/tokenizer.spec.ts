import { cell, chooseBuiltIn } from './journeys.ts';
import { expect, openLesson, test } from './support.ts';

/** The marks stand behind: the lab puts them in front. */
const VOCAB = [
  ...'abcdefghijklmnopqrstuvwxyz'.split('').flatMap((letter) => [letter, `##${letter}`]),
  ...['of', 'the', 'person', 'who', '##ing', '[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
].join('\n');

test('a tokenizer from a file splits the texts, and is still there after a reload', async ({ page }) => {
  await openLesson(page, 'bert', 'wasm');
  await chooseBuiltIn(page, 'WordNet topics, tiny');
  const text = cell(page, 'WordPiece');
  const input = text.locator('input[type="file"]');
  const file = (name: string, content: string) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  });

  await input.setInputFiles(file('notes.txt', 'no tokenizer\nat all'));
  await expect(text.getByRole('group', { name: 'What went wrong' })).toContainText(
    'its vocabulary has no [UNK]',
  );
  await expect(text.getByRole('button', { name: 'Train one instead' })).toBeHidden();

  await input.setInputFiles(file('vocab.txt', VOCAB));
  const opened = text.getByRole('region', { name: 'Open a tokenizer' });
  await expect(opened).toContainText('vocab.txt, 62 pieces, is used as it is');
  await expect(opened).toContainText('numbers differ from those of the file');
  await expect(text.getByText('57 pieces, and 5 marks')).toBeVisible({ timeout: 30_000 });
  await expect(text.getByRole('textbox', { name: 'Pieces at most' })).toBeHidden();

  await text.getByRole('textbox', { name: 'Text to try' }).fill('Pérson 北京');
  const tokens = text.getByRole('list', { name: 'Tokens and their ids' });
  await expect(tokens.getByText('person', { exact: true })).toBeVisible();
  await text.getByRole('combobox', { name: 'Accents' }).click();
  await page.getByRole('option', { name: 'kept' }).click();
  await expect(tokens.getByText('person', { exact: true })).toBeHidden({ timeout: 15_000 });

  await page.reload();
  await expect(opened).toContainText('vocab.txt');
  await expect(text.getByText('57 pieces, and 5 marks')).toBeVisible({ timeout: 30_000 });

  await opened.getByRole('button', { name: 'Train one instead' }).click();
  await expect(text.getByRole('textbox', { name: 'Pieces at most' })).toHaveValue('8000');
  await expect(opened).not.toContainText('is used');
  await expect(text.getByText(/[\d,]+ pieces, and 5 marks/)).not.toHaveText(/^57 /, { timeout: 30_000 });
});
