import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areInstalled } from '../../scripts/lib/modules.mjs';
import { whyNpmFailed } from '../../scripts/lib/why-npm-failed.mjs';

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-setup-'));
});
afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const installed: (root: string) => boolean = areInstalled;
const why: (folder: string, registry: string) => Promise<string> = whyNpmFailed;

async function registry(status: number): Promise<string> {
  server = createServer((_request, response) => response.writeHead(status).end('{}'));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('the node modules', () => {
  const lock = (packages: object): string => JSON.stringify({ packages });
  const wanted = { '': {}, 'node_modules/a': { integrity: 'sha512-x' } };

  it.each([
    ['whole', lock(wanted), true],
    ['another version', lock({ 'node_modules/a': { integrity: 'sha512-y' } }), false],
    ['one that is missing', lock({}), false],
    ['a record that was cut short', lock(wanted).slice(0, 20), false],
    ['an empty record', '', false],
    ['no record', undefined, false],
  ])('with %s', (_what, record, isThere) => {
    writeFileSync(join(folder, 'package-lock.json'), lock(wanted));
    mkdirSync(join(folder, 'node_modules'));
    if (record !== undefined)
      writeFileSync(join(folder, 'node_modules/.package-lock.json'), record);
    expect(installed(folder)).toBe(isThere);
  });
});

describe('an install that failed', () => {
  it('says so when the registry refuses, or is not there', async () => {
    expect(await why(folder, await registry(503))).toContain('refuses (503)');
    expect(await why(folder, await registry(200))).toBe('');
    server?.close();
    expect(await why(folder, 'http://127.0.0.1:1/')).toContain('does not answer');
  });

  it.skipIf(process.platform !== 'linux')('says so where there is no room', async () => {
    expect(await why('/proc', await registry(200))).toContain('too little room');
  });
});
