import react from '@vitejs/plugin-react';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { defineConfig } from 'vite';
import { ISOLATION_HEADERS } from './scripts/static-server.ts';
import { assemblyScript } from './scripts/vite-assemblyscript.ts';
import { budget } from './scripts/vite-budget.ts';
import { licences } from './scripts/vite-licences.ts';
import { katexFonts } from './scripts/vite-katex-fonts.ts';
import { mdx } from './scripts/vite-mdx.ts';
import { offline } from './scripts/vite-offline.ts';
import { sandbox } from './scripts/vite-sandbox.ts';
import { workers } from './scripts/vite-workers.ts';

export default defineConfig({
  base: './',
  plugins: [
    mdx({ remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex] }),
    katexFonts(),
    react({ include: /\.(mdx|js|jsx|ts|tsx)$/ }),
    assemblyScript(),
    sandbox(),
    budget(),
    licences(),
    offline(),
  ],
  worker: workers,
  // Looked through before the first page: a library found later would reload it in the middle of work.
  optimizeDeps: { entries: ['index.html', 'src/**/lesson.ts', 'src/worker/*.worker.ts'] },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: ISOLATION_HEADERS },
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 2000 },
});
