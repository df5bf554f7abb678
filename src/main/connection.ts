import type { PbxEvent } from '@shared/domain/event.ts';
import type { ConnectionStatus } from '@shared/domain/pbx.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { ConnectionSettings, Settings } from '@shared/domain/settings.ts';
import type { ConnectionDraft } from '@shared/ipc/contract.ts';
import { DemoProcess } from './demo-process.ts';
import { EslAdapter } from './pbx/esl/adapter.ts';
import type { EslAddress, EslCredentials } from './pbx/esl/dial.ts';
import { EslSession } from './pbx/esl/session.ts';
import type { PbxListener, PbxPort } from './pbx/port.ts';
import type { SecretName } from './settings/secrets.ts';

/** Secrets of the connection in question, from wherever they are kept. */
export type SecretSource = (scope: string, name: SecretName) => string | undefined;

/** Which connection a secret is of: a password is never sent to another place. */
export function scopeOf(connection: ConnectionSettings): string {
  const { esl, webitel } = connection;
  return connection.kind === 'webitel'
    ? `webitel ${webitel.url} ${webitel.username}`
    : `esl ${esl.host}:${esl.port} ${esl.user}`;
}

/** Keeps the one connection to the PBX that the settings name. */
export class Connection {
  readonly #listener: PbxListener;
  readonly #secrets: SecretSource;
  readonly #demo = new DemoProcess();
  #port: PbxPort | undefined;
  #turn = 0;

  constructor(
    listener: {
      events(events: readonly PbxEvent[]): void;
      status(status: ConnectionStatus): void;
      trace: PbxListener['trace'];
    },
    secrets: SecretSource,
  ) {
    this.#listener = listener;
    this.#secrets = secrets;
  }

  get port(): PbxPort | undefined {
    return this.#port;
  }

  /** Leaves what was connected and connects as the settings say; nothing for `none`. */
  async apply(settings: Settings): Promise<Result<null>> {
    this.stop();
    const turn = this.#turn;
    const { connection } = settings;
    if (connection.kind === 'none') return ok(null);
    const target = await this.#eslTarget(connection);
    if (!target.ok) return target;
    if (turn !== this.#turn) return ok(null); // another choice was made meanwhile
    this.#port = new EslAdapter(
      {
        ...target.value,
        plan: { context: settings.dial.context, ringSeconds: settings.dial.ringSeconds },
      },
      this.#listener,
    );
    this.#port.start();
    return ok(null);
  }

  /** Tries a connection out without keeping it. Resolves with what it found, in words. */
  async test(draft: ConnectionDraft): Promise<Result<string>> {
    const { connection } = draft;
    if (connection.kind === 'demo') return ok('The demo PBX runs on this computer.');
    const password = draft.password ?? this.#secrets(scopeOf(connection), 'password') ?? '';
    const opened = await EslSession.open(
      connection.esl,
      { ...(connection.esl.user ? { user: connection.esl.user } : {}), password },
      { events: () => undefined, trace: () => undefined, heartbeat: () => undefined },
      AbortSignal.timeout(15_000),
    );
    if (!opened.ok) return opened;
    const listed = await opened.value.list();
    opened.value.close();
    if (!listed.ok) {
      return listed.error.kind === 'not-allowed'
        ? ok(`Connected. ${listed.error.message}`)
        : listed;
    }
    const count = listed.value.length;
    return ok(`Connected: ${count} ${count === 1 ? 'channel' : 'channels'} at present.`);
  }

  stop(): void {
    this.#turn += 1;
    this.#port?.stop();
    this.#port = undefined;
    this.#demo.stop();
  }

  async #eslTarget(
    connection: ConnectionSettings,
  ): Promise<Result<{ address: EslAddress; credentials: EslCredentials }>> {
    if (connection.kind === 'demo') {
      const demo = await this.#demo.start();
      if (!demo.ok) return demo;
      const { host, port, password } = demo.value;
      return ok({ address: { host, port }, credentials: { password } });
    }
    const { host, port, user } = connection.esl;
    const password = this.#secrets(scopeOf(connection), 'password');
    if (password === undefined) {
      return fail(
        'wrong-password',
        `The password for ${host}:${port} is not known: enter it in the connection settings.`,
      );
    }
    return ok({ address: { host, port }, credentials: { ...(user ? { user } : {}), password } });
  }
}
