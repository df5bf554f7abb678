import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One recorded request to webitel/core and its answer (test/fixtures/webitel). */
export interface Exchange {
  readonly note: string;
  /** ms since the recording began, and how long the answer took. */
  readonly at: number;
  readonly tookMs: number;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    /** JSON, or the text of a body that is none. */
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string | null;
    readonly json?: unknown;
    readonly text?: string;
  };
}

export const readExchanges = (): Exchange[] =>
  JSON.parse(
    readFileSync(
      fileURLToPath(new URL('../fixtures/webitel/rest-exchanges.json', import.meta.url)),
      'utf8',
    ),
  ) as Exchange[];
