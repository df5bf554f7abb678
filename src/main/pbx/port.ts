import type { BoardEvent } from '@shared/board/event.ts';
import type { AnyRow, Part } from '@shared/board/rows.ts';
import type { Channel } from '@shared/domain/channel.ts';
import type { PbxEvent } from '@shared/domain/event.ts';
import type { Command } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import type { Result } from '@shared/domain/result.ts';

export interface PbxListener {
  /** Domain events, in order, at least one. */
  events(events: readonly PbxEvent[]): void;
  status(status: ConnectionStatus): void;
  /** What is beside channels (agents, queues …), while it is watched. */
  board?(events: readonly BoardEvent[]): void;
  /** What the board has of a row: what an event changes may depend on it. */
  boardRow?(part: Part, key: string): AnyRow | undefined;
  /** What the table has of a leg: how a command is given may depend on it. */
  find?(uuid: string): Channel | undefined;
  /** Whether whoever listens may be heard: the keys of the phone do that. Not where it is left out. */
  maySpeak?(): boolean;
  /** One line of the protocol for the diagnostics, without secrets; `>` sent, `<` received. */
  trace(direction: '>' | '<', line: string): void;
}

/** What the PBX answered to a command. It proves nothing: events or a fresh list do. */
export interface Accepted {
  /** The leg that the command makes (my phone's), where it makes one and the PBX has named it. */
  readonly leg?: string;
  /** Set where the answer came before the phone was picked up: it rings now. */
  readonly rings?: true;
}

export interface Execution {
  /** Known at once where we choose the uuid of the leg ourselves. */
  readonly leg?: string;
  /** The PBX's own answer. For `originate` it comes when the phone is answered or fails. */
  readonly answer: Promise<Result<Accepted>>;
  /** Takes back what was prepared for the command to fail; told once it is known how it ended. */
  readonly settle?: () => void;
}

/**
 * A PBX, whatever it speaks. Made with a listener; connects until stopped, by itself. The contract
 * suite (test/contract) runs on every implementation.
 */
export interface PbxPort {
  start(): void;
  /** Connects now instead of at the next try; for a person who presses the button. */
  retry(): void;
  /** Ends everything; no more calls to the listener. */
  stop(): void;
  /** Asks for a list that is begun after this call; it arrives as events. Resolves when it has, false if it could not. */
  refresh(): Promise<boolean>;
  execute(command: Command, signal: AbortSignal): Execution;
  /** Domains in which a user's phone is registered; undefined where the PBX does not say. */
  domainsOf?(user: string): Promise<readonly string[] | undefined>;
  /** Names that the PBX's directory gives its users, by `user@domain` in lower case. */
  directory?(): Promise<ReadonlyMap<string, string>>;
  /**
   * Tells whether somebody looks at agents, queues and registrations, or a rule needs them: only then
   * are they asked for. A part that the PBX or the login does not give is told as lacking.
   */
  watchBoard?(on: boolean): void;
  /** Sets an agent's status in the queues; succeeds where the PBX has it afterwards. @param agent `201@pbx.example.com` */
  setAgentStatus?(agent: string, status: string): Promise<Result<null>>;
  /** Tells whether the window can be seen and a call of mine is up, for adapters that poll. */
  attention(level: 'busy' | 'idle' | 'hidden'): void;
}
