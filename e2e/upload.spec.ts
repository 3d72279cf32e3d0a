import { cell, expectStatus, runPanel, setRecipe, SMALL } from './journeys.ts';
import { expect, expectDevice, openLesson, test } from './support.ts';

/** 120 rows of two classes that a word tells apart. */
function goodRows(): string {
  const rows = ['text,label'];
  for (let i = 0; i < 60; i++) {
    rows.push(`"the team won game number ${i}, again",sport`);
    rows.push(`the bank lent ${i} coins today,money`);
  }
  return rows.join('\n');
}

const csv = (name: string, content: string | Buffer) => ({
  name,
  mimeType: 'text/csv',
  buffer: typeof content === 'string' ? Buffer.from(content) : content,
});

test('broken files say what is wrong with them, and a good one trains', async ({ page }) => {
  await openLesson(page, 'rnn', 'wasm');
  await expectDevice(page, 'WASM');
  const data = cell(page, 'Data');
  const input = data.locator('input[type="file"]').first();

  await input.setInputFiles(csv('empty.csv', ''));
  await expect(data.getByText(/empty\.csv.*empty|empty\.csv.*no rows/).first()).toBeVisible();

  // Two rows can be trained on, and that nothing will judge it is said before.
  await input.setInputFiles(
    csv('two.csv', 'text;label\nthe team won, again;sport\nthe bank lent, too;money'),
  );
  await expect(data.getByText(/^Validation and test are empty: all 2 rows are in train/)).toBeVisible({
    timeout: 30_000,
  });

  // Ragged rows, bytes that are no UTF-8, a quote that is never closed: left out, counted, listed with their lines.
  const broken = Buffer.concat([
    Buffer.from('text,label\nthe team won,sport\nonly one field\nthe bank lent,money\n'),
    Buffer.from([0x66, 0x6f, 0xff, 0xfe, 0x2c, 0x78, 0x0a]),
    Buffer.from('one,two,three,four\n'),
    Buffer.from(`${goodRows().split('\n').slice(1).join('\n')}\n`),
    Buffer.from('"a quote that never ends,sport\nthe team lost,sport\nthe bank failed,money\n'),
  ]);
  await input.setInputFiles(csv('broken.csv', broken));
  const left = data.getByRole('listitem').filter({ hasText: 'could not be read and are left out' });
  await expect(left).toContainText('4 rows', { timeout: 30_000 });
  await left.getByRole('button', { name: 'Show' }).click();
  await expect(left).toContainText(/quote/i);
  await expect(left).toContainText('3');
  await expect(left).toContainText('127');

  await input.setInputFiles(csv('good.csv', goodRows()));
  await expect(data.getByRole('combobox', { name: 'Data set' })).toHaveValue('good.csv');
  await expect(left).toBeHidden({ timeout: 30_000 });
  await expect(data.getByRole('definition').first()).toHaveText('120', { timeout: 30_000 });

  // A wrong column is said at once and put right again.
  await data.getByRole('button', { name: 'Change columns' }).click();
  const choose = async (column: string, role: string) => {
    await data.getByRole('combobox', { name: `What column ${column} is` }).click();
    await page.getByRole('option', { name: role, exact: true }).click();
  };
  await choose('label', 'not used');
  await expect(data.getByText('Choose at least one column of text and one of labels.')).toBeVisible();
  await choose('label', 'label');
  await expect(data.getByText('Choose at least one column of text and one of labels.')).toBeHidden();

  await setRecipe(page, { ...SMALL, Epochs: '8' });
  await cell(page, 'Baseline')
    .getByRole('button', { name: /^Train/ })
    .first()
    .click();
  await expectStatus(page, 'done', 120_000);
  await expect(runPanel(page)).toContainText(/best accuracy\s*(0\.9|1\.0)/);
});
