// npm run exact -- --worlds 10000: random worlds on the demo PBX, each compared after quiet.
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/exact/run.ts');
