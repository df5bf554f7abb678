// npm run test:live -- --host HOST --password PASSWORD: compares with a live FreeSWITCH.
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/live/live.ts');
