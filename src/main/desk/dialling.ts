import { fail, type Result } from '@shared/domain/result.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { SiteCommand } from '@shared/ipc/schemas.ts';
import { commandOf } from '../calls/requests.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { Sites } from '../sites/sites.ts';
import type { SettingsStore } from '../settings/store.ts';

const NO_SITE = {
  none: 'No PBX is set up yet.',
  left: 'That PBX is not watched any more.',
} as const;

/** Numbers dialled last that are kept. */
const MAX_RECENT = 10;

export interface DiallingParts {
  readonly sites: Sites;
  readonly numbers: Numbers;
  readonly store: SettingsStore;
  /** The numbers dialled last have changed. */
  changed(): void;
}

/** Gives commands; a call is made from the phone of the settings, whoever asks for it. */
export class Dialling {
  readonly #parts: DiallingParts;

  constructor(parts: DiallingParts) {
    this.#parts = parts;
  }

  /** Dials a number at once, as the settings say. @param site '' for the first phone of mine that is there */
  dial(number: string, site: SiteId = ''): Promise<Result<null>> {
    const { autoAnswer } = this.#parts.store.get().dial;
    return this.run({ site, command: { kind: 'originate', number, autoAnswer } });
  }

  /** @param asked `site` is '' for a call from wherever calls are made from */
  async run({ site: id, command }: SiteCommand): Promise<Result<null>> {
    const { sites, numbers } = this.#parts;
    const site = id === '' ? sites.dialling : sites.find(id);
    if (!site) return fail('bad-input', NO_SITE[id === '' ? 'none' : 'left']);
    const whole = await commandOf(command, {
      phone: () => site.phone(),
      read: (text) => numbers.read(text),
    });
    if (!whole.ok) return whole;
    // On its way before anything is written: a full disk keeps nobody from calling.
    const running = site.commander.run(whole.value);
    if (whole.value.kind === 'originate') this.#remember(whole.value.number);
    return running;
  }

  /** Gives up a command under way. */
  cancel(site: SiteId, id: number): boolean {
    return this.#parts.sites.find(site)?.commander.cancel(id) ?? false;
  }

  #remember(number: string): void {
    const { store } = this.#parts;
    const { dial } = store.get();
    const recent = [number, ...dial.recent.filter((other) => other !== number)];
    store.patch({ dial: { ...dial, recent: recent.slice(0, MAX_RECENT) } });
    this.#parts.changed();
  }
}
