import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../children.mjs';
import { firstLine } from '../wait.mjs';

const SCREEN = '1280x800x24';

/**
 * Starts an X server without a screen, on a display number of its own choice.
 * @param {string} folder a private one, for the key
 */
export async function startDisplay(folder) {
  const keyFile = join(folder, 'xauthority');
  writeFileSync(keyFile, accessKey(), { mode: 0o600 });
  const server = launch(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', keyFile],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await firstLine('Xvfb', server, 3);
  return { server, env: { DISPLAY: `:${number}`, XAUTHORITY: keyFile } };
}

/**
 * An X authority file, without which every user of the machine could watch this display. Its one
 * entry holds for any display, since the number is not known yet. (The format is Xau(3)'s; `xauth`
 * writes the same, but is one more program to install.)
 */
function accessKey() {
  const ANY_FAMILY = 0xffff;
  const field = (bytes) => Buffer.concat([uint16(bytes.length), Buffer.from(bytes)]);
  return Buffer.concat([
    uint16(ANY_FAMILY),
    field(''),
    field(''),
    field('MIT-MAGIC-COOKIE-1'),
    field(randomBytes(16)),
  ]);
}

function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
