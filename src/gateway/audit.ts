import type { Command } from '@shared/commands/command.ts';
import type { Result } from '@shared/domain/result.ts';
import type { Asking } from './accounts/accounts.ts';

/** Values of an audit line: never a password, token or key. */
type Facts = Readonly<Record<string, string | number | boolean>>;

/** Who did what to whom, and what came of it: one line of JSON each. */
export class Audit {
  readonly #write: (line: string) => void;

  /** @param write takes a line with its end */
  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  command(
    asking: Asking,
    command: Command,
    of: string,
    result: Result<unknown>,
    tookMs: number,
  ): void {
    this.event('command', {
      user: asking.caller.name,
      address: asking.address,
      ...command,
      of,
      outcome: result.ok ? 'done' : result.error.kind,
      ...(result.ok ? {} : { why: result.error.message }),
      tookMs: Math.round(tookMs),
    });
  }

  event(what: string, facts: Facts): void {
    this.#write(`${JSON.stringify({ at: new Date().toISOString(), what, ...facts })}\n`);
  }
}
