import { describe, expect, it } from 'vitest';
import { LabError } from '../../base/errors.ts';
import { headMoves, headProfiles, type LookedAt } from '../../data/head-profile.ts';
import type { ComparedHeads, ModelRef } from '../../worker/protocol.ts';
import { inRandomOrder, LEAST_TEXTS, overTexts, together } from './over-texts.ts';

/** Attention of a text of so many tokens, which differs with the text. */
const text = (length: number, shift: number): LookedAt => ({
  length,
  weight: (_, head, i, j) => (((i + 2 * j + head + shift) % 5) + 1) / 10,
});
const before = [text(4, 0), text(7, 1), text(3, 2)];
const after = [text(4, 1), text(7, 1), text(3, 4)];

const heads = (from: number, to: number): ComparedHeads => {
  const [was, is] = [before.slice(from, to), after.slice(from, to)];
  return {
    profiles: headProfiles(is, 1, 2),
    moves: headMoves(was, is, 1, 2),
    words: is.reduce((sum, { length }) => sum + length - 2, 0),
    tokens: is.reduce((sum, { length }) => sum + length, 0),
  };
};

const one = (moved: number): ComparedHeads => ({
  profiles: [],
  moves: [{ layer: 0, head: 0, moved, identical: moved === 0 }],
  ...{ words: 1, tokens: 1 },
});

/** Each text takes so many seconds; what is asked is noted. */
function slow(seconds: number) {
  let clock = 0;
  const asked: number[] = [];
  const told: [number, number | null][] = [];
  const compare = async (_: unknown, texts: string[]): Promise<ComparedHeads[]> => {
    clock += 1000 * seconds * texts.length;
    asked.push(texts.length);
    return [one(0.5)];
  };
  const how = {
    signal: new AbortController().signal,
    report: ({ done, total }: { done: number; total: number | null }) => void told.push([done, total]),
    now: () => clock,
  };
  return { asked, told, compare, how };
}

const texts = (n: number): string[] => Array.from({ length: n }, (_, i) => `text ${i}`);
const group = { models: ['a'], bytesPerText: 100 };

describe('heads over the texts of validation', () => {
  it('are the same, batch by batch, as over all at once', () => {
    const whole = heads(0, 3);
    const joined = together(heads(0, 1), heads(1, 3));
    expect(joined).toMatchObject({ words: whole.words, tokens: whole.tokens });
    whole.profiles.forEach((profile, k) =>
      Object.entries(profile).forEach(([key, value]) =>
        expect(joined.profiles[k]![key as 'self']).toBeCloseTo(value, 12),
      ),
    );
    whole.moves!.forEach(({ moved, identical }, k) => {
      expect(joined.moves![k]!.moved).toBeCloseTo(moved, 12);
      expect(joined.moves![k]!.identical).toBe(identical);
    });
    expect(together(heads(1, 2), { ...heads(0, 1), moves: null }).moves).toBeNull();
  });

  it('are taken over all of them where that takes seconds, with how far it is', async () => {
    const { asked, told, compare, how } = slow(0.01);
    const found = await overTexts([group, group], texts(2000), compare, how);
    expect(found).toMatchObject({ texts: 2000, of: 2000 });
    expect(asked.reduce((a, b) => a + b)).toBe(2 * 2000);
    expect(told[0]).toEqual([0, 2000]);
    expect(told.length).toBeGreaterThan(4);
  });

  it('are taken over fewer only where all would take minutes, and so few at a time as memory asks for', async () => {
    const { asked, compare, how } = slow(1);
    const found = await overTexts([{ ...group, bytesPerText: 32e6 }], texts(2000), compare, how);
    expect(found).toMatchObject({ texts: 150, of: 2000, secondsPerText: 1 });
    expect(Math.max(...asked)).toBe(4);
    const slower = slow(100);
    expect((await overTexts([group], texts(2000), slower.compare, slower.how)).texts).toBe(LEAST_TEXTS);
  });

  it('leave out a model that is not there any more, and say why; none but that', async () => {
    const { compare, how } = slow(0.01);
    const missing = new LabError('model/missing', 'The model someone/mb is not kept in this browser.');
    const failing = (error: Error) => (models: ModelRef[], some: string[]) =>
      models[0] === 'gone' ? Promise.reject(error) : compare(models, some);
    const gone = { ...group, models: ['gone'] };
    const found = await overTexts([gone, group], texts(100), failing(missing), how);
    expect(found.groups.map((each) => each.length)).toEqual([0, 1]);
    expect(found.failed).toMatchObject([{ message: missing.message }, null]);
    await expect(overTexts([gone], texts(100), failing(missing), how)).rejects.toThrow(missing.message);
    await expect(
      overTexts([gone, group], texts(100), failing(new LabError('device/lost', 'It is lost.')), how),
    ).rejects.toThrow('It is lost.');
  });

  it('are of a fair sample, the same for the same seed', () => {
    const mixed = inRandomOrder(texts(50), 3);
    expect(inRandomOrder(texts(50), 3)).toEqual(mixed);
    expect(inRandomOrder(texts(50), 4)).not.toEqual(mixed);
    expect([...mixed].sort()).toEqual(texts(50).sort());
  });
});
