// npm run --silent gateway -- ARGS: the channels API over any PBX, from its source (docs/gateway.md).
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('src/gateway/cli.ts');
