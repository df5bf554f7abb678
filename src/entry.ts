// Where the program starts: the command line, which asks the running app and ends, or the app.
import { app } from 'electron';
import { isCliCommand, runCli } from './cli/run.ts';
import { argumentsOf } from './main/args.ts';

const args = argumentsOf(process.argv, app.isPackaged);

// Electron waits for this module before it opens a display, so that a command needs none; and the
// app proper is loaded only where it is wanted.
if (isCliCommand(args)) process.exit(await runCli(args));
else await import('./main/index.ts');
