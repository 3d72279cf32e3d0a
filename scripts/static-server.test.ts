import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileIn, serveFiles, type StaticServer } from './static-server.ts';
import { unpack } from './train/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'seqlab-static-'));
const root = join(folder, 'root');
mkdirSync(join(root, 'sub'), { recursive: true });
writeFileSync(join(folder, 'secret.txt'), 'secret');
writeFileSync(join(root, 'index.html'), '<p>here</p>');
writeFileSync(join(root, 'sub', 'ä.txt'), 'ä');

describe('the plainest host', () => {
  let server: StaticServer;
  beforeAll(async () => {
    server = await serveFiles({ roots: [root], base: '/lab/', headers: { 'X-Test': 'yes' } });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('serves files below its sub-path, the folder as index.html, with the headers asked for', async () => {
    const page = await fetch(server.url);
    expect([page.status, await page.text(), page.headers.get('X-Test')]).toEqual([200, '<p>here</p>', 'yes']);
    expect(await (await fetch(`${server.url}sub/ä.txt`)).text()).toBe('ä');
  });

  it('has nothing outside of its folder and sub-path', async () => {
    for (const path of [
      '../secret.txt',
      '/index.html',
      '%2e%2e/secret.txt',
      '..%2fsecret.txt',
      'sub',
      'gone',
    ])
      expect((await fetch(new URL(path, server.url))).status, path).toBe(404);
    expect(fileIn([root], '../secret.txt')).toBeNull();
    expect(fileIn([root], 'sub/../../secret.txt')).toBeNull();
  });
});

describe('unpack', () => {
  it('writes what the zip holds, folders included, and refuses a way out', () => {
    const target = mkdtempSync(join(tmpdir(), 'seqlab-unpack-'));
    const bytes = new TextEncoder().encode('x');
    expect(unpack(zipSync({ 'a.txt': bytes, 'b/c.txt': bytes }), target)).toEqual(['a.txt', 'b/c.txt']);
    expect(() => unpack(zipSync({ '../out.txt': bytes }), target)).toThrow('leads out');
    rmSync(target, { recursive: true });
  });
});
