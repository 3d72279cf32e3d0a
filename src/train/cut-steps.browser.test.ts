import { describe, expect, it } from 'vitest';
import { setPieceOperations } from '../recipe/bert-size.ts';
import { circleData, circleRecipe } from './testing-bert.ts';
import { RunControl } from './control.ts';
import { MemoryStorage, ofType, runTiny } from './testing.ts';

const recipe = (dropout: number) =>
  circleRecipe(
    'classify',
    { epochs: 1, batchSize: 8, clipNorm: null },
    { dropout, attentionDropout: dropout },
  );
const data = circleData(16, ['first', 'second']);

/** Stops when it is asked the nth time: before the first step, and after each of its pieces. */
class StopsLater extends RunControl {
  private left: number;

  constructor(left: number) {
    super();
    this.left = left;
  }

  override get stopping(): boolean {
    return --this.left <= 0;
  }
}

// On WebGPU most of its time would go into shaders; the cut is the same.
describe('a step that is cut into pieces', () => {
  const device = 'wasm';

  it('has the loss and the gradients of the whole, and can be left in its middle', async () => {
    const whole = await runTiny({ recipe: recipe(0), data, device });
    const before = setPieceOperations(120e3);
    try {
      const cut = await runTiny({ recipe: recipe(0), data, device });
      const norms = (told: typeof whole) => ofType(told.events, 'steps').flatMap(({ gradNorm }) => gradNorm);
      expect(norms(cut)).toHaveLength(2);
      norms(cut).forEach((norm, i) => expect(norm).toBeCloseTo(norms(whole)[i]!, 4));
      cut.losses.forEach((loss, step) => expect(loss).toBeCloseTo(whole.losses.get(step)!, 4));
      // Dropout draws go on from piece to piece: a step that is left is made anew with the same ones.
      const drops = await runTiny({ recipe: recipe(0.3), data, device });
      const storage = new MemoryStorage();
      const halted = await runTiny({
        recipe: recipe(0.3),
        data,
        device,
        storage,
        control: new StopsLater(4),
      });
      expect(halted.losses.size).toBe(0);
      expect(halted.statuses.at(-1)).toBe('stopped');
      const resumed = await runTiny({
        recipe: recipe(0.3),
        data,
        device,
        resume: storage.records.get('tiny/last')!,
      });
      expect([...resumed.losses.values()]).toEqual([...drops.losses.values()]);
    } finally {
      setPieceOperations(before);
    }
  });
});
