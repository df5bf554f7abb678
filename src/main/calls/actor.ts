import { NO_CALL, wishFor, type WishAction } from '@shared/calls/wishes.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { Commander } from './commander.ts';
import type { MyDesk } from './my-desk.ts';

/** How a wish ended, in words: on which call it acted. */
export interface Acted {
  readonly text: string;
  /** "Your active one of 2 calls.", or ''. */
  readonly detail: string;
}

/** Carries out what hotkeys and the command line wish for, on the one call that is meant. */
export class Actor {
  readonly #desk: MyDesk;
  readonly #commander: Commander;

  constructor(desk: MyDesk, commander: Commander) {
    this.#desk = desk;
    this.#commander = commander;
  }

  /** Acts on my current call, or on the one that rings; fails in words when there is none. */
  async act(action: WishAction): Promise<Result<Acted>> {
    const wish = wishFor(action, this.#desk.legs(), this.#desk.state());
    if (!wish) return fail('no-such-channel', NO_CALL[action]);
    const result = await this.#commander.run(wish.command);
    if (!result.ok) return result;
    const which = action === 'answer' ? 'The one that rang longest' : 'Your active one';
    return ok({ text: wish.done, detail: wish.of > 1 ? `${which} of ${wish.of} calls.` : '' });
  }
}
