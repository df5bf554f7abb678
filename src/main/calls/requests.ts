import { entryOf, type Command, type CommandRequest } from '@shared/commands/command.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Reading } from '@shared/numbers/reading.ts';

/** What main knows that a window does not say. */
interface Known {
  /** My phone; fails where none is set or several fit. */
  phone(): Result<string>;
  /** What a text or link dials. */
  read(text: string): Promise<Reading>;
}

/** A request of a window as a command: from the phone of the settings, to a number that can be dialled. */
export async function commandOf(request: CommandRequest, known: Known): Promise<Result<Command>> {
  let command = request as Command;
  if (entryOf(request.kind).fromMyPhone) {
    const phone = known.phone();
    if (!phone.ok) return phone;
    command = { ...command, extension: phone.value } as Command;
  }
  if ('number' in command) {
    const { dials, refused } = await known.read(command.number);
    if (refused !== '') return fail('bad-input', refused);
    command = { ...command, number: dials };
  }
  return ok(command);
}
