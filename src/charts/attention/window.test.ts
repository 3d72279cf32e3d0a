import { describe, expect, it } from 'vitest';
import { clamped, isWhole, labelStep, LEAST, moved, revealing, whole, zoomed } from './window.ts';

const size = { rows: 512, columns: 512 };

describe('the window on a map', () => {
  it('keeps the cell under the pointer where it is', () => {
    const before = whole(size);
    const after = zoomed(before, size, 0.5, 100, 300);
    expect(after.height).toBe(256);
    expect((100 - after.top) / after.height).toBeCloseTo((100 - before.top) / before.height, 12);
    expect((300 - after.left) / after.width).toBeCloseTo((300 - before.left) / before.width, 12);
  });

  it('shows no fewer cells than can be read, and no more than there are', () => {
    let window = whole(size);
    for (let i = 0; i < 40; i++) window = zoomed(window, size, 0.5, 511, 511);
    expect(window.height).toBe(LEAST);
    expect(window.top + window.height).toBeLessThanOrEqual(512);
    for (let i = 0; i < 40; i++) window = zoomed(window, size, 2, 3, 3);
    expect(window).toEqual(whole(size));
    expect(isWhole(window, size)).toBe(true);
  });

  it('stops at the edges', () => {
    const window = { top: 100, left: 100, height: 50, width: 50 };
    expect(moved(window, size, -1000, 1000)).toEqual({ top: 0, left: 462, height: 50, width: 50 });
  });

  it('moves only as far as a cell needs to be seen', () => {
    const window = { top: 100, left: 100, height: 50, width: 50 };
    expect(revealing(window, size, 120, 149)).toEqual(window);
    expect(revealing(window, size, 150, 99)).toEqual({ ...window, top: 101, left: 99 });
  });

  it('is right for a map that is smaller than the smallest window, and for an empty one', () => {
    const small = { rows: 3, columns: 2 };
    expect(zoomed(whole(small), small, 0.5, 1, 1)).toEqual(whole(small));
    expect(clamped(whole({ rows: 0, columns: 0 }), { rows: 0, columns: 0 })).toEqual({
      ...{ top: 0, left: 0, height: 1, width: 1 },
    });
  });

  it('labels as many cells as have room', () => {
    expect(labelStep(20, 14)).toBe(1);
    expect(labelStep(1.25, 14)).toBe(20);
    expect(labelStep(0, 14)).toBeGreaterThan(500);
  });
});
