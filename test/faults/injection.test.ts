import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EslAdapter, type EslOptions } from '../../src/main/pbx/esl/adapter.ts';
import { EslSession, type SessionEvents } from '../../src/main/pbx/esl/session.ts';
import { ChannelsApi } from '../../src/main/pbx/webitel/channels/api.ts';
import type { Placement } from '../../src/main/pbx/webitel/generation.ts';
import { HttpClient } from '../../src/main/pbx/webitel/http.ts';
import { startDemoPbx, type DemoPbx } from '../support/demo.ts';
import { hostileText } from '../support/hostile.ts';
import type { Command } from '../../src/shared/commands/command.ts';
import type { Result } from '../../src/shared/domain/result.ts';

/** Hostile values for each field; the log of the other side shows exactly the commands meant. */
const VALUES = 10_000;
/** A login is a connection of its own: FAULT_LOGINS=10000 takes them all, too. */
const LOGINS = Number(process.env['FAULT_LOGINS'] ?? 1_000);
const UUID = '3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1';
/** A phone that is not there: nothing rings, and thousands of calls are no load. */
const ABSENT = '999';
/** All different, and two among them that are as they should be. */
const values = (): string[] => [
  ...new Set([UUID, UUID.toUpperCase(), ...fc.sample(hostileText, { numRuns: VALUES, seed: 1 })]),
];

/** A uuid, or an id taken from a Call-ID: with a digit, of some length, and nothing that means something. */
const U = '(?=[A-Za-z]*\\d|[^0-9 ]*\\d)[A-Za-z0-9][A-Za-z0-9@._:~=+-]{5,255}';
const WORD = '[A-Za-z0-9*#+._-]+';
/** Every command Ringside ever gives, written down independently of what builds them. */
const MEANT = [
  /^auth$/,
  /^event json [A-Z_]+(?: [A-Z_]+)*$/,
  /^api show channels as json$/,
  /^nolog$/,
  new RegExp(`^api uuid_hold (?:off )?${U}$`),
  new RegExp(`^api uuid_kill ${U}(?: USER_BUSY)?$`),
  new RegExp(`^api uuid_phone_event ${U} talk$`),
  new RegExp(`^api uuid_audio ${U} (?:start read mute 1|stop)$`),
  new RegExp(
    `^bgapi originate \\{origination_uuid=${U},origination_caller_id_name=${WORD},origination_caller_id_number=${WORD},origination_callee_id_name=${WORD},origination_callee_id_number=${WORD},originate_timeout=\\d+(?:,sip_auto_answer=true)?\\}user/${WORD}(?:@[A-Za-z0-9.-]+)? ${WORD} XML ${WORD}$`,
  ),
  new RegExp(
    `^bgapi originate \\{origination_uuid=${U},origination_caller_id_name=Eavesdrop,origination_caller_id_number=eavesdrop,originate_timeout=\\d+,eavesdrop_enable_dtmf=false\\}user/${WORD}(?:@[A-Za-z0-9.-]+)? &eavesdrop\\(${U}\\)$`,
  ),
];
const isMeant = (line: string): boolean => MEANT.some((pattern) => pattern.test(line));

const UUID_KINDS = ['hold', 'resume', 'hangup', 'reject', 'answer', 'mute', 'unmute'] as const;
/** How a value gets to the PBX, by field. */
const FIELDS: Record<string, (value: string) => { command: Command; context?: string }> = {
  ...Object.fromEntries(
    UUID_KINDS.map((kind) => [
      `uuid of ${kind}`,
      (value: string) => ({ command: { kind, uuid: value } }),
    ]),
  ),
  'uuid of eavesdrop': (uuid) => ({ command: { kind: 'eavesdrop', uuid, extension: '201' } }),
  'extension of eavesdrop': (extension) => ({
    command: { kind: 'eavesdrop', uuid: UUID, extension },
  }),
  'extension of originate': (extension) => ({
    command: { kind: 'originate', extension, number: '202', autoAnswer: true },
  }),
  'number of originate': (number) => ({
    command: { kind: 'originate', extension: ABSENT, number, autoAnswer: false },
  }),
  'context of originate': (context) => ({
    command: { kind: 'originate', extension: ABSENT, number: '202', autoAnswer: false },
    context,
  }),
};

describe('what reaches an Event Socket', () => {
  let demo: DemoPbx;
  beforeAll(async () => (demo = await startDemoPbx({ calm: true })));
  afterAll(() => demo.stop());

  it.each(Object.keys(FIELDS))(
    '%s',
    async (field) => {
      const plan = { context: 'default', ringSeconds: 1 };
      const adapter = await online(demo, plan);
      demo.commands.length = 0;
      let refused = 0;
      let sent = 0;
      for (const value of values()) {
        const { command, context = 'default' } = FIELDS[field]!(value);
        plan.context = context;
        const { answer } = adapter.execute(command);
        // A refusal is there at once; what was sent is not waited for.
        const result = await Promise.race([answer, undefined]);
        if (result?.ok === false && result.error.kind === 'bad-input') refused += 1;
        else sent += 1;
      }
      expect(await adapter.refresh()).toBe(true);
      adapter.stop();
      expect(demo.commands.filter((line) => !isMeant(line)).slice(0, 3)).toEqual([]);
      // One line each, and the list; nothing else was begun by any of them.
      const own = demo.commands.filter(
        (line) => line !== 'nolog' && !line.includes('show channels'),
      );
      expect(own).toHaveLength(sent);
      expect(sent).toBeGreaterThan(0);
      expect(refused).toBeGreaterThan(sent);
    },
    60_000,
  );

  it.each(['password', 'user'])(
    '%s of a login',
    async (field) => {
      demo.commands.length = 0;
      const all = values().slice(0, LOGINS);
      const login = async (value: string): Promise<void> => {
        const credentials =
          field === 'user' ? { user: value, password: 'x' } : { user: '', password: value };
        const opened = await EslSession.open(
          demo,
          credentials,
          NOBODY,
          AbortSignal.timeout(20_000),
        );
        if (opened.ok) opened.value.close();
      };
      while (all.length > 0) await Promise.all(all.splice(0, 50).map(login));
      expect([...new Set(demo.commands)].sort()).toEqual(
        field === 'user' ? ['auth', 'userauth'] : ['auth'],
      );
    },
    60_000,
  );
});

