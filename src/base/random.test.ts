import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

describe('Random', () => {
  it('gives the same numbers for the same seed and stream, others for another stream', () => {
    const draw = (seed: number, stream: string) => {
      const random = new Random(seed, stream);
      return Array.from({ length: 8 }, () => random.uint32());
    };
    expect(draw(7, 'split')).toEqual(draw(7, 'split'));
    expect(draw(7, 'split')).not.toEqual(draw(7, 'shuffle'));
    expect(draw(7, 'split')).not.toEqual(draw(8, 'split'));
  });

  it('draws normal numbers with mean 0 and deviation 1', () => {
    const random = new Random(1);
    const values = Array.from({ length: 20000 }, () => random.normal());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('goes on from a kept state, the spare normal number included', () => {
    const random = new Random(3);
    random.normal();
    const state = random.state();
    const next = [random.normal(), random.normal(), random.uniform()];
    const again = new Random(0);
    again.restore(state);
    expect([again.normal(), again.normal(), again.uniform()]).toEqual(next);
  });

  it('shuffles without losing anything', () => {
    const values = new Random(5).shuffle(Uint32Array.from({ length: 100 }, (_, i) => i));
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});
