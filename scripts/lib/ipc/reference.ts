import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUSHES, REQUESTS, askerOf, type RequestName } from '../../../src/shared/ipc/contract.ts';
import { shapeOf, type AnySchema, type Side } from './shape.ts';

const CONTRACT = join(import.meta.dirname, '../../../src/shared/ipc/contract.ts');

/** docs/ipc.md: each request and each message of the contract, with its comment and its shape. */
export function ipcReference(): string {
  const said = commentsIn(readFileSync(CONTRACT, 'utf8'));
  const same = new Map<unknown, string>(
    Object.entries(REQUESTS).map(([name, { output }]) => [output, name]),
  );
  const requests = Object.entries(REQUESTS).map(([name, { input, output }]) =>
    entry(name, said.get(`request ${name}`), [
      `Asked by the ${askerOf(name as RequestName) === 'popup' ? 'pop-up' : 'main window'}.`,
      fenced('Input', input, 'before'),
      fenced('Output', output, 'after'),
    ]),
  );
  const pushes = Object.entries(PUSHES).map(([name, schema]) =>
    entry(name, said.get(`push ${name}`), [
      same.has(schema)
        ? `The output of \`${same.get(schema)}\`.`
        : fenced('Payload', schema, 'after'),
    ]),
  );
  return [
    '# The IPC contract',
    'Made by `npm run docs:ipc` from `src/shared/ipc/contract.ts`; a lint step checks that it is current. Main parses what comes in and what goes out, a window what it gets; all of it is bounded there more closely than a shape can say.',
    '## Requests: a window asks, main answers',
    ...requests,
    '## Messages: main tells a window, unasked',
    ...pushes,
  ].join('\n\n');
}

const entry = (name: string, comment: string | undefined, parts: readonly string[]): string =>
  [`### \`${name}\``, ...(comment ? [comment] : []), ...parts].join('\n\n');

const fenced = (what: string, schema: unknown, side: Side): string =>
  `\`\`\`ts\ntype ${what} = ${shapeOf(schema as AnySchema, side)};\n\`\`\``;

/** The comments above the entries of REQUESTS and PUSHES. */
function commentsIn(source: string): Map<string, string> {
  const comments = new Map<string, string>();
  for (const [table, kind] of [
    ['REQUESTS', 'request'],
    ['PUSHES', 'push'],
  ] as const) {
    const body = source.split(`export const ${table} = {`)[1]?.split('\n} as const;')[0] ?? '';
    for (const [, comment = '', name = ''] of body.matchAll(
      /^ {2}\/\*\* (.+?) \*\/\n {2}'?([\w.]+)'?:/gm,
    ))
      comments.set(`${kind} ${name}`, comment);
  }
  return comments;
}
