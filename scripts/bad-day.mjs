// npm run bad-day -- [--stretches N] [--seed N]: faults at random beside a busy PBX (docs/reliability.md).
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/bad-day/run.ts');
