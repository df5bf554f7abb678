import { intentFor, INTENTS, type IntentAction } from '@shared/commands/intents.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Sites } from '../sites/sites.ts';

/** How an intent ended, in words: on which call it acted. */
export interface Acted {
  readonly text: string;
  /** "Your active one of 2 calls.", the site where there are several, or ''. */
  readonly detail: string;
}

/** Carries out what hotkeys and the command line ask for, on the one call that is meant. */
export class Actor {
  readonly #sites: Sites;

  constructor(sites: Sites) {
    this.#sites = sites;
  }

  /** Acts on my current call, or on the one that rings; fails in words when there is none. */
  async act(action: IntentAction): Promise<Result<Acted>> {
    const intent = intentFor(action, this.#sites.desk());
    if (!intent) return fail('no-such-channel', INTENTS[action].noCall);
    const result = await this.#sites.run(intent.site, intent.command);
    if (!result.ok) return result;
    const which = action === 'answer' ? 'The one that rang longest' : 'Your active one';
    const detail = [
      intent.of > 1 ? `${which} of ${intent.of} calls.` : '',
      this.#sites.isSeveral ? `On ${this.#sites.nameOf(intent.site)}.` : '',
    ];
    return ok({ text: intent.done, detail: detail.filter(Boolean).join(' ') });
  }
}
