import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUser } from '../../src/gateway/accounts/accounts.ts';
import type { People, User } from '../../src/gateway/accounts/people.ts';
import { startGateway, type Compat, type Gateway } from '../../src/gateway/gateway.ts';
import { byEventSocket } from '../../src/gateway/pbx/open.ts';
import type { DemoPbx } from './demo.ts';

export const ME = '201@pbx.example.test';
export const PASSWORD = 'secret-201';

/** A gateway in front of a demo PBX, and how to ask it. */
export interface Rig {
  readonly gateway: Gateway;
  /** Lines of its audit. */
  readonly audit: string[];
  readonly folder: string;
  /** Headers of a user's pass. */
  pass(user?: string): Record<string, string>;
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>;
}

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly headers: Headers;
  /** Parsed; {} where it is no JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface RigOptions {
  readonly compat?: Compat;
  readonly folder?: string;
  readonly port?: number;
  readonly perMinute?: number;
  readonly people?: People;
  /** Where the PBX is, when it is not the demo's own address. */
  readonly pbxPort?: number;
  readonly tls?: { cert: string; key: string };
}

/** An administrator with a phone and a password: what the recorded user could do. */
export const admin = (): Promise<User> =>
  newUser({ name: ME, extension: ME, role: 'admin', groups: [] }, PASSWORD);

export async function startRig(demo: DemoPbx, options: RigOptions = {}): Promise<Rig> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'gateway-'));
  const audit: string[] = [];
  const compat = options.compat ?? 'none';
  const started = await startGateway({
    pbx: byEventSocket({
      address: { host: demo.host, port: options.pbxPort ?? demo.port },
      credentials: { password: demo.password },
      plan: { context: 'default', ringSeconds: 60, asWebitelCore: compat !== 'none' },
    }),
    accounts: folder,
    host: '127.0.0.1',
    port: options.port ?? 0,
    compat,
    cors: [],
    perMinute: options.perMinute ?? 1_000_000,
    audit: (line) => void audit.push(line),
    ...(options.tls ? { tls: options.tls } : {}),
  });
  if (!started.ok) throw new Error(started.error.message);
  const gateway = started.value;
  if (!options.folder || options.people)
    await gateway.accounts.save(options.people ?? { roles: {}, users: [await admin()] });
  await online(gateway);
  const pass = (name = ME): Record<string, string> => {
    const user = gateway.accounts.people.users.find((one) => one.name === name);
    if (!user) throw new Error(`no user ${name}`);
    const { token, key } = gateway.accounts.issue(user);
    return { 'X-Access-Token': token, 'X-Key': key };
  };
  return {
    gateway,
    audit,
    folder,
    pass,
    ask: async (method, path, body, headers = pass()) => {
      const answer = await fetch(`${gateway.url}${path}`, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        type: answer.headers.get('content-type'),
        text,
        headers: answer.headers,
        json: parsed(text),
      };
    },
  };
}

const parsed = (text: string): Reply['json'] => {
  try {
    return JSON.parse(text) as Reply['json'];
  } catch {
    return {};
  }
};

const online = ({ site }: Gateway): Promise<void> =>
  new Promise((resolve) => {
    if (site.status.phase === 'online') return resolve();
    const stop = site.onStatus(({ phase }) => {
      if (phase !== 'online') return;
      stop();
      resolve();
    });
  });

/** Until the gateway's table has what the PBX has, leg by leg and column by column. */
export async function caughtUp({ gateway }: Rig, demo: DemoPbx): Promise<void> {
  const same = (): boolean => {
    const rows = demo.world.rows();
    return (
      rows.length === gateway.site.channels.length &&
      rows.every((row) => {
        const ours = gateway.site.find(row.uuid) as Readonly<Record<string, unknown>> | undefined;
        return (
          ours !== undefined && Object.entries(row).every(([name, value]) => ours[name] === value)
        );
      })
    );
  };
  const untilMs = performance.now() + 20_000;
  while (!same()) {
    if (performance.now() > untilMs) throw new Error('the gateway’s table is not the PBX’s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
