import type { Command } from '@shared/commands/command.ts';
import { fail, type Result } from '@shared/domain/result.ts';
import type { Accepted } from '../../main/pbx/port.ts';
import type { Asking, Caller } from '../accounts/accounts.ts';
import { reachesLeg, reachesPhone, reachOf, type Right } from '../accounts/rights.ts';
import type { Audit } from '../audit.ts';
import type { Site } from '../pbx/site.ts';

/** The one way from a request to the PBX: what a person may not do is not done, and all of it is written down. */
export class Actions {
  readonly #site: Site;
  readonly #audit: Audit;
  readonly #proves: boolean;

  /** @param proves whether an action is over once its effect was seen */
  constructor(site: Site, audit: Audit, proves: boolean) {
    this.#site = site;
    this.#audit = audit;
    this.#proves = proves;
  }

  /** Carries a command out for somebody, as far as their rights reach. */
  async run(asking: Asking, command: Command): Promise<Result<Accepted>> {
    const startMs = performance.now();
    const forbidden = this.#forbidden(asking.caller, command);
    const result =
      forbidden === ''
        ? await (this.#proves ? this.#site.proved(command) : this.#site.said(command))
        : fail('not-allowed', forbidden);
    this.#audit.command(
      asking,
      command,
      this.#ownerOf(command),
      result,
      performance.now() - startMs,
    );
    return result;
  }

  /** Hangs up all that a right to it reaches in a domain. Resolves with how many legs there were. */
  async hangUpDomain(asking: Asking, domain: string): Promise<Result<number>> {
    const { caller } = asking;
    if (!may(caller, 'hangup-domain'))
      return fail('not-allowed', 'Your role may not hang up the calls of a domain.');
    const legs = this.#site.channels.filter((leg) => isOf(leg, domain));
    const hungUp = legs.map(({ uuid }) => this.#site.said({ kind: 'hangup', uuid }));
    await Promise.all(hungUp);
    this.#audit.event('hangup-domain', {
      user: caller.name,
      address: asking.address,
      domain,
      legs: legs.length,
    });
    return { ok: true, value: legs.length };
  }

  /** Why somebody may not, in a sentence; '' where they may. */
  #forbidden(caller: Caller, command: Command): string {
    if ('extension' in command && !reachesPhone(caller, 'originate', command.extension))
      return `Your role may not let the phone ${command.extension} ring.`;
    if (!('uuid' in command)) return '';
    const leg = this.#site.find(command.uuid);
    // Of a leg that is not there nothing can be told but that, to whoever may give the command at all.
    const reached = leg
      ? reachesLeg(caller, command.kind, leg, this.#site.find)
      : may(caller, command.kind);
    return reached ? '' : `Your role may not ${WORDS[command.kind] ?? command.kind} that call.`;
  }

  #ownerOf(command: Command): string {
    if ('uuid' in command) return this.#site.find(command.uuid)?.presence_id ?? '';
    return command.extension;
  }
}

const WORDS: Partial<Record<Command['kind'], string>> = {
  hangup: 'hang up',
  eavesdrop: 'listen to',
};

const may = (caller: Caller, right: Right): boolean => reachOf(caller.role, right) !== 'none';

/** Whether a leg is of a domain: by its phone, or by what its dialplan says of it. */
const isOf = (
  { presence_id, presence_data }: { presence_id: string; presence_data: string },
  domain: string,
): boolean =>
  [presence_id, presence_data].some((text) =>
    text.toLowerCase().endsWith(`@${domain.toLowerCase()}`),
  );
