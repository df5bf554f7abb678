// npm run mutate: plants faults, one at a time, and counts those that the tests catch (docs/reliability.md).
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/mutation/run.ts');
