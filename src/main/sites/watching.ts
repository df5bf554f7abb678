import { MAX_CHANNELS } from '@shared/calls/table.ts';
import { countOf } from '@shared/domain/words.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Recorder } from '../diagnostics/recorder.ts';
import type { Journal } from '../history/journal.ts';
import type { Notices } from '../notices.ts';
import type { MainPage } from '../windows/main-page.ts';
import type { Site } from './site.ts';
import type { Sites, SitesParts } from './sites.ts';

export interface WatchingParts {
  readonly page: MainPage;
  readonly recorder: Recorder;
  readonly notices: Notices;
  readonly journal: Journal;
  readonly contacts: Contacts;
  sites(): Sites;
  /** What the window knows of the sites has changed. */
  changed(): void;
}

const tooMany = (): string =>
  `The PBX sends more than Ringside holds, ${countOf(MAX_CHANNELS, 'channel')} and their ordinary text: what is beyond is not shown, or is cut short.`;

/** What of a site's events is the same for all: the window's tables, the history, names, diagnostics, messages. */
export function watching(
  parts: WatchingParts,
): Omit<SitesParts['events'], 'desk' | 'outcome' | 'status'> &
  Pick<SitesParts['events'], 'status'> {
  const { page, recorder, notices, journal, contacts } = parts;
  /** A sentence of one site, which is named where there are several. */
  const of = (site: Site, text: string): string =>
    parts.sites().isSeveral ? `${site.name}: ${text}` : text;
  return {
    joined: (site) => {
      journal.follow(site.id, site.desk.find);
      contacts.colleagues.join(site.id, () => site.desk.extension);
    },
    left: (site) => {
      journal.leave(site.id, Date.now());
      contacts.colleagues.leave(site.id);
    },
    traced: (site, direction, line) => recorder.line(direction, of(site, line)),
    told: (_site, events) => recorder.events(events),
    status: (site, status) => {
      recorder.status(status);
      page.push('site.status', { site: site.id, status });
    },
    online: (site) => {
      void site.port?.directory?.().then((names) => {
        contacts.colleagues.of(site.id)?.setDirectory(names);
      });
    },
    changes: (site, changes) => {
      contacts.colleagues.of(site.id)?.learn(changes);
      journal.apply(site.id, changes, site.desk.extension, site.monitor.pbxNowMs);
    },
    delta: (site, { seq, changed, gone, pbxNowMs }) =>
      page.push('channels.delta', {
        site: site.id,
        seq,
        changed: [...changed],
        gone: [...gone],
        pbxNowMs,
      }),
    board: (site, delta) => page.push('board.delta', { site: site.id, board: delta }),
    listed: (site, ended) => {
      journal.settle(site.id, () => ({
        extension: site.desk.extension,
        channels: site.monitor.table.values(),
        nowMs: site.monitor.pbxNowMs,
      }));
      if (ended > 0)
        notices.say('info', of(site, `${countOf(ended, 'call')} ended while offline.`));
    },
    phone: (site) => {
      parts.changed();
      const phone = site.phone();
      if (site.several.length > 0 && !phone.ok) notices.say('bad', of(site, phone.error.message));
    },
    pending: () => page.push('command.pending', parts.sites().pending),
    full: (site) => notices.say('bad', of(site, tooMany())),
  };
}
