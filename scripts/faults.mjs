// npm run faults -- [--cycles N] [--seed N]: network and PBX faults, many times (docs/reliability.md).
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/faults/cycles.ts');
