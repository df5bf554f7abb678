import { splitAddress } from '@shared/domain/channel.ts';
import { fail, ok, type Result } from '@shared/domain/result.ts';
import type { ConnectionSettings, Settings, SiteSettings } from '@shared/settings/settings.ts';
import type { SiteDraft } from '@shared/ipc/contract.ts';
import { DemoProcess } from './demo-process.ts';
import { EslAdapter } from '../pbx/esl/adapter.ts';
import type { EslAddress, EslCredentials } from '../pbx/esl/dial.ts';
import { EslSession } from '../pbx/esl/session.ts';
import { isDomain } from '@shared/domain/validate.ts';
import type { WebitelConnection } from '../pbx/webitel/open.ts';
import { countOf } from '@shared/domain/words.ts';
import type { PbxListener, PbxPort } from '../pbx/port.ts';
import type { SecretName } from '../settings/secrets.ts';

/** Secrets of the connection in question, from wherever they are kept. */
export type SecretSource = (scope: string, name: SecretName) => string | undefined;

/** Which connection a secret is of: a password is never sent to another place. */
export function scopeOf(connection: ConnectionSettings): string {
  const { esl, webitel } = connection;
  return connection.kind === 'webitel'
    ? `webitel ${webitel.url} ${webitel.username}`
    : `esl ${esl.host}:${esl.port} ${esl.user}`;
}

/** The domain that a login names, `desk@pbx.example.com`, or ''. */
export function loginDomain({ kind, esl, webitel }: ConnectionSettings): string {
  if (kind === 'demo') return '';
  const { domain } = splitAddress(kind === 'esl' ? esl.user : webitel.username);
  return isDomain(domain) ? domain : '';
}

/** Keeps the connection to the PBX of one site. */
export class Connection {
  readonly #listener: PbxListener;
  readonly #secrets: SecretSource;
  readonly #obstacle: () => string;
  readonly #demo = new DemoProcess();
  /** Shared with the adapter: settings count without a new connection. */
  readonly #plan = { context: 'default', ringSeconds: 45, holdMusic: '' };
  #port: PbxPort | undefined;
  #turn = 0;

  /** @param obstacle why a secret that is kept cannot be read now, or '' */
  constructor(listener: PbxListener, secrets: SecretSource, obstacle: () => string) {
    this.#listener = listener;
    this.#secrets = secrets;
    this.#obstacle = obstacle;
  }

  get port(): PbxPort | undefined {
    return this.#port;
  }

