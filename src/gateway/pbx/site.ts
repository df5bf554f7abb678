import { Commander } from '../../main/calls/commander.ts';
import { Monitor } from '../../main/calls/monitor.ts';
import type { Accepted, PbxListener, PbxPort } from '../../main/pbx/port.ts';
import type { Channel } from '@shared/domain/channel.ts';
import { NO_CAPABILITIES, type Command } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';

/** Makes the adapter of a PBX, not started yet. */
export type MakePort = (listener: PbxListener) => Promise<Result<PbxPort>>;

const BEFORE: ConnectionStatus = {
  phase: 'idle',
  backend: 'esl',
  where: '',
  feed: 'events',
  capabilities: NO_CAPABILITIES,
  limits: '',
};

/** One PBX behind the gateway: what a desk has of it, without the desk. */
export class Site {
  readonly monitor = new Monitor();
  readonly #commander: Commander;
  /** The leg that a command under way makes. */
  readonly #legs = new WeakMap<Command, string>();
  readonly #listeners = new Set<(status: ConnectionStatus) => void>();
  #port: PbxPort | undefined;
  #status = BEFORE;

  constructor() {
    this.#commander = new Commander(
      this.monitor,
      () => this.#port,
      // Who may do what is judged by the account, before it comes here (accounts/rights.ts).
      () => '',
      {
        pending: (all) => {
          for (const { command, uuid } of all) if (uuid !== '') this.#legs.set(command, uuid);
        },
        outcome: () => undefined,
      },
    );
  }

  /**
   * Connects, and goes on doing so until stopped.
   * @param knowsLegs whether the adapter may look legs up: else it holds as the wire says, by no other way
   */
  async start(make: MakePort, knowsLegs: boolean): Promise<Result<null>> {
    const made = await make({
      events: (events) => this.monitor.feed(events),
      status: (status) => {
        this.#status = status;
        for (const listener of this.#listeners) listener(status);
      },
      trace: () => undefined,
      ...(knowsLegs ? { find: this.find } : {}),
    });
    if (!made.ok) return made;
    this.#port = made.value;
    this.#port.attention('busy');
    this.#port.start();
    return ok(null);
  }

  stop(): void {
    this.#port?.stop();
    this.#port = undefined;
    this.monitor.stop();
    this.#listeners.clear();
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Hears each status from now on. Returns how to stop. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly find = (uuid: string): Channel | undefined => this.monitor.table.get(uuid);

  get channels(): Channel[] {
    return [...this.monitor.table.values()];
  }

  /** Gives a command and resolves when its effect was seen, or with why it was not. */
  async proved(command: Command): Promise<Result<Accepted>> {
    const result = await this.#commander.run(command);
    if (!result.ok) return result;
    const leg = 'extension' in command ? this.#legs.get(command) : undefined;
    return ok(leg === undefined ? {} : { leg });
  }

  /** Gives a command and resolves with the PBX's own word, which proves nothing. */
  said(command: Command): Promise<Result<Accepted>> {
    return (
      this.#port?.execute(command, new AbortController().signal).answer ??
      Promise.resolve(fail('offline', 'There is no connection to the PBX.'))
    );
  }
}
