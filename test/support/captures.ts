import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** One line of a capture (test/fixtures/captures): a chunk as it came off the socket. */
export interface Chunk {
  /** ms since the connection opened. */
  readonly t: number;
  /** `<` from FreeSWITCH, `>` from the client, `x` FreeSWITCH closed. */
  readonly dir: '<' | '>' | 'x';
  readonly bytes: Buffer;
}

/** Legs that the client of a capture had made: FreeSWITCH names each in what it answers to `originate`. */
export function placedIn(name: string): string[] {
  const text = Buffer.concat(readCapture(name).map(({ bytes }) => bytes)).toString('utf8');
  if (!/api originate /.test(text)) return [];
  return [...new Set([...text.matchAll(/\+OK ([0-9a-f-]{36})/g)].map(([, uuid = '']) => uuid))];
}

/** Reads a capture by its name without `.jsonl.gz`. */
export function readCapture(name: string): Chunk[] {
  const path = fileURLToPath(new URL(`../fixtures/captures/${name}.jsonl.gz`, import.meta.url));
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map(
      (line) =>
        JSON.parse(line) as { t: number; dir: '<' | '>' | 'x'; data?: string; b64?: string },
    )
    .map(({ t, dir, data, b64 }) => ({
      t,
      dir,
      bytes: b64 === undefined ? Buffer.from(data ?? '') : Buffer.from(b64, 'base64'),
    }));
}
