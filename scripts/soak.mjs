// npm run soak -- [--minutes N] [--rate N]: N events a second for as long (docs/reliability.md).
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/faults/soak.ts');
