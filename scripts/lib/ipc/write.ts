import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ipcReference } from './reference.ts';

const FILE = join(import.meta.dirname, '../../../docs/ipc.md');

const text = await format(ipcReference(), { ...(await resolveConfig(FILE)), filepath: FILE });
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error('docs/ipc.md is not what src/shared/ipc/contract.ts says: run npm run docs:ipc.');
  process.exitCode = 1;
}
