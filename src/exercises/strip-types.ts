import type { Problem } from './types.ts';

/**
 * TypeScript to JavaScript by sucrase: it drops the types and leaves every line where it was, so that the line of an
 * error is the line in the editor; a tenth of the size of the compiler itself, which would bring checks nobody asked for.
 */
export async function stripTypes(code: string): Promise<{ code: string } | { problem: Problem }> {
  const { transform } = await import('sucrase');
  try {
    const { code: stripped } = transform(code, { transforms: ['typescript'], disableESTransforms: true });
    return { code: stripped };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    const words = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    const place = loc ? ` in line ${loc.line}` : '';
    return {
      problem: {
        message: `This is no TypeScript yet${place}: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`,
        line: loc?.line ?? null,
        column: loc?.column ?? null,
      },
    };
  }
}
