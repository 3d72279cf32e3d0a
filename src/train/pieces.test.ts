import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../recipe/recipe.ts';
import { cutIntoPieces, mostTexts } from './pieces.ts';

const most = (model: object, task: 'classify' | 'pretrain' = 'classify') =>
  mostTexts(recipeSchema.parse({ task, text: { tokenizer: { kind: 'wordpiece' } }, model }), {
    vocabulary: Array.from({ length: 8000 }, String),
  });
const batch = (from: number, count: number) => Uint32Array.from({ length: count }, (_, i) => from + i);

describe('a training step', () => {
  it('is cut into pieces where the model is large, and nowhere else', () => {
    const base = { kind: 'bert', layers: 12, hidden: 768, heads: 12, positions: 512 };
    expect(most(base)(126)).toBe(1);
    expect(most({ ...base, layers: 6 })(126)).toBe(2);
    expect(most({ ...base, layers: 6 })(14)).toBe(24);
    // What is frozen has no way back.
    expect(most({ ...base, layers: 6, init: { kind: 'builtin', id: 'a', freeze: 3 } })(126)).toBe(4);
    expect(most({ kind: 'bert', layers: 2, hidden: 128 })(126)).toBeGreaterThan(128);
    expect(most({ kind: 'bert', layers: 4, hidden: 256, heads: 4 }, 'pretrain')(126)).toBeGreaterThan(32);
    expect(most({})(4096)).toBe(Infinity);
  });

  it('keeps every text once and in order, in pieces of like size', () => {
    const pieces = cutIntoPieces(
      [batch(0, 10), batch(10, 3)],
      (text) => (text < 10 ? 50 : 5),
      (tokens) => 200 / tokens,
    );
    expect(pieces.map((piece) => [...piece])).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
      [10, 11, 12],
    ]);
    expect(
      cutIntoPieces(
        [batch(0, 5)],
        () => 5,
        () => 1,
      ),
    ).toHaveLength(5);
  });
});
