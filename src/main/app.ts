import type { BrowserWindow } from 'electron';
import type { AppInfo } from '@shared/ipc/contract.ts';
import type { Settings } from '@shared/settings/settings.ts';
import type { StartOptions } from './args.ts';
import { answerCli } from './cli/answers.ts';
import { CliServer } from './cli/server.ts';
import { socketPath } from './cli/socket-path.ts';
import { showFirst } from './desktop/show.ts';
import { makeReport } from './parts/report.ts';
import { appInfo } from './parts/info.ts';
import { handlersOf } from './parts/handlers.ts';
import { serve, wordsOfFailure } from './ipc/server.ts';
import { makeCalls, type Calls } from './parts/calls.ts';
import { makeCore, type Core } from './parts/core.ts';
import { makeDesktop, type Desktop } from './parts/desktop.ts';
import { isOurs } from './security.ts';
import { putInForce } from './parts/changes.ts';
import type { GivenSecrets } from './settings/given-secrets.ts';

/** ms after the window is ready until the rest is started: the table comes first. */
const REST_MS = 500;

/** The composition root: what the app is made of, and in which order it starts. */
export class Ringside {
  readonly #core: Core;
  readonly #calls: Calls;
  readonly #desktop: Desktop;
  readonly #cli: CliServer;
  readonly #leave: () => void;

  /** @param leave ends the program, by the one way out: `stop` is called on it */
  constructor(options: StartOptions, given: GivenSecrets, leave: () => void) {
    this.#leave = leave;
    const changed = (): void => this.#pushInfo();
    this.#core = makeCore(options, given, {
      closed: () => void this.#desktop.closing.close(),
      visible: () => this.#desktop?.showing.payAttention(this.#calls.sites.desk()),
      healed: () => void this.#reconnect(),
      changed,
    });
    this.#showWindow();
    this.#calls = makeCalls(this.#core, {
      desk: (desk) => this.#desktop.showing.show(desk),
      status: () => {
        this.#desktop.intents.setOnline(this.#calls.sites.isAnyOnline);
        this.#calls.sites.touch();
      },
      outcome: (site, outcome) => {
        if (!this.#core.lifetime.isOver) this.#desktop.intents.onOutcome(site, outcome);
      },
      changed,
    });
    this.#desktop = makeDesktop(this.#core, this.#calls, {
      changed,
      doNotDisturb: (doNotDisturb) => {
        const { desk } = this.#core.store.get();
        putInForce(this.#changing, { desk: { ...desk, doNotDisturb } });
      },
      quit: leave,
    });
    this.#cli = this.#core.lifetime.with(this.#makeCli());
  }

  get window(): BrowserWindow {
    return this.#core.page.window;
  }

  /** Connects. Until here nothing was awaited since the window was made: its page finds its answers. */
  async start(): Promise<void> {
    const { lifetime, notices, secrets, store, options } = this.#core;
    this.#serve();
    const { hotkeys, history } = this.#settings;
    this.#calls.sites.prepare(this.#settings.sites);
    const connected = secrets.ready().then(() => this.#calls.sites.set(this.#settings.sites));
    this.#desktop.hotkeys.apply(hotkeys);
    this.#calls.journal.keep(history.keepDays);
    for (const { problem } of [store, secrets, this.#calls.contacts])
      if (problem !== '') notices.say('bad', problem);
    this.handOver(options.rest);
    await this.#cli.start().catch((error: unknown) => {
      notices.say('bad', `The command line cannot reach this app: ${String(error)}`);
    });
    await connected;
    if (!lifetime.isOver) this.#pushInfo();
  }

  show(): void {
    this.#core.page.show();
  }

  /** What another start of the program brought: a link to dial, or only to be seen. */
  handOver(args: readonly string[]): void {
    this.#desktop.intents.handOver(args);
  }

  /** Tells the person of something that is wrong. */
  warn(text: string): void {
    this.#core.notices.say('bad', text);
  }

  /** Secrets that were used in this run: to keep them out of what is written. */
  secretsInUse(): string[] {
    return this.#core.secrets.inUse();
  }

  /** Closes everything, and waits a little for what is not on the disk yet. */
  stop(): Promise<void> {
    return this.#core.lifetime.end();
  }

  get #settings(): Settings {
    return this.#core.settings.get();
  }

  /** What changing a setting reaches. */
  get #changing() {
    return { ...this.#core, ...this.#calls, ...this.#desktop, changed: () => this.#pushInfo() };
  }

  /** The window comes first; what can wait until it shows its table is started then. */
  #showWindow(): void {
    const { options } = this.#core;
    if (options.hidden) setImmediate(() => this.#startTheRest());
    else
      showFirst(this.window, {
        shown: () => setTimeout(() => this.#startTheRest(), REST_MS),
        failed: (why) => this.#onNoWindow(why),
      });
  }

  /** The tray, and the pop-up's page. */
  #startTheRest(): void {
    const { lifetime, options } = this.#core;
    if (lifetime.isOver) return;
    const { showing, trayHost, closing, popup } = this.#desktop;
    showing.makeTray();
    void trayHost.follow();
    if (options.hidden) void closing.startHidden();
    popup.prepare();
    void this.#calls.contacts.matchByPlans();
    this.#calls.sites.touch();
  }

  /** A start that shows nothing says so wherever it may be seen. */
  #onNoWindow(why: string): void {
    const text = `The window could not be shown: ${why}.`;
    process.stderr.write(`ringside: ${text}\n`);
    this.#core.recorder.line('<', text);
    this.#core.notices.say('bad', text);
    this.#desktop.notifier.tell('Ringside has no window', text);
  }

  /** Connects what is not: a password can be read now. */
  async #reconnect(): Promise<void> {
    const { sites } = this.#calls;
    await Promise.all(
      sites.all.filter((site) => !site.isOnline).map((site) => sites.connect(site)),
    );
    this.#pushInfo();
  }

  #pushInfo(): void {
    if (this.#core.lifetime.isOver) return;
    this.#core.page.push('app.info', this.#info());
    this.#calls.sites.touch();
  }

  #info(): AppInfo {
    return appInfo({ ...this.#core, ...this.#calls, ...this.#desktop });
  }

  #makeCli(): CliServer {
    const { directory, numbers, page } = this.#core;
    const { sites, actor, contacts, dialling } = this.#calls;
    const reach = {
      ...{ sites, actor, known: (number: string) => contacts.names.knownName(number) },
      show: () => page.show(),
      openDial: (number: string) => page.openDial(number),
      dialAtHand: () => this.#desktop.intents.dialAtHand(),
      read: (text: string) => numbers.read(text),
      dial: (number: string, site: string) => dialling.dial(number, site),
    };
    return new CliServer(socketPath(directory), (request) => answerCli(reach, request));
  }

  #serve(): void {
    const settings = (): Settings => this.#settings;
    const handlers = handlersOf({
      ...this.#core,
      ...this.#changing,
      info: () => this.#info(),
      report: () => makeReport({ ...this.#core, ...this.#calls, ...this.#desktop, settings }),
      quit: () => this.#leave(),
    });
    serve(handlers, isOurs, (name, error) => {
      process.stderr.write(`ringside: ${name} failed: ${String(error)}\n`);
      this.#core.notices.say('bad', wordsOfFailure(error));
    });
  }
}
