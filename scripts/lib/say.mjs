/** Tells the person what happens. Standard error, because standard output belongs to the program. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** A step that only the person can get past: shown as a plain message, without a stack. */
export class SetupError extends Error {}

/** Ends the process over an error. */
export function giveUp(error) {
  say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)));
  process.exit(1);
}

/**
 * Runs a script's main function and ends the process with its exit code.
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
  process.exit(await main().catch(giveUp));
}
