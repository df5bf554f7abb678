import { eavesdropTarget } from '@shared/calls/parties.ts';
import { isMine } from '@shared/calls/mine.ts';
import type { Notices } from '../notices.ts';
import type { Site } from '../sites/site.ts';
import type { Authority, Where } from './authority.ts';

/** Where commands to a site act. */
export const placeOf = (site: Site): Where => ({
  channels: site.monitor.table,
  extension: site.desk.extension,
  isDemo: site.settings.connection.kind === 'demo',
});

/** A right was taken away while its tool is in use: whoever listens and may not any more is hung up. */
export function endListening(site: Site, authority: Authority, notices: Notices): void {
  const place = placeOf(site);
  for (const leg of site.monitor.table.values()) {
    const target = eavesdropTarget(leg);
    if (target === '' || !isMine(leg, place.extension)) continue;
    const command = { kind: 'eavesdrop', uuid: target, extension: place.extension } as const;
    // Who was heard could be again, by the keys of the phone.
    const speaks = leg.speaksTo !== 'none' && !authority.maySpeak(place.isDemo);
    const refused =
      authority.refusal(command, place) ||
      (speaks ? authority.refusal({ kind: 'speak-both', uuid: leg.uuid }, place) : '');
    if (refused === '') continue;
    notices.say('bad', `Listening was ended. ${refused}`);
    // Past the rights: to stop is always allowed.
    void site.port?.execute({ kind: 'hangup', uuid: leg.uuid }, new AbortController().signal)
      .answer;
  }
}
