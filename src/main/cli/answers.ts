import { cliStatus } from '@shared/cli/status.ts';
import type { KnownNames } from '@shared/calls/shown.ts';
import type { CliAnswer, CliRequest, CliStatus } from '@shared/cli/protocol.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { Result } from '@shared/domain/result.ts';
import type { Reading } from '@shared/numbers/reading.ts';
import type { Actor } from '../desk/actor.ts';
import type { Sites } from '../sites/sites.ts';

/** What the command line reaches of the app. */
export interface CliReach {
  readonly sites: Sites;
  readonly actor: Actor;
  /** What a number's owner is called here. */
  readonly known: KnownNames;
  show(): void;
  openDial(number: string): void;
  /** Opens the dial dialog with what is selected or copied. */
  dialAtHand(): Promise<void>;
  /** What a text or link dials. */
  read(text: string): Promise<Reading>;
  /** Dials at once from a site, '' for wherever calls are made from; resolves when it is answered or failed. */
  dial(number: string, site: SiteId): Promise<Result<null>>;
}

/** Answers the command line of the same user. */
export async function answerCli(reach: CliReach, request: CliRequest): Promise<CliAnswer> {
  switch (request.do) {
    case 'status':
      return { ok: true, text: '', status: statusOf(reach) };
    case 'show':
      reach.show();
      return { ok: true, text: '' };
    case 'dial':
      await reach.dialAtHand();
      return { ok: true, text: '' };
    case 'call':
      return call(reach, request);
    default: {
      const acted = await reach.actor.act(request.do);
      return acted.ok
        ? { ok: true, text: [acted.value.text, acted.value.detail].filter(Boolean).join(' – ') }
        : { ok: false, error: acted.error.message };
    }
  }
}

const statusOf = ({ sites, known }: CliReach): CliStatus =>
  cliStatus(
    sites.all.map(({ id, name, settings, status, monitor, desk }) => ({
      ...{ id, name, status, extension: settings.extension },
      channels: monitor.table.values(),
      find: desk.find,
    })),
    sites.desk().mine,
    known,
  );

async function call(
  reach: CliReach,
  { number, now, site = '' }: Extract<CliRequest, { do: 'call' }>,
): Promise<CliAnswer> {
  const from = reach.sites.all.find(({ id, name }) => id === site || name === site);
  if (site !== '' && !from) return { ok: false, error: `No PBX here is called ${site}.` };
  const { dials, refused, said } = await reach.read(number);
  if (refused !== '') return { ok: false, error: refused };
  if (!now) {
    reach.openDial(dials);
    return { ok: true, text: said };
  }
  const result = await reach.dial(dials, from?.id ?? '');
  return result.ok
    ? { ok: true, text: [`Called ${dials}.`, said].filter(Boolean).join(' ') }
    : { ok: false, error: result.error.message };
}
