import { cliStatus } from '@shared/cli/status.ts';
import type { KnownNames } from '@shared/calls/shown.ts';
import type { CliAnswer, CliRequest } from '@shared/cli/protocol.ts';
import type { ConnectionStatus } from '@shared/domain/pbx.ts';
import { assertNever, type Result } from '@shared/domain/result.ts';
import type { Reading } from '@shared/numbers/reading.ts';
import type { Actor } from '../calls/actor.ts';
import type { Monitor } from '../calls/monitor.ts';
import type { MyDesk } from '../calls/my-desk.ts';

/** What the command line reaches of the app. */
export interface CliReach {
  readonly monitor: Monitor;
  readonly desk: MyDesk;
  readonly actor: Actor;
  status(): ConnectionStatus | null;
  /** My phone as it was set. */
  extension(): string;
  /** What a number's owner is called here. */
  readonly known: KnownNames;
  show(): void;
  openDial(number: string): void;
  /** Opens the dial dialog with what is selected or copied. */
  dialAtHand(): Promise<void>;
  /** What a text or link dials. */
  read(text: string): Promise<Reading>;
  /** Dials at once; resolves when it is answered or failed. */
  dial(number: string): Promise<Result<null>>;
}

/** Answers the command line of the same user. */
export async function answerCli(reach: CliReach, request: CliRequest): Promise<CliAnswer> {
  switch (request.do) {
    case 'status': {
      const { monitor, desk } = reach;
      const { mine } = desk.state();
      const status = cliStatus(
        reach.status(),
        reach.extension(),
        mine,
        monitor.table.values(),
        desk.find,
        reach.known,
      );
      return { ok: true, text: '', status };
    }
    case 'show':
      reach.show();
      return { ok: true, text: '' };
    case 'dial':
      await reach.dialAtHand();
      return { ok: true, text: '' };
    case 'call':
      return call(reach, request.number, request.now);
    case 'hold':
    case 'hangup':
    case 'mute':
    case 'answer': {
      const acted = await reach.actor.act(request.do);
      return acted.ok
        ? { ok: true, text: [acted.value.text, acted.value.detail].filter(Boolean).join(' – ') }
        : { ok: false, error: acted.error.message };
    }
    default:
      return assertNever(request);
  }
}

async function call(reach: CliReach, number: string, now: boolean): Promise<CliAnswer> {
  const { dials, refused, said } = await reach.read(number);
  if (refused !== '') return { ok: false, error: refused };
  if (!now) {
    reach.openDial(dials);
    return { ok: true, text: said };
  }
  const result = await reach.dial(dials);
  return result.ok
    ? { ok: true, text: [`Called ${dials}.`, said].filter(Boolean).join(' ') }
    : { ok: false, error: result.error.message };
}
