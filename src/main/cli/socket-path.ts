import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Longest path of a Unix socket (bytes); sun_path is 108 on Linux, 104 on macOS. */
const MAX_PATH = 100;

/**
 * Where the running app listens for the command line of the same user: a socket in its own data
 * folder, or, where that path is too long for a socket, one in a private folder named after it.
 * Windows has named pipes, whose default access is the creating user's.
 */
export function socketPath(userData: string): string {
  const id = createHash('sha256').update(userData).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\ringside-${id}`;
  const own = join(userData, 'ringside.sock');
  if (Buffer.byteLength(own) <= MAX_PATH) return own;
  return join(
    process.env['XDG_RUNTIME_DIR'] ?? tmpdir(),
    `ringside-${userInfo().uid}-${id}`,
    'sock',
  );
}
