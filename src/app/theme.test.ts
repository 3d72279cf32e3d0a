import type { MantineTheme } from '@mantine/core';
import { describe, expect, it } from 'vitest';
import { cssVariables } from './theme.ts';

/** Relative luminance of #rrggbb (WCAG 2.2). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours with a meaning', () => {
  const schemes = cssVariables({} as MantineTheme);
  it.each(['light', 'dark'] as const)('can be read on every ground, %s', (scheme) => {
    const colours = schemes[scheme] as Record<string, string>;
    const inks = ['--mantine-color-error', '--mantine-color-dimmed', '--lab-bad', '--lab-warn', '--lab-good'];
    for (const ink of inks)
      for (const ground of ['--lab-ground', '--lab-surface', '--lab-sunken', '--mantine-color-body']) {
        const [a, b] = [colours[ink], colours[ground]];
        expect(contrast(a ?? '', b ?? ''), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    // What is written on what is wrong.
    expect(contrast(colours['--lab-bad'] ?? '', colours['--lab-bad-soft'] ?? '')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['--lab-on-accent'] ?? '', colours['--lab-bad'] ?? '')).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  it('reckons as WCAG does', () => {
    expect(contrast('#ffffff', '#fa5252')).toBeCloseTo(3.28, 2);
    expect(contrast('#000000', '#ffffff')).toBe(21);
  });
});
