import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

/**
 * A journey that fails where the page wrote an error to the console or threw one that nobody caught.
 * `problems` holds them; a journey that provokes one takes it out.
 */
export const test = base.extend<{ problems: string[] }>({
  problems: [
    async ({ page }, use) => {
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
      });
      page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
      await use(problems);
      expect(problems, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
});

/** The address of a lesson, relative to the lab, on a device. */
export function lessonAddress(lesson: string, device: 'auto' | 'webgpu' | 'wasm' | 'cpu' = 'auto'): string {
  return `./${device === 'auto' ? '' : `?device=${device}`}#/${lesson}`;
}

/** Opens a lesson and waits until its title stands there. */
export async function openLesson(
  page: Page,
  lesson: string,
  device?: Parameters<typeof lessonAddress>[1],
): Promise<void> {
  await page.goto(lessonAddress(lesson, device));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** The badge once it names this device. */
export async function expectDevice(page: Page, name: 'WebGPU' | 'WASM' | 'CPU'): Promise<void> {
  await expect(page.getByRole('button', { name: new RegExp(`^Device: ${name}`) })).toBeVisible({
    timeout: 60_000,
  });
}

/** No serious or critical violation of WCAG 2.2 A and AA on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(serious, 'serious accessibility violations').toEqual([]);
}
