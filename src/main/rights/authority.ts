import { unwatchFile, watchFile } from 'node:fs';
import type { Channel } from '@shared/domain/channel.ts';
import type { Command } from '@shared/commands/command.ts';
import { reachOf } from '@shared/rights/reach.ts';
import {
  refusal,
  rightsOf,
  toolOf,
  type Rights,
  type RightsSettings,
} from '@shared/rights/rights.ts';
import { readPolicy, type PolicyRead } from './policy.ts';

/** ms between two looks whether the policy's file changed. */
const LOOK_MS = 2_000;

/** What a broken policy leaves: one's own calls. */
const LEAST: RightsSettings = { role: 'agent', group: [], grants: {}, agentsSeeListeners: true };
/** The demo's calls are nobody's: all of it can be tried. */
const DEMO: RightsSettings = {
  role: 'administrator',
  group: [],
  grants: { listen: 'all', speak: 'all' },
  agentsSeeListeners: true,
};

export interface AuthorityParts {
  /** The machine's policy. */
  readonly path: string;
  settings(): RightsSettings;
  /** What is in force has changed. */
  changed(): void;
  warn(text: string): void;
}

/** Where a command would act. */
export interface Where {
  readonly channels: {
    get(uuid: string): Channel | undefined;
    values(): Iterable<Channel>;
  };
  /** My phone there. */
  readonly extension: string;
  readonly isDemo: boolean;
}

/**
 * Who may do what, decided here alone and before anything reaches a PBX, whoever asks: a window, a hotkey,
 * the command line, a link. The machine's policy comes before the settings.
 */
export class Authority {
  readonly #parts: AuthorityParts;
  #policy: PolicyRead;

  constructor(parts: AuthorityParts) {
    this.#parts = parts;
    this.#policy = this.#read();
    watchFile(parts.path, { interval: LOOK_MS, persistent: false }, () => this.reread());
  }

  /** @param isDemo whether it is asked for the demo PBX */
  rights(isDemo: boolean): Rights {
    switch (this.#policy.is) {
      case 'read':
        return rightsOf(this.#policy.rights, 'policy');
      case 'broken':
        return rightsOf(LEAST, 'policy');
      case 'absent':
        return isDemo ? rightsOf(DEMO, 'demo') : rightsOf(this.#parts.settings(), 'settings');
    }
  }

  /** Why a command may not be given there; '' where it may. One about a leg that is gone may: nothing comes of it. */
  refusal(command: Command, { channels, extension, isDemo }: Where): string {
    const rights = this.rights(isDemo);
    const tool = toolOf(command.kind);
    if (!('uuid' in command)) return refusal(rights, tool, 'own');
    const leg = channels.get(command.uuid);
    if (!leg) return '';
    const reach = reachOf(leg, channels.values(), extension, rights.group);
    // Whoever is heard or spoken to is somebody else, also where the leg is of one's own phone.
    if (tool === 'speak')
      return rights.grants.speak === 'none' ? refusal(rights, tool, 'group') : '';
    return refusal(rights, tool, reach);
  }

  /** Whether whoever listens may be heard at all. */
  maySpeak(isDemo: boolean): boolean {
    return this.rights(isDemo).grants.speak !== 'none';
  }

  /** The policy's file has changed. */
  reread(): void {
    const before = JSON.stringify(this.#policy);
    this.#policy = this.#read();
    if (JSON.stringify(this.#policy) !== before) this.#parts.changed();
  }

  stop(): void {
    unwatchFile(this.#parts.path);
  }

  #read(): PolicyRead {
    const read = readPolicy(this.#parts.path);
    if (read.is === 'broken')
      this.#parts.warn(
        `The policy of this computer is not in order: ${read.why}. Until it is, you may act on your own calls only (${this.#parts.path}).`,
      );
    return read;
  }
}
