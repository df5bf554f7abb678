import { capabilitiesBy, type Capabilities } from '@shared/commands/command.ts';
import { notGranted } from './give.ts';
import { lacksForMusic } from './hold.ts';
import type { EslSession } from './session.ts';
import { ESL } from './table.ts';

/** What this login may do, and the reason for what it may not. */
export function capabilitiesOf(session: EslSession): Capabilities {
  return capabilitiesBy((kind) => {
    const api = ESL[kind].grant;
    if (api === 'uuid_recv_dtmf') return lacksToSpeak(session);
    return session.mayUse(api) ? '' : notGranted(api);
  });
}

/** Why whoever listens cannot be let speak: who hears them would not be known, or could not be changed. */
export function lacksToSpeak(session: EslSession): string {
  if (!session.hears('DTMF'))
    return 'This login does not get the event DTMF, so who hears you would not be known: ask the administrator to add it to esl-allowed-events.';
  return session.mayUse('uuid_recv_dtmf')
    ? ''
    : 'This login may not use “uuid_recv_dtmf”: ask the administrator to add it to esl-allowed-api.';
}

/** What a limited login hides, in words. */
export function limitsOf(session: EslSession): string {
  const parts: string[] = [];
  if (!session.mayUse('show')) {
    parts.push('This login may not list channels (show): calls that were up before are not seen.');
  }
  const missing = session.missingEvents.join(', ');
  if (missing !== '')
    parts.push(
      session.partial
        ? `This login does not get every event (${missing}).`
        : `This login does not get every event (${missing}): some columns follow a moment later.`,
    );
  const lacks = lacksForMusic(session);
  if (lacks !== '' && session.mayUse('uuid_hold'))
    parts.push(
      `Callers on hold may hear silence: this login lacks ${lacks} (ask the administrator).`,
    );
  return parts.join(' ');
}
