import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { SetupError } from '../say.mjs';

/** A fuse that is on, as the wire in the binary has it: the character 1. */
const ENABLED = '1'.charCodeAt(0);

/** What a packaged program must not be talked into, and what it must insist on. */
const OFF = [
  'RunAsNode',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
];
const ON = [
  'OnlyLoadAppFromAsar',
  'EnableEmbeddedAsarIntegrityValidation',
  'EnableCookieEncryption',
];

/**
 * Reads the fuses back from the finished executable.
 * @returns {Promise<Record<string, boolean>>} by name
 */
async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    [...OFF, ...ON].map((name) => [name, wire[FuseV1Options[name]] === ENABLED]),
  );
}

/** @throws {SetupError} when one is not as it must be */
export async function checkFuses(executable) {
  const fuses = await readFuses(executable);
  const wrong = [...OFF.filter((name) => fuses[name]), ...ON.filter((name) => !fuses[name])];
  if (wrong.length > 0) throw new SetupError(`Fuses of ${executable} not as set: ${wrong.join()}.`);
}
