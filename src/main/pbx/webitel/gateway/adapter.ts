import * as v from 'valibot';
import { NO_CAPABILITIES, type Capabilities, type Command } from '@shared/commands/command.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { fail, ok, type AppError, type Result } from '@shared/domain/result.ts';
import { isChannelId } from '@shared/domain/validate.ts';
import type { Accepted, Execution, PbxListener, PbxPort } from '../../port.ts';
import { Supervisor, type Session, type SupervisorState } from '../../supervisor.ts';
import { fieldsOf } from '../answers.ts';
import { ChannelsApi } from '../channels/api.ts';
import { channelsGeneration } from '../channels/generation.ts';
import type { Credentials } from '../generation.ts';
import { HttpClient } from '../http.ts';
import { SignedIn } from '../sign-in.ts';
import type { WebitelOptions } from '../adapter.ts';
import { Mirror } from './mirror.ts';
import { GatewayStream } from './stream.ts';

const Me = v.object({ capabilities: v.record(v.string(), v.string()), limits: v.string() });

/** ms that what happened before a question may take to arrive. */
const CATCH_UP_MS = 5_000;

interface GatewaySession extends Session {
  readonly api: ChannelsApi;
  readonly headers: Readonly<Record<string, string>>;
  readonly capabilities: Capabilities;
  readonly limits: string;
  readonly stream: GatewayStream;
}

const PBX_AWAY: AppError = {
  kind: 'unreachable',
  message: 'The gateway is there, but the PBX behind it is away.',
};

/** A Ringside gateway: a Webitel's sign-in and actions, and events of all that one may see. */
export class GatewayAdapter implements PbxPort {
  readonly #options: WebitelOptions;
  readonly #listener: PbxListener;
  readonly #http: HttpClient;
  readonly #signedIn: SignedIn;
  readonly #supervisor: Supervisor<GatewaySession>;
  readonly #mirror = new Mirror();
  #lastId = '';
  #isPbxThere = false;
  #isOnline = false;
  #stopped = false;

