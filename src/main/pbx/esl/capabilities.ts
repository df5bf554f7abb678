import { capabilitiesBy, type Capabilities } from '@shared/commands/command.ts';
import { notGranted } from './give.ts';
import { lacksForMusic } from './hold.ts';
import type { EslSession } from './session.ts';
import { ESL } from './table.ts';

/** What this login may do, and the reason for what it may not. */
export function capabilitiesOf(session: EslSession): Capabilities {
  return capabilitiesBy((kind) => {
    const api = ESL[kind].grant;
    return session.mayUse(api) ? '' : notGranted(api);
  });
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
