import { say } from '../say.mjs';

/** The environment Electron is started in. */
export function electronEnv(base = process.env) {
  const env = { ...base };
  // Set in terminals inside Electron programs such as VS Code; it would make Electron a bare Node.
  delete env.ELECTRON_RUN_AS_NODE;
  if (process.platform === 'linux' && process.getuid() === 0) {
    say("Running as root: Chromium's sandbox is off (the installed app never does this)");
    env.ELECTRON_DISABLE_SANDBOX = '1';
  }
  return env;
}