  /** @throws when the address is none */
  constructor(options: WebitelOptions, listener: PbxListener) {
    this.#options = options;
    this.#listener = listener;
    this.#http = new HttpClient(options.url, options.ca);
    this.#signedIn = new SignedIn(options.signIn, options.domain ?? '', (line) =>
      listener.trace('>', line),
    );
    this.#supervisor = new Supervisor(
      {
        open: async (_signal, greeted) => {
          const opened = await this.#open();
          if (opened.ok) greeted();
          return opened;
        },
        hangsUnsent: false,
        probe: async (signal) => {
          const asked = await this.#http.ask({ method: 'GET', path: '/health', signal });
          return asked.ok && asked.value.status === 200;
        },
      },
      (state) => this.#onState(state),
    );
  }

  start(): void {
    this.#supervisor.start();
  }
  retry(): void {
    this.#supervisor.retry();
  }
  stop(): void {
    this.#stopped = true;
    this.#supervisor.stop();
    this.#http.close();
  }
  attention(): void {
    // Events come by themselves, whoever looks.
  }

  /** The gateway's table is the list: what counts is that all of it up to now has come. */
  async refresh(): Promise<boolean> {
    const session = this.#supervisor.session;
    if (!session || !this.#isPbxThere) return false;
    const { headers, stream } = session;
    const now = await this.#http.ask({ method: 'GET', path: '/api/v2/events/now', headers });
    const id = now.ok ? fieldsOf(now.value.json)['id'] : undefined;
    return typeof id === 'string' && stream.reaches(id, CATCH_UP_MS);
  }

  execute(command: Command): Execution {
    const session = this.#supervisor.session;
    return {
      answer: session
        ? this.#given(session, command)
        : Promise.resolve(fail('offline', 'There is no connection to the PBX.')),
    };
  }

  #given({ api, headers }: GatewaySession, command: Command): Promise<Result<Accepted>> {
    const { ringSeconds, autoAnswerParam } = this.#options;
    switch (command.kind) {
      case 'originate': {
        const autoAnswer = command.autoAnswer ? autoAnswerParam : '';
        return api.originate({ ...command, autoAnswer, ringSeconds });
      }
      case 'eavesdrop':
        return api.eavesdrop(command.uuid, command.extension, ringSeconds);
      case 'hold':
        return api.hold(command.uuid);
      case 'resume':
        return api.resume(command.uuid);
      case 'hangup':
        return api.hangup(command.uuid);
      default:
        return this.#simple(headers, command);
    }
  }

  async #simple(
    headers: Readonly<Record<string, string>>,
    { kind, uuid }: Extract<Command, { uuid: string }>,
  ): Promise<Result<Accepted>> {
    if (!isChannelId(uuid)) return fail('bad-input', 'This channel’s id cannot be passed on.');
    const path = `/api/v2/channels/${encodeURIComponent(uuid)}/${kind}`;
    const asked = await this.#http.ask({ method: 'POST', path, headers, body: {} });
    if (!asked.ok) return asked;
    const { status, json } = asked.value;
    if (status === 200) return ok({});
    const sentence = String(fieldsOf(json)['message'] ?? `The gateway refused (${status}).`);
    return fail(
      status === 404 ? 'no-such-channel' : status === 403 ? 'not-allowed' : 'refused-by-pbx',
      sentence,
    );
  }

  async #open(): Promise<Result<GatewaySession>> {
    const signed = await this.#signedIn.in(channelsGeneration, this.#http);
    if (!signed.ok) return signed;
    const headers = headersOf(signed.value);
    const asked = await this.#http.ask({ method: 'GET', path: '/api/v2/me', headers });
    if (!asked.ok) return asked;
    if (asked.value.status === 401) {
      this.#signedIn.forget();
      const again = { kind: 'dropped', message: 'Signing in anew.' } as const;
      const over = fail(
        'token-expired',
        'The gateway does not accept this token: enter another in the connection settings.',
      );
      return this.#signedIn.renews ? { ok: false, error: again } : over;
    }
    const me = v.safeParse(Me, asked.value.json);
    if (!me.success)
      return fail('unreachable', `The gateway answers ${asked.value.status} for now.`);
    return this.#follow(
      signed.value,
      headers,
      { ...NO_CAPABILITIES, ...me.output.capabilities },
      me.output.limits,
    );
  }

  /** Opens the stream; resolves once its first word has come. */
  #follow(
    credentials: Credentials,
    headers: Readonly<Record<string, string>>,
    capabilities: Capabilities,
    limits: string,
  ): Promise<Result<GatewaySession>> {
    return new Promise((resolve) => {
      let close: (error: AppError) => void = () => undefined;
      const closed = new Promise<AppError>((told) => (close = told));
      const stream: GatewayStream = new GatewayStream(
        this.#mirror,
        this.#lastId,
        this.#options.ca,
        {
          events: (events) => {
            if (!this.#stopped) this.#listener.events(events);
          },
          pbx: (isOnline) => {
            this.#isPbxThere = isOnline;
            const api = new ChannelsApi(this.#http, credentials);
            const end = (): void => {
              stream.close();
              close({ kind: 'cancelled', message: 'The connection was closed.' });
            };
            if (isOnline)
              resolve(ok({ api, headers, capabilities, limits, stream, closed, close: end }));
            else {
              stream.close();
              close(PBX_AWAY);
              resolve({ ok: false, error: PBX_AWAY });
            }
          },
          down: (error) => {
            this.#lastId = stream.lastId;
            if (error.kind === 'token-expired') this.#signedIn.forget();
            const renewed = error.kind === 'token-expired' && this.#signedIn.renews;
            const told: AppError = renewed
              ? { kind: 'dropped', message: 'Signing in anew.' }
              : error;
            close(told);
            resolve({ ok: false, error: told });
          },
        },
      );
      void stream.run(this.#http.base, headers);
    });
  }

  #onState(state: SupervisorState): void {
    if (this.#stopped) return;
    if (state.phase === 'online') this.#supervisor.works();
    else if (this.#isOnline) this.#listener.events([{ kind: 'lost' }]);
    this.#isOnline = state.phase === 'online';
    const session = this.#supervisor.session;
    const status: ConnectionStatus = {
      phase: state.phase,
      backend: 'webitel',
      where: this.#http.base.host,
      ...('error' in state ? { error: state.error } : {}),
      ...('retryAtMs' in state ? { retryAtMs: state.retryAtMs } : {}),
      feed: 'events',
      capabilities: session?.capabilities ?? NO_CAPABILITIES,
      limits: session?.limits ?? '',
    };
    this.#listener.status(status);
  }
}

const headersOf = ({ token, key }: Credentials): Readonly<Record<string, string>> => ({
  'X-Access-Token': token,
  'X-Key': key,
});

/** Whether a Ringside gateway stands at an address, and no Webitel. Nothing of the sign-in is sent. */
export async function isGateway(http: HttpClient): Promise<boolean> {
  const asked = await http.ask({ method: 'GET', path: '/api/v2', timeoutMs: 3_000 });
  return (
    asked.ok &&
    asked.value.status === 200 &&
    fieldsOf(asked.value.json)['server'] === 'ringside-gateway'
  );
}