const nothing = (): void => undefined;
const NOBODY: SessionEvents = { events: nothing, trace: nothing, heartbeat: nothing };

function online(demo: DemoPbx, plan: EslOptions['plan']): Promise<EslAdapter> {
  return new Promise((resolve) => {
    const { host, port, password } = demo;
    const adapter: EslAdapter = new EslAdapter(
      { address: { host, port }, credentials: { password }, plan },
      {
        events: nothing,
        trace: nothing,
        status: ({ phase }) => phase === 'online' && resolve(adapter),
      },
    );
    adapter.start();
  });
}

describe('what reaches a Webitel', () => {
  const requests: { line: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests.push({ line: `${request.method} ${request.url}`, body });
      response.setHeader('content-type', 'application/json');
      response.end('{"status":"OK","info":"+OK"}');
    });
  });
  let http: HttpClient;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    http = new HttpClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    http.close();
    server.close();
  });

  const credentials = { token: 'a.b.c', key: 'k', expiresMs: 0, domain: 'pbx.example.test' };
  const api = (): ChannelsApi => new ChannelsApi(http, credentials);
  const PARAM = 'sip_h_Call-Info=answer-after=0';
  const placement = (extension: string, number: string, autoAnswer: string): Placement => ({
    extension,
    number,
    autoAnswer,
    ringSeconds: 1,
  });
  const ASKS: Record<string, (value: string) => Promise<Result<unknown>>> = {
    'uuid of hold': (value) => api().hold(value),
    'uuid of hangup': (value) => api().hangup(value),
    'uuid of eavesdrop': (value) => api().eavesdrop(value, '201', 1),
    'extension of eavesdrop': (value) => api().eavesdrop(UUID, value, 1),
    'extension of originate': (value) => api().originate(placement(value, '202', '')),
    'number of originate': (value) => api().originate(placement('201', value, '')),
    'auto answer parameter': (value) => api().originate(placement('201', '202', value)),
    'auto answer value': (value) => api().originate(placement('201', '202', `a=${value}`)),
    'domain that the server names': (domain) =>
      new ChannelsApi(http, { ...credentials, domain }).originate(placement('201', '202', PARAM)),
  };
  /** The four requests there are, and what each may carry. */
  function isMeantRequest({ line, body }: { line: string; body: string }): boolean {
    const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, string>;
    const holds = (allowed: Record<string, RegExp>): boolean =>
      Object.entries(sent).every(([name, value]) => allowed[name]?.test(value));
    const channel = '/api/v2/channels/[A-Za-z0-9._:~=+%-]{6,}';
    if (new RegExp(`^PUT ${channel}$`).test(line)) return holds({ state: /^(?:un)?hold$/ });
    if (new RegExp(`^DELETE ${channel}$`).test(line)) return body === '';
    if (new RegExp(`^POST ${channel}/eavesdrop$`).test(line))
      return holds({ user: new RegExp(`^${WORD}$`) });
    return (
      line === 'POST /api/v2/channels' &&
      holds({
        calledId: new RegExp(`^${WORD}$`),
        callerId: new RegExp(`^${WORD}@[A-Za-z0-9.-]+$`),
        auto_answer_param: /^[A-Za-z0-9_-]+=[A-Za-z0-9_.:/=-]+$/,
      })
    );
  }

  it.each(Object.keys(ASKS))('%s', async (field) => {
    requests.length = 0;
    const all = values();
    let refused = 0;
    while (all.length > 0) {
      const results = await Promise.all(all.splice(0, 50).map((value) => ASKS[field]!(value)));
      refused += results.filter((one) => !one.ok && one.error.kind === 'bad-input').length;
    }
    expect(requests.filter((one) => !isMeantRequest(one)).slice(0, 3)).toEqual([]);
    expect(requests.length).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(requests.length);
  });

  it('is no token or key with a line break or a letter beyond ASCII', async () => {
    requests.length = 0;
    for (const value of values()) {
      if (/^[\x21-\x7e]+$/.test(value)) continue;
      for (const bad of [{ token: value }, { key: value }]) {
        const list = await new ChannelsApi(http, { ...credentials, ...bad }).list();
        expect(list).toMatchObject({ ok: false, error: { kind: 'token-expired' } });
      }
    }
    expect(requests).toEqual([]);
  });
});
