// node scripts/desktop.mjs [--keyring] -- COMMAND ARGS…: runs COMMAND in a virtual desktop of its own.
import { runForeground } from './lib/children.mjs';
import { startDesktop } from './lib/desktop/desktop.mjs';
import { electronEnv } from './lib/electron/env.mjs';
import { runScript, SetupError } from './lib/say.mjs';
import { ensureDesktopPrograms } from './lib/system.mjs';

await runScript(async () => {
  const [options, [command, ...args]] = split(process.argv.slice(2));
  if (!command || options.some((option) => option !== '--keyring')) {
    throw new SetupError('Usage: node scripts/desktop.mjs [--keyring] -- COMMAND ARGS…');
  }
  await ensureDesktopPrograms();
  const desktop = await startDesktop(electronEnv(), {
    keyring: options.includes('--keyring'),
  });
  try {
    return await runForeground(command, args, { env: desktop.env });
  } finally {
    await desktop.stop();
  }
});

function split(words) {
  const at = words.indexOf('--');
  return at < 0 ? [words, []] : [words.slice(0, at), words.slice(at + 1)];
}