  /** A secret is not at hand: it cannot be read now, or it is to be entered. */
  #missing(kind: 'wrong-password' | 'token-expired', advice: string): Result<never> {
    const obstacle = this.#obstacle();
    return obstacle === '' ? fail(kind, advice) : fail('timeout', obstacle);
  }

  /** Leaves what was connected and connects as the settings say. */
  async apply(site: SiteSettings, dial: Settings['dial']): Promise<Result<null>> {
    this.stop();
    const turn = this.#turn;
    const made = await this.#make(site, dial);
    if (!made.ok) return made;
    if (turn !== this.#turn) return ok(null); // another choice was made meanwhile
    this.#port = made.value;
    this.#port.start();
    return ok(null);
  }

  async #make(
    { connection, extension }: SiteSettings,
    dial: Settings['dial'],
  ): Promise<Result<PbxPort>> {
    if (connection.kind === 'webitel') {
      const options = this.#webitelOptions(connection, dial.ringSeconds, {});
      if (!options.ok) return options;
      const { openWebitel } = await import('../pbx/webitel/open.ts');
      const { domain } = splitAddress(extension);
      return openWebitel({ ...options.value, domain }, this.#listener);
    }
    const target = await this.#eslTarget(connection);
    if (!target.ok) return target;
    this.follow(dial);
    return ok(new EslAdapter({ ...target.value, plan: this.#plan }, this.#listener));
  }

  /** How calls are placed and held from now on. */
  follow({ context, ringSeconds, holdMusic }: Settings['dial']): void {
    Object.assign(this.#plan, { context, ringSeconds, holdMusic });
  }

  /** Tries a connection out without keeping it. Resolves with what it found, in words. */
  async test(draft: SiteDraft): Promise<Result<string>> {
    const { connection } = draft.site;
    if (connection.kind === 'demo') return ok('The demo PBX runs on this computer.');
    if (connection.kind === 'webitel') return this.#testWebitel(draft);
    const target = await this.#eslTarget(connection, draft);
    if (!target.ok) return target;
    const opened = await EslSession.open(
      target.value.address,
      target.value.credentials,
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
    return ok(connected(listed.value.length));
  }

  async #testWebitel(draft: SiteDraft): Promise<Result<string>> {
    const options = this.#webitelOptions(draft.site.connection, 45, draft);
    if (!options.ok) return options;
    const { tryWebitel } = await import('../pbx/webitel/open.ts');
    const tried = await tryWebitel(options.value);
    if (!tried.ok) return tried;
    const { channels, kind } = tried.value;
    return ok(`${connected(channels)} ${WHICH[kind]}`);
  }

  /** What a Webitel connection needs, the secrets from `given` or from where they are kept. */
  #webitelOptions(
    connection: ConnectionSettings,
    ringSeconds: number,
    given: Pick<SiteDraft, SecretName>,
  ): Result<WebitelConnection> {
    const {
      url,
      caFile,
      login: by,
      username,
      autoAnswerParam,
      generation,
      events,
    } = connection.webitel;
    if (url === '')
      return fail(
        'bad-input',
        'Enter the address of the Webitel, such as https://webitel.example.com:10022.',
      );
    const secret = (name: SecretName): string | undefined =>
      given[name] ?? this.#secrets(scopeOf(connection), name);
    const common = { url, caFile, autoAnswerParam, ringSeconds, generation, events };
    if (by === 'password') {
      const password = secret('password');
      return password === undefined || username === ''
        ? this.#missing(
            'wrong-password',
            'Enter the Webitel user name and password in the connection settings.',
          )
        : ok({ ...common, signIn: { by, username, password } });
    }
    const token = secret('token');
    // Today's Webitel has tokens without a key.
    const key = secret('key') ?? (generation === 'channels' ? undefined : '');
    return token === undefined || key === undefined
      ? this.#missing(
          'token-expired',
          'Enter the Webitel token and key in the connection settings.',
        )
      : ok({ ...common, signIn: { by, token, key } });
  }

  stop(): void {
    this.#turn += 1;
    this.#port?.stop();
    this.#port = undefined;
    this.#demo.stop();
  }

  /** Where an Event Socket is and how to sign in, the password from `given` or from where it is kept. */
  async #eslTarget(
    connection: ConnectionSettings,
    given: Pick<SiteDraft, 'password'> = {},
  ): Promise<Result<{ address: EslAddress; credentials: EslCredentials }>> {
    if (connection.kind === 'demo') {
      const demo = await this.#demo.start();
      if (!demo.ok) return demo;
      const { host, port, password } = demo.value;
      return ok({ address: { host, port }, credentials: { password } });
    }
    const { host, port, user } = connection.esl;
    const password = given.password ?? this.#secrets(scopeOf(connection), 'password');
    if (password === undefined) {
      return this.#missing(
        'wrong-password',
        `The password for ${host}:${port} is not known: enter it in the connection settings.`,
      );
    }
    return ok({ address: { host, port }, credentials: { ...(user ? { user } : {}), password } });
  }
}

/** Which Webitel a test found. */
const WHICH = {
  channels: 'It has the documented channels API.',
  calls: 'It is today’s Webitel, with calls in place of channels.',
} as const;

const connected = (channels: number): string =>
  `Connected: ${countOf(channels, 'channel')} at present.`;
