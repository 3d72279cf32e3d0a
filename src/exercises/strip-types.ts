import type { Problem } from './types.ts';

/**
 * TypeScript to JavaScript by sucrase: it drops the types and leaves every line where it was, so that the line of an
 * error is the line in the editor; a tenth of the size of the compiler itself, which would bring checks nobody asked for.
 */
export async function stripTypes(code: string): Promise<{ code: string } | { problem: Problem }> {
  const { transform } = await import('sucrase');
  try {
    const { code: stripped } = transform(code, { transforms: ['typescript'], disableESTransforms: true });
    const problem = await moduleWords(stripped);
    return problem ? { problem } : { code: stripped };
  } catch (error) {
    const { message, loc, pos } = error as Error & SyntaxPlace;
    const words = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    const place = loc ? ` in line ${loc.line}` : '';
    const named = pos === undefined ? words : words.replace(/^Unexpected token/, `$& ${tokenAt(code, pos)}`);
    return {
      problem: {
        message: `This is no TypeScript yet${place}: ${named.charAt(0).toLowerCase()}${named.slice(1)}.`,
        line: loc?.line ?? null,
        column: loc?.column ?? null,
      },
    };
  }
}

interface SyntaxPlace {
  loc?: { line: number; column: number };
  /** Of the character where the reading stopped. */
  pos?: number;
}

/** The word, number or sign that begins there. */
function tokenAt(code: string, pos: number): string {
  const token = /^(?:[\p{L}\p{N}_$]+|\S)/u.exec(code.slice(pos, pos + 40).trimStart())?.[0];
  return token === undefined ? '(the code ends here)' : `“${token}”`;
}

/** The code is the body of a function: `import` and `export` at its top, which are right in a file, cannot stand there. */
async function moduleWords(code: string): Promise<Problem | null> {
  if (!/\b(?:import|export)\b/.test(code)) return null;
  // The parser of the editor: it tells the words from those in texts and comments.
  const { javascriptLanguage } = await import('@codemirror/lang-javascript');
  for (let node = javascriptLanguage.parser.parse(code).topNode.firstChild; node; node = node.nextSibling) {
    const word = { ImportDeclaration: 'import', ExportDeclaration: 'export' }[node.name];
    if (word === undefined) continue;
    const before = code.slice(0, node.from).split('\n');
    const why =
      word === 'export'
        ? 'your code is no file of its own, and its functions are found without it. Leave the word out.'
        : 'there is nothing to be loaded, and what the task names is there without it. Leave the line out.';
    return {
      message: `“${word}” in line ${before.length} cannot stand here: ${why}`,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    };
  }
  return null;
}
