import { expect, test } from 'vitest';
import { colourAt, isBright, luminance } from './colours.ts';

test('a value written in its cell stands out by 4.5 to 1 whatever its colour', () => {
  for (const scale of ['weight', 'signed'] as const)
    for (let i = 0; i <= 100; i++) {
      const colour = colourAt(scale, i / 100);
      const ground = luminance(colour) + 0.05;
      const contrast = isBright(colour) ? ground / 0.05 : 1.05 / ground;
      expect(contrast, `${scale} ${i}`).toBeGreaterThanOrEqual(4.5);
    }
});
