import { expect, test } from 'vitest';
import { stripTypes } from './strip-types.ts';
import type { Problem } from './types.ts';

async function problemOf(code: string): Promise<Problem | null> {
  const stripped = await stripTypes(code);
  return 'problem' in stripped ? stripped.problem : null;
}

test('types go, and every line stays where it was', async () => {
  const code = 'type A = number;\nfunction f(x: A): A {\n  return x as A;\n}';
  expect(await stripTypes(code)).toEqual({ code: '\nfunction f(x) {\n  return x ;\n}' });
});

test.each([
  ['const a = ;', 'This is no TypeScript yet in line 1: unexpected token “;”.', 1],
  ['function f() {\n  return 1 +;\n}', 'This is no TypeScript yet in line 2: unexpected token “;”.', 2],
  ['x yes', 'This is no TypeScript yet in line 1: unexpected token “yes”, expected ";".', 1],
  [
    'function f( {\n',
    'This is no TypeScript yet in line 2: unexpected token (the code ends here), expected ",".',
    2,
  ],
])('%j names the token', async (code, message, line) => {
  expect(await problemOf(code)).toMatchObject({ message, line, column: expect.any(Number) });
});

test('export and import say where they are and what to do', async () => {
  expect(await problemOf('const a = 1;\n  export function f() {}')).toEqual({
    message: expect.stringMatching(/^“export” in line 2 cannot stand here: .* Leave the word out\.$/),
    line: 2,
    column: 3,
  });
  expect((await problemOf("import x from 'y';\nx();"))?.message).toMatch(/^“import” in line 1 .*loaded/);
  // In texts, comments and types they are only words.
  for (const code of [
    'const a = `\nexport b`;',
    '// import x',
    'export type A = number;',
    'const exported = 1;',
  ])
    expect(await problemOf(code)).toBeNull();
});
