import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol } from 'electron';

/**
 * The app's own pages have a scheme of their own: unlike file:, it reaches nothing but the built
 * renderer, and gives them an origin that no other page has.
 */
const SCHEME = 'ringside';
const HOME = `${SCHEME}://app/`;
const FOLDER = join(import.meta.dirname, '../renderer');

/** The only things a page of ours is made of. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
};

/** What a page may load and do. Each page says the same in a meta element, but this one cannot be edited away. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The address of a page of the renderer, such as `index.html`. */
export const pageUrl = (name: string): string => HOME + name;

export const isPageUrl = (url: string): boolean => url.startsWith(HOME);

/** Makes the scheme known; before the app is ready. `stream` is for sounds. */
export function registerPages(): void {
  // Electron wraps each request for a page in it, and Node loads it, 50 ms of work, when it is first named:
  // here nothing waits for it yet.
  void Request;
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/** Serves the pages; once the app is ready. */
export function servePages(): void {
  protocol.handle(SCHEME, async ({ method, url }) => {
    const file = method === 'GET' ? fileOf(url) : undefined;
    if (!file) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(file), {
        headers: {
          'Content-Type': TYPES[extname(file)] ?? '',
          'Content-Security-Policy': POLICY,
          'X-Content-Type-Options': 'nosniff',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** Plain names in plain folders only: no `..`, no percent, no dot file gets as far as the disk. */
export function fileOf(url: string): string | undefined {
  const path = isPageUrl(url) ? url.slice(HOME.length).split(/[?#]/)[0] : undefined;
  if (path === undefined || !/^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)+$/.test(path)) return undefined;
  return extname(path) in TYPES ? join(FOLDER, path) : undefined;
}
