import { afterEach, describe, expect, it } from 'vitest';
import { CANDIDATES, classOf, fits, forceWay, setWay, wayOf } from './matmul-choice.ts';

const sizes = (m: number, n: number, k: number, batch = 1) => ({ batch, m, n, k });
const MOST = 65_535;

afterEach(() => {
  forceWay(null);
  for (const shapes of ['narrow', 'tall', 'large'] as const) setWay(shapes, null);
});

describe('how a product is computed', () => {
  it('depends on its shape', () => {
    expect(classOf(sizes(3, 5, 7))).toBeNull();
    expect(classOf(sizes(32, 512, 128))).toBe('narrow');
    expect(classOf(sizes(128, 128, 1280))).toBe('tall');
    expect(classOf(sizes(1024, 512, 128))).toBe('large');
    expect(classOf(sizes(64, 64, 64, 32))).toBe('large');
  });

  it('is the default until something else was measured to be better', () => {
    const large = sizes(1024, 512, 128);
    expect(wayOf(large, true, MOST)).toEqual(CANDIDATES.large[0]);
    setWay('large', CANDIDATES.large[1]!);
    expect(wayOf(large, true, MOST)).toEqual(CANDIDATES.large[1]);
    expect(wayOf(sizes(128, 128, 1280), true, MOST)).toEqual(CANDIDATES.tall[0]);
  });

  it('cuts a sum only where nothing follows it', () => {
    const parted = CANDIDATES.tall.find(({ parts }) => parts > 1)!;
    setWay('tall', parted);
    expect(wayOf(sizes(128, 128, 1280), true, MOST).parts).toBe(parted.parts);
    expect(wayOf(sizes(128, 128, 1280), false, MOST).parts).toBe(1);
  });

  it('keeps to the limits of the adapter', () => {
    const small = { maxComputeWorkgroupSizeX: 8, maxComputeWorkgroupSizeY: 8 };
    const eight = { tile: { rows: 1, columns: 1, threads: [8, 8] as [number, number] }, parts: 1 };
    expect(fits(eight, { ...small, maxComputeInvocationsPerWorkgroup: 64 })).toBe(true);
    expect(fits(eight, { ...small, maxComputeInvocationsPerWorkgroup: 32 })).toBe(false);
    // As few workgroups as can be, where the chosen tile would need more than are allowed.
    expect(wayOf(sizes(4_000_000, 64, 64), false, MOST).tile).toMatchObject({ rows: 4, columns: 4 });
  });
});
