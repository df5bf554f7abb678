import { fail, type Result } from '@shared/domain/result.ts';
import type { SiteId } from '@shared/domain/site.ts';
import type { SiteCommand } from '@shared/ipc/schemas.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { Sites } from '../sites/sites.ts';
import type { SettingsStore } from '../settings/store.ts';

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
    const { sites } = this.#parts;
    if (command.kind !== 'originate' && command.kind !== 'eavesdrop') return sites.run(id, command);
    const site = id === '' ? sites.dialling : sites.find(id);
    if (!site) return fail('bad-input', 'No PBX is set up yet.');
    const phone = site.phone();
    if (!phone.ok) return phone;
    const extension = phone.value;
    if (command.kind === 'eavesdrop') return site.commander.run({ ...command, extension });
    const { dials: number, refused } = await this.#parts.numbers.read(command.number);
    if (refused !== '') return fail('bad-input', refused);
    // On its way before anything is written: a full disk keeps nobody from calling.
    const calling = site.commander.run({ ...command, extension, number });
    this.#remember(number);
    return calling;
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
