// npm run --silent demo-pbx -- ARGS: the demo PBX, a real event-socket server with simulated calls.
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('src/demo-pbx/cli.ts');
