// npm run webitel -- freshness | day: how fresh the table of a Webitel is, and a bad day in minutes.
import { runTypescript } from './lib/run-typescript.mjs';

await runTypescript('test/webitel/run.ts');
