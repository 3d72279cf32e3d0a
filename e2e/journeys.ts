import { expect, type Locator, type Page } from '@playwright/test';

/** What journeys through a lesson do again and again, by what a person sees. */

export const cell = (page: Page, title: string): Locator =>
  page.getByRole('region', { name: title, exact: true });

export const runPanel = (page: Page): Locator => page.getByRole('region', { name: 'The run in focus' });

/** Chooses a data set that ships with the lab and looks at it. */
export async function chooseBuiltIn(page: Page, title: string): Promise<void> {
  const data = cell(page, 'Data');
  await data.getByRole('combobox', { name: 'Data set' }).click();
  await page.getByRole('option', { name: title, exact: true }).click();
  await expect(data.getByText(/^600\b/).first()).toBeVisible({ timeout: 60_000 });
}

/** Types values into the recipe of the lesson's first run, field by field. */
export async function setRecipe(
  page: Page,
  values: Record<string, string>,
  title: 'Baseline' | 'Training' | 'Pretraining' = 'Baseline',
): Promise<void> {
  const baseline = cell(page, title);
  await baseline.getByRole('button', { name: 'Recipe' }).click();
  for (const [label, value] of Object.entries(values)) {
    const field = baseline.getByRole('textbox', { name: label, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }
  await baseline.getByRole('button', { name: 'Recipe' }).click();
}

/** A model and a run small enough for a software GPU. */
export const SMALL = {
  'Embedding size': '16',
  'Hidden size': '16',
  'Head: hidden size': '16',
  'Learning rate': '0.01',
  'Weight decay': '0',
};

/** The step that the run in focus has reached. */
export async function stepOf(page: Page): Promise<number> {
  const text = await runPanel(page).innerText();
  return Number(/step ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}

export async function expectStatus(page: Page, status: string, timeout = 60_000): Promise<void> {
  await expect(runPanel(page).getByRole('heading')).toContainText(status, { timeout });
}

/** The loss of every step of the newest run, as it is kept in the browser. @throws after 20 s, with what it waited for. */
export async function keptLosses(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        let waitsFor = 'the storage to open';
        setTimeout(() => reject(new Error(`After 20 s still waiting for ${waitsFor}`)), 20_000);
        const open = indexedDB.open('seqlab');
        open.onerror = () => reject(open.error ?? new Error('IndexedDB does not open'));
        open.onblocked = () => (waitsFor = 'another connection to close');
        open.onsuccess = () => {
          waitsFor = 'the runs to be read';
          const transaction = open.result.transaction('runs');
          transaction.onabort = () => reject(transaction.error ?? new Error('the reading was ended'));
          const all = transaction.objectStore('runs').getAll();
          all.onsuccess = () => {
            resolve(all.result.at(-1)?.history.loss ?? []);
            // A journey asks many times: connections left open would pile up.
            open.result.close();
          };
        };
      }),
  );
}

/** Takes the last steps out of the curves of the newest run, as if the page had been killed before it kept them. */
export async function loseSteps(page: Page, many: number): Promise<void> {
  await page.evaluate(
    (count) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('seqlab');
        open.onerror = () => reject(open.error ?? new Error('IndexedDB does not open'));
        open.onsuccess = () => {
          const transaction = open.result.transaction('runs', 'readwrite');
          transaction.onabort = () => reject(transaction.error ?? new Error('the writing was ended'));
          transaction.oncomplete = () => {
            open.result.close();
            resolve();
          };
          const cursor = transaction.objectStore('runs').openCursor(null, 'prev');
          cursor.onsuccess = () => {
            const run = cursor.result?.value;
            const { step, loss, lr, gradNorm, measures = {} } = run.history;
            for (const values of [step, loss, lr, gradNorm, ...Object.values<number[]>(measures)])
              values.splice(-count);
            cursor.result?.update(run);
          };
        };
      }),
    many,
  );
}

/** Replaces what stands in the editor of an exercise, as a person pastes, and runs the checks. */
export async function check(page: Page, title: string, code: string): Promise<void> {
  await cell(page, title)
    .getByRole('textbox', { name: `Code: ${title}` })
    .click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(code);
  await page.keyboard.press('Control+Enter');
}
