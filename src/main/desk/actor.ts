import { NO_CALL, wishFor, type WishAction } from '@shared/calls/wishes.ts';
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
  async act(action: WishAction): Promise<Result<Acted>> {
    const wish = wishFor(action, this.#sites.desk());
    if (!wish) return fail('no-such-channel', NO_CALL[action]);
    const result = await this.#sites.run(wish.site, wish.command);
    if (!result.ok) return result;
    const which = action === 'answer' ? 'The one that rang longest' : 'Your active one';
    const detail = [
      wish.of > 1 ? `${which} of ${wish.of} calls.` : '',
      this.#sites.isSeveral ? `On ${this.#sites.nameOf(wish.site)}.` : '',
    ];
    return ok({ text: wish.done, detail: detail.filter(Boolean).join(' ') });
  }
}
