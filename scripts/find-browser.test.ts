import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser } from './find-browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqlab-browser-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

const nowhere = { places: [], own: () => null };

describe('findBrowser', () => {
  const chromium = program('chromium');
  const named = program('my-browser');
  const plain = program('notes.txt', 0o644);

  it('takes what the environment names before all else', () => {
    expect(findBrowser({ SEQLAB_BROWSER: named, PATH: folder }, nowhere)).toBe(named);
  });

  it('refuses a named browser that is not there, or is no program, instead of taking another', () => {
    for (const wrong of [join(folder, 'gone'), plain, folder]) {
      expect(() => findBrowser({ SEQLAB_BROWSER: wrong, PATH: folder }, nowhere)).toThrow(wrong);
    }
  });

  it('then an installed one, then that of Playwright', () => {
    const own = () => named;
    expect(findBrowser({ PATH: `/nowhere:${folder}` }, { places: [], own })).toBe(chromium);
    expect(findBrowser({ PATH: '' }, { places: [join(folder, 'gone'), chromium], own })).toBe(chromium);
    expect(findBrowser({ PATH: '' }, { places: [], own })).toBe(named);
  });

  it('says what to run where there is none', () => {
    const gone = { places: [], own: () => join(folder, 'gone') };
    expect(() => findBrowser({ PATH: '' }, gone)).toThrow('npx playwright install chromium');
    expect(() => findBrowser({}, nowhere)).toThrow('apt-get install chromium');
  });
});
