import { afterEach, expect, it } from 'vitest';
import { setKernels } from '../../engine/kernels.ts';
import { forEachBackend } from '../../nn/testing.ts';
import { expectSameLosses, tinyData } from '../../train/testing.ts';
import { rnnBaseline } from './recipes.ts';

afterEach(() => setKernels('fused'));

forEachBackend('loss curves of rnn/baseline', (device) => {
  it('are the same by fused and by plain kernels', async () => {
    // Its model, optimizer and schedule as they are; the texts are few and short, and so are the batches.
    const epochs = 25;
    const recipe = { ...rnnBaseline, training: { ...rnnBaseline.training, batchSize: 8, epochs } };
    const losses = await expectSameLosses({ recipe, data: tinyData(64), device }, 8 * epochs);
    expect(losses.get(200)!).toBeLessThan(losses.get(1)!);
  }, 180_000);
});
