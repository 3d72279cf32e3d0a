import { afterEach, expect, it } from 'vitest';
import { setKernels } from '../engine/kernels.ts';
import { forEachBackend } from '../nn/testing.ts';
import { expectSameLosses, tinyData, tinyRecipe } from './testing.ts';

afterEach(() => setKernels('fused'));

forEachBackend('loss curves', (device) => {
  it('are the same by fused and by plain kernels', async () => {
    // Both directions, dropout, clipping, mixed lengths; rnn/baseline is compared over 200 steps elsewhere.
    const recipe = tinyRecipe(
      { epochs: 4, clipNorm: 1, optimizer: { kind: 'adam', lr: 0.002 } },
      { cell: 'lstm', bidirectional: true, pooling: 'max+mean+last' },
    );
    const data = tinyData(64);
    const losses = await expectSameLosses({ recipe, data, device }, 32);
    expect([...losses.values()].at(-1)!).toBeLessThan(losses.get(1)!);
  });
});
