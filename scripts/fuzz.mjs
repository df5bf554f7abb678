// npm run fuzz -- [--runs N] [--seed N]: everything that takes foreign input (docs/reliability.md).
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/fuzz/run.ts');
