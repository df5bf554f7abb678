// npm start -- ARGS: sets up what is missing, then starts the app with ARGS, on the
// demo PBX until a connection has been chosen.
import { ROOT } from './lib/paths.mjs';
import { runScript } from './lib/say.mjs';
import { startApp } from './lib/start-app.mjs';

await runScript(() => startApp(ROOT, ['--demo-if-unset', ...process.argv.slice(2)]));
