// npm run --silent ringside -- COMMAND: the command line of a checkout.
import { runCli } from './run.ts';

process.exitCode = await runCli(process.argv.slice(2));
