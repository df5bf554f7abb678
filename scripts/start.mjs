// npm start -- ARGS: sets up what is missing, then starts the app with ARGS.
import { ROOT } from './lib/paths.mjs';
import { runScript } from './lib/say.mjs';
import { startApp } from './lib/start-app.mjs';

await runScript(() => startApp(ROOT, process.argv.slice(2)));
