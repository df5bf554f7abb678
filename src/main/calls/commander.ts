import { internalError } from '@shared/domain/app-error.ts';
import { entryOf, type Command, type OnLeg, type Placing } from '@shared/commands/command.ts';
import type { ChannelFacts } from '@shared/domain/event.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { PbxPort } from '../pbx/port.ts';
import { confirmed, gone } from './confirm.ts';
import type { Monitor } from './monitor.ts';
import { moved } from './move.ts';
import { PlacedCall } from './placement.ts';

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

/**
 * Gives commands and finds out what became of them. `+OK` proves nothing (docs/protocol, Commands): a
 * command is pending until the table shows its effect, and failed when even a fresh list does not.
 */
export class Commander {
  readonly #port: () => PbxPort | undefined;
  readonly #monitor: Monitor;
  readonly #pending = new Map<number, Pending & { abort: AbortController }>();
  readonly #tellPending: (pending: readonly Pending[]) => void;
  readonly #tellOutcome: (outcome: Outcome) => void;
  readonly #refusal: (command: Command) => string;
  #nextId = 1;
  #lastPlaced: PlacedCall | undefined;

  constructor(
    monitor: Monitor,
    port: () => PbxPort | undefined,
    /** Why a command may not be given, '' where it may. */
    refusal: (command: Command) => string,
    tell: { pending(pending: readonly Pending[]): void; outcome(outcome: Outcome): void },
  ) {
    this.#monitor = monitor;
    this.#port = port;
    this.#refusal = refusal;
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
    const refused = this.#refusal(command);
    if (refused !== '') return fail('not-allowed', refused);
    const twin = [...this.#pending.values()].find((other) => sameIntent(other.command, command));
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
      result = internalError(error, 'That failed inside Ringside.');
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
    const { proof } = entryOf(command.kind);
    if ('extension' in command) return this.#place(port, id, command, signal);
    switch (proof.by) {
      case 'leg':
        return confirmed(this.#monitor, port, command, signal, proof);
      case 'reply':
        return this.#told(port, command, signal, proof.facts);
      case 'move': {
        const to = 'number' in command ? command.number : '';
        const rings = (): void => this.#stage(id, command.uuid, 'ringing');
        return moved(this.#monitor, port, command, to, signal, rings);
      }
      case 'my-phone':
        return internalError(undefined, `No phone was named for “${command.kind}”.`);
    }
  }

  /** No event tells of it: the PBX's word is all there is, and the leg must still be there. */
  async #told(
    port: PbxPort,
    command: OnLeg,
    signal: AbortSignal,
    facts: ChannelFacts,
  ): Promise<Result<null>> {
    const answer = await port.execute(command, signal).answer;
    if (!answer.ok) return answer;
    if (!this.#monitor.table.get(command.uuid)) return gone();
    this.#monitor.feed([
      { kind: 'changed', uuid: command.uuid, atMs: this.#monitor.pbxNowMs, facts },
    ]);
    return ok(null);
  }

  #place(port: PbxPort, id: number, command: Placing, signal: AbortSignal): Promise<Result<null>> {
    if (this.#lastPlaced?.extension === command.extension) this.#lastPlaced.replaced();
    const { proof } = entryOf(command.kind);
    const aim =
      proof.by === 'my-phone' && proof.then && 'uuid' in command
        ? { then: proof.then, target: command.uuid }
        : undefined;
    const placed = new PlacedCall(this.#monitor, port, command, aim, (leg, stage) =>
      this.#stage(id, leg, stage),
    );
    this.#lastPlaced = placed;
    return placed.run(signal);
  }

  #stage(id: number, uuid: string, stage: Pending['stage']): void {
    const pending = this.#pending.get(id);
    if (!pending || (pending.stage === stage && pending.uuid === uuid)) return;
    this.#pending.set(id, { ...pending, uuid, stage });
    this.#tell();
  }

  #tell(): void {
    this.#tellPending(this.pending);
  }
}

/** Two presses of one button are one intent. */
function sameIntent(a: Command, b: Command): boolean {
  if (a.kind !== b.kind) return false;
  if ('uuid' in a && 'uuid' in b) return a.uuid === b.uuid;
  return 'extension' in a && 'extension' in b && a.extension === b.extension;
}
