import { eavesdropTarget, originatorOf } from '@shared/calls/parties.ts';
import { isPresenceOf, type Channel } from '@shared/domain/channel.ts';
import type { Command } from '@shared/domain/pbx.ts';
import { assertNever, fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import type { PbxPort } from '../pbx/port.ts';
import type { Monitor } from './monitor.ts';

/** A command under way, as windows show it. */
export interface Pending {
  readonly id: number;
  readonly command: Command;
  /** The leg it is about: the target's, or my phone's once it is known. */
  readonly uuid: string;
  readonly stage: 'sent' | 'ringing' | 'answered';
}

/** How a command ended. */
export interface Outcome {
  readonly id: number;
  readonly command: Command;
  readonly result: Result<null>;
}

/** ms an event may take to confirm what the PBX said yes to, before a fresh list is asked for. */
const CONFIRM_MS = 2_500;
/** ms after which, confirmed by nothing, a command has failed. */
const GIVE_UP_MS = 6_000;

/**
 * Gives commands and finds out what became of them. `+OK` proves nothing (esl-captures, point 2): a
 * command is pending until the table shows its effect, and failed when even a fresh list does not.
 */
export class Commander {
  readonly #port: () => PbxPort | undefined;
  readonly #monitor: Monitor;
  readonly #pending = new Map<number, Pending & { abort: AbortController }>();
  readonly #tellPending: (pending: readonly Pending[]) => void;
  readonly #tellOutcome: (outcome: Outcome) => void;
  #nextId = 1;

  constructor(
    monitor: Monitor,
    port: () => PbxPort | undefined,
    tell: { pending(pending: readonly Pending[]): void; outcome(outcome: Outcome): void },
  ) {
    this.#monitor = monitor;
    this.#port = port;
    this.#tellPending = tell.pending;
    this.#tellOutcome = tell.outcome;
  }

  get pending(): Pending[] {
    return [...this.#pending.values()].map(({ id, command, uuid, stage }) => ({
      id,
      command,
      uuid,
      stage,
    }));
  }

  /** Resolves when the PBX shows the effect, or with why it does not. */
  async run(command: Command): Promise<Result<null>> {
    const twin = [...this.#pending.values()].find((other) => sameWish(other.command, command));
    if (twin) return fail('bad-input', 'That is already under way.');
    const id = this.#nextId++;
    const abort = new AbortController();
    const uuid = 'uuid' in command ? command.uuid : '';
    this.#pending.set(id, { id, command, uuid, stage: 'sent', abort });
    let result: Result<null>;
    try {
      // On its way before the windows are told: a hotkey is to be felt at once.
      const carriedOut = this.#carryOut(id, command, abort.signal);
      this.#tell();
      result = await carriedOut;
    } catch (error) {
      result = fail('internal', 'That failed inside Ringside.', String(error));
    }
    this.#pending.delete(id);
    this.#tell();
    this.#tellOutcome({ id, command, result });
    return result;
  }

  /** Gives up a command under way: a phone that rings for it stops. */
  cancel(id: number): boolean {
    const pending = this.#pending.get(id);
    pending?.abort.abort();
    return pending !== undefined;
  }

  async #carryOut(id: number, command: Command, signal: AbortSignal): Promise<Result<null>> {
    const port = this.#port();
    if (!port) return fail('offline', 'There is no connection to the PBX.');
    if ('uuid' in command && !this.#monitor.table.get(command.uuid)) return gone();
    switch (command.kind) {
      case 'hold':
        return this.#confirm(port, command, signal, (leg) => leg?.callstate === 'HELD');
      case 'resume':
        return this.#confirm(
          port,
          command,
          signal,
          (leg) => leg !== undefined && leg.callstate !== 'HELD',
        );
      case 'hangup':
      case 'reject':
        return this.#confirm(port, command, signal, (leg) => !leg || leg.callstate === 'HANGUP');
      case 'answer':
        return this.#confirm(
          port,
          command,
          signal,
          (leg) => (leg?.answeredMs ?? 0) > 0,
          PHONE_DEAF,
        );
      case 'mute':
      case 'unmute':
        return this.#mute(port, command, signal);
      case 'originate':
      case 'eavesdrop':
        return this.#place(port, id, command, signal);
      default:
        return assertNever(command);
    }
  }

  async #confirm(
    port: PbxPort,
    command: Extract<Command, { uuid: string }>,
    signal: AbortSignal,
    done: (leg: Channel | undefined) => boolean,
    otherwise: AppError = NOT_CONFIRMED,
  ): Promise<Result<null>> {
    const watch = this.#watch(command.uuid, done);
    try {
      const answer = await port.execute(command, signal).answer;
      if (!answer.ok) {
        if (answer.error.kind === 'no-such-channel') {
          void port.refresh();
          return command.kind === 'hangup' || command.kind === 'reject' ? ok(null) : answer;
        }
        return answer;
      }
      if (await watch.within(CONFIRM_MS)) return this.#seen(command, done);
      await port.refresh();
      if (await watch.within(GIVE_UP_MS - CONFIRM_MS)) return this.#seen(command, done);
      return { ok: false, error: otherwise };
    } finally {
      watch.stop();
    }
  }

  /** The leg did what was wished, or was gone before it could. */
  #seen(
    command: Extract<Command, { uuid: string }>,
    done: (leg: Channel | undefined) => boolean,
  ): Result<null> {
    return done(this.#monitor.table.get(command.uuid)) ? ok(null) : gone();
  }

  /** No event tells of muting: the PBX's word is all there is, and the leg must still be there. */
  async #mute(
    port: PbxPort,
    command: Extract<Command, { kind: 'mute' | 'unmute' }>,
    signal: AbortSignal,
  ): Promise<Result<null>> {
    const answer = await port.execute(command, signal).answer;
    if (!answer.ok) return answer;
    if (!this.#monitor.table.get(command.uuid)) return gone();
    const muted = command.kind === 'mute';
    this.#monitor.feed([
      { kind: 'changed', uuid: command.uuid, atMs: Date.now(), facts: { muted } },
    ]);
    return ok(null);
  }

  /** My phone rings, is answered, and then the other side is reached or the call heard. */
  async #place(
    port: PbxPort,
    id: number,
    command: Extract<Command, { extension: string }>,
    signal: AbortSignal,
  ): Promise<Result<null>> {
    const execution = port.execute(command, signal);
    let leg = execution.leg;
    const onAbort = (): void => {
      if (leg === undefined) return;
      void port.execute({ kind: 'hangup', uuid: leg }, new AbortController().signal).answer;
    };
    const stop = this.#monitor.onChange((changes) => {
      for (const { uuid, before, after } of changes) {
        // Where the PBX names the leg only in its answer, my phone's new leg with no caller is it.
        if (leg === undefined && !before && after && isPlacedFor(after, command.extension))
          leg = uuid;
        if (uuid === leg && after)
          this.#stage(id, uuid, after.answeredMs > 0 ? 'answered' : 'ringing');
      }
    });
    signal.addEventListener('abort', onAbort);
    try {
      const answer = await execution.answer;
      if (signal.aborted) {
        onAbort();
        return fail('cancelled', 'The call was given up.');
      }
      if (!answer.ok) return answer;
      leg = answer.value.leg ?? leg;
      if (leg === undefined) return ok(null);
      this.#stage(id, leg, 'answered');
      return command.kind === 'eavesdrop' ? await this.#heard(port, leg, command.uuid) : ok(null);
    } finally {
      stop();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** `+OK` comes for a call that is gone, too: the listener's leg is then dropped at once. */
  async #heard(port: PbxPort, leg: string, target: string): Promise<Result<null>> {
    const watch = this.#watch(leg, (own) => own !== undefined && eavesdropTarget(own) === target);
    try {
      if (!(await watch.within(CONFIRM_MS))) await port.refresh();
      await watch.within(CONFIRM_MS);
      const own = this.#monitor.table.get(leg);
      if (!own || own.callstate === 'HANGUP' || !this.#monitor.table.get(target)) return gone();
      return eavesdropTarget(own) === target ? ok(null) : { ok: false, error: NOT_CONFIRMED };
    } finally {
      watch.stop();
    }
  }

  #stage(id: number, uuid: string, stage: Pending['stage']): void {
    const pending = this.#pending.get(id);
    if (!pending || (pending.stage === stage && pending.uuid === uuid)) return;
    this.#pending.set(id, { ...pending, uuid, stage });
    this.#tell();
  }

  /** Waits for a leg to be as wished; a leg that goes away ends the wait as well. */
  #watch(uuid: string, done: (leg: Channel | undefined) => boolean) {
    let met = (): void => undefined;
    let isMet = false;
    const check = (): void => {
      const leg = this.#monitor.table.get(uuid);
      if (!isMet && (done(leg) || leg?.callstate === 'HANGUP')) {
        isMet = true;
        met();
      }
    };
    const stop = this.#monitor.onChange((changes) => {
      for (const change of changes) {
        if (change.uuid !== uuid) continue;
        if (!change.after) {
          isMet = true;
          met();
        } else check();
      }
    });
    return {
      stop,
      within: (ms: number): Promise<boolean> => {
        check();
        if (isMet) return Promise.resolve(true);
        return new Promise((resolve) => {
          const timer = setTimeout(() => resolve(false), ms);
          met = () => {
            clearTimeout(timer);
            resolve(true);
          };
        });
      },
    };
  }

  #tell(): void {
    this.#tellPending(this.pending);
  }
}

/** A leg that rings an extension's phone for nobody: a call being placed. */
const isPlacedFor = (leg: Channel, extension: string): boolean =>
  leg.direction === 'outbound' &&
  isPresenceOf(leg.presence_id, extension) &&
  originatorOf(leg) === '';

const gone = (): Result<never> => fail('no-such-channel', 'That call is gone.');
const NOT_CONFIRMED: AppError = {
  kind: 'not-confirmed',
  message: 'The PBX said yes, but the call did not change.',
};
const PHONE_DEAF: AppError = {
  kind: 'not-confirmed',
  message: 'The phone did not answer: it does not take that from the PBX. Answer it by hand.',
};

/** Two presses of one button are one wish. */
function sameWish(a: Command, b: Command): boolean {
  if (a.kind !== b.kind) return false;
  if ('number' in a && 'number' in b) return a.extension === b.extension;
  return 'uuid' in a && 'uuid' in b && a.uuid === b.uuid;
}
