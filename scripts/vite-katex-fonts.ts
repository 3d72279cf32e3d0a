import type { Plugin } from 'vite';

/** KaTeX names each font in three forms. Every browser that can run the lab reads WOFF2, so only that form ships. */
export function katexFonts(): Plugin {
  return {
    name: 'seqlab:katex-fonts',
    enforce: 'pre',
    transform: {
      filter: { id: /katex(\.min)?\.css/ },
      handler: (css) => css.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, ''),
    },
  };
}
