// npm run --silent ringside -- ARGS: Ringside's command line.
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('src/cli/index.ts');
