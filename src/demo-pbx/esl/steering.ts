import { run } from '../calls/applications.ts';
import { speakTo } from '../calls/eavesdrop.ts';
import { hangup } from '../calls/hangup.ts';
import type { Pbx } from '../pbx.ts';
import { causeOf } from '../world/causes.ts';
import { expand } from './console.ts';

/** The headers below a command's line, by their names in lower case. */
type Headers = ReadonlyMap<string, string>;

/**
 * `sendevent`. One that names a leg is queued for it and swallowed: an application that listens takes
 * `eavesdrop-command`. Of a leg that is gone everybody hears. Both answer `+OK`.
 */
export function sendEvent(pbx: Pbx, name: string, headers: Headers): string {
  const leg = pbx.world.locate(headers.get('unique-id') ?? '');
  if (leg) speakTo(leg, headers.get('eavesdrop-command') ?? '');
  else pbx.world.emitEvent(name.trim() || 'CUSTOM', Object.fromEntries(headers));
  return `+OK ${pbx.world.random.uuid()}`;
}

/** `sendmsg UUID`: acts on a call whatever the login may do. */
export function onSession(pbx: Pbx, uuid: string, headers: Headers): string {
  const leg = pbx.world.locate(uuid.trim());
  if (!leg) return `-ERR invalid session id [${uuid.trim()}]`;
  if (headers.get('call-command') === 'hangup')
    hangup(pbx.world, leg, causeOf(headers.get('hangup-cause') ?? 'NORMAL_CLEARING'));
  else if (headers.get('call-command') === 'execute') {
    const data = expand(pbx, headers.get('execute-app-arg') ?? '');
    run(pbx, leg, headers.get('execute-app-name') ?? '', data);
  }
  return '+OK';
}
