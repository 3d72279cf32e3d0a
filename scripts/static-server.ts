import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

/** With these a page is cross-origin isolated, and WASM may use threads. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticServerOptions {
  /** Folders with the files; the first that has one serves it. */
  roots: string[];
  /** Where the folder appears: `/` or a sub-path such as `/courses/lab/`. */
  base?: string;
  headers?: Record<string, string>;
  /** Requests answered otherwise: returns true where it took one. */
  handle?: (request: IncomingMessage, response: ServerResponse) => boolean;
  port?: number;
}

export interface StaticServer {
  /** With the base and a slash at the end. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** A file below one of the folders; null where there is none, also for a path that leads out of them. */
export function fileIn(roots: readonly string[], path: string): string | null {
  for (const root of roots) {
    const file = normalize(join(root, path.endsWith('/') || path === '' ? `${path}index.html` : path));
    const inside = file.startsWith(normalize(root) + sep);
    if (inside && statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return null;
}

/** Streams a file as it is. */
export function sendFile(response: ServerResponse, file: string, headers: Record<string, string> = {}): void {
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
    ...headers,
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** Null where the escapes are broken. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** The plainest host there is: files from folders, on this machine only. */
export function serveFiles({
  roots,
  base = '/',
  headers = {},
  handle,
  port = 0,
}: StaticServerOptions): Promise<StaticServer> {
  const server = createServer((request, response) => {
    if (handle?.(request, response)) return;
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.startsWith(base) ? decoded(pathname.slice(base.length)) : null;
    const file = path === null ? null : fileIn(roots, path);
    if (file) sendFile(response, file, headers);
    else response.writeHead(404, { 'Content-Type': 'text/plain', ...headers }).end(`No ${pathname} here.`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const at = (server.address() as AddressInfo).port;
      resolve({
        url: `http://localhost:${at}${base}`,
        port: at,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
