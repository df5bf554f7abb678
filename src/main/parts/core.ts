import { app } from 'electron';
import type { Settings } from '@shared/settings/settings.ts';
import type { StartOptions } from '../args.ts';
import { Agreements } from '../consent/agreements.ts';
import { needOfLookup, needsOfSite } from '../consent/needs.ts';
import { askPerson } from '../consent/question.ts';
import { Bus } from '../desktop/bus/bus.ts';
import { currentSession } from '../desktop/current-session.ts';
import type { Session } from '../desktop/session.ts';
import { createMainWindow } from '../desktop/window.ts';
import { Recorder } from '../diagnostics/recorder.ts';
import type { Say } from '../files/kept-file.ts';
import { speakChosen } from '../language.ts';
import { Lifetime } from '../lifetime.ts';
import { Notices } from '../notices.ts';
import { Numbers } from '../numbers/numbers.ts';
import type { GivenSecrets } from '../settings/given-secrets.ts';
import { SettingsInForce } from '../settings/in-force.ts';
import { Secrets } from '../settings/secrets.ts';
import { SettingsStore } from '../settings/store.ts';
import { scopeOf } from '../sites/connection.ts';
import { MainPage } from '../windows/main-page.ts';

/** ms that quitting waits for the disk. */
const FLUSH_MS = 1_500;

/** What everything else is made with: the settings, the secrets, the window, and how the person is told. */
export interface Core {
  readonly options: StartOptions;
  readonly lifetime: Lifetime;
  readonly directory: string;
  readonly session: Session;
  readonly bus: Bus | undefined;
  readonly page: MainPage;
  readonly notices: Notices;
  readonly say: Say;
  readonly recorder: Recorder;
  readonly store: SettingsStore;
  readonly settings: SettingsInForce;
  readonly secrets: Secrets;
  readonly agreements: Agreements;
  readonly numbers: Numbers;
}

/** What the core tells of, once the rest is there. */
export interface CoreEvents {
  /** The person closed the window. */
  closed(): void;
  /** The window is shown, hidden, minimised or restored. */
  visible(): void;
  /** What is in force, or known of it, has changed. */
  changed(): void;
  /** The keyring answers, after it had hung: what could not be read can be. */
  healed(): void;
}

export function makeCore(options: StartOptions, given: GivenSecrets, events: CoreEvents): Core {
  const directory = app.getPath('userData');
  const lifetime = new Lifetime();
  const notices: Notices = new Notices((notice) => page.push('notice', notice));
  const say: Say = (tone, text) => notices.say(tone, text);
  const store = new SettingsStore(directory, say);
  speakChosen(store.get().language);
  const settings = new SettingsInForce(store, options, ({ id }) =>
    given(id).token === undefined ? 'password' : 'token',
  );
  const bus = process.platform === 'linux' ? new Bus() : undefined;
  const secrets = new Secrets({
    directory,
    weakly: store.get().keepSecretsWeakly,
    say,
    bus,
    healed: () => events.healed(),
    changed: () => events.changed(),
  });
  // First of all: its page loads in a process of its own while the rest is made here.
  const page: MainPage = new MainPage(
    createMainWindow({
      settings: settings.get(),
      onBounds: (window) => store.patch({ window }),
      isLeaving: () => lifetime.isOver,
      onClosed: () => events.closed(),
      onVisible: () => events.visible(),
    }),
    lifetime,
  );
  const { sites } = settings.get();
  for (const { id, connection } of sites)
    if (connection.kind !== 'demo') secrets.lend(scopeOf(connection), given(id));
  const agreements = new Agreements({
    settings: store.get(),
    given: options.sites.length > 0 ? sites.flatMap(needsOfSite) : [],
    keep: (agreed) => store.patch({ agreed }),
    ask: (needs) => askPerson(page.window, needs),
  });
  lifetime.atLast(() => Promise.all([store.flush(FLUSH_MS), secrets.flush(FLUSH_MS)]));
  return {
    ...{ options, lifetime, directory, session: currentSession(), bus, page, notices, say },
    ...{ recorder: new Recorder(), store, settings, secrets, agreements },
    numbers: new Numbers(() => store.get().dial.country),
  };
}

/** The lookup of names as it is set, or none until somebody agreed to its address. */
export function lookupSettings({ store, agreements }: Core): Settings['names'] {
  const { names } = store.get();
  const needed = needOfLookup(names);
  return !needed || agreements.has(needed) ? names : { ...names, lookupUrl: '' };
}
