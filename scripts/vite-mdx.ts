import { compile, type CompileOptions } from '@mdx-js/mdx';
import type { Plugin } from 'vite';

/** Lessons are written in MDX: each file becomes a module whose default export is a React component. */
export function mdx(options: CompileOptions): Plugin {
  return {
    name: 'seqlab:mdx',
    enforce: 'pre',
    async transform(value, id) {
      const [path = ''] = id.split('?');
      if (!path.endsWith('.mdx')) return null;
      const compiled = await compile({ path, value }, options);
      return { code: String(compiled), map: null };
    },
  };
}
