// ringside-gateway: the documented channels API, served over any PBX. Its first line of output is one line of
// JSON that says where it listens; it runs until it is stopped.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { newUser } from './accounts/accounts.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { readOptions, USAGE, type Parsed } from './options.ts';
import { byEventSocket, byWebitel } from './pbx/open.ts';
import type { MakePort } from './pbx/site.ts';
import { manage } from './users.ts';

/** Secrets come by the environment, and are gone from it at once. */
function takeSecret(name: string): string {
  const value = process.env[name] ?? '';
  delete process.env[name];
  return value;
}

const secrets = {
  password: takeSecret('RINGSIDE_PASSWORD'),
  token: takeSecret('RINGSIDE_TOKEN'),
  key: takeSecret('RINGSIDE_KEY'),
};

/** What was begun, to be ended in the opposite order. */
const ends: (() => Promise<void> | void)[] = [];

async function end(): Promise<never> {
  for (const one of ends.reverse()) await one();
  process.exit(0);
}

/** The PBX that the arguments name. @throws where they name none */
async function pbxOf(options: Parsed): Promise<MakePort> {
  const { demo, esl, webitel, context, ringSeconds, compat } = options;
  const plan = { context, ringSeconds, asWebitelCore: compat !== 'none' };
  if (demo) {
    const { startDemoPbx } = await import('../demo-pbx/index.ts');
    const pbx = await startDemoPbx({ rest: true });
    ends.push(() => pbx.stop());
    return byEventSocket({
      address: { host: pbx.host, port: pbx.port },
      credentials: { password: pbx.password },
      plan,
    });
  }
  if (esl) {
    const { host, port, user } = esl;
    return byEventSocket({
      address: { host, port },
      credentials: { password: secrets.password, ...(user === '' ? {} : { user }) },
      plan,
    });
  }
  if (!webitel) throw new Error('Say which PBX: --demo, --esl HOST:PORT or --webitel URL.');
  const { token, key, password } = secrets;
  return byWebitel({
    url: webitel.url,
    caFile: webitel.ca,
    signIn:
      webitel.user === ''
        ? { by: 'token', token, key }
        : { by: 'password', username: webitel.user, password },
    autoAnswerParam: 'sip_h_Call-Info=answer-after=0',
    ringSeconds,
  });
}

const DEMO_USER = '201@pbx.example.test';

/** The demo's user; resolves with what it is signed in by. */
async function demoPass({ accounts }: Gateway): Promise<object> {
  const password = randomBytes(12).toString('base64url');
  const user = await newUser(
    { name: DEMO_USER, extension: DEMO_USER, role: 'admin', groups: [] },
    password,
  );
  await accounts.save({ roles: {}, users: [user] });
  const { token, key } = accounts.issue(user);
  return { token, key, username: DEMO_USER, password };
}

function folderOf({ demo, accounts }: Parsed): string {
  if (accounts !== '') return accounts;
  if (!demo) throw new Error('Say where the accounts are: --accounts FOLDER (user add makes it).');
  const folder = mkdtempSync(join(tmpdir(), 'ringside-gateway-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function serve(options: Parsed): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
  const { host, port, tls, compat, cors, limit: perMinute, audit } = options;
  const accounts = folderOf(options);
  const pbx = await pbxOf(options);
  const started = await startGateway({
    ...{ pbx, accounts, host, port, compat, cors, perMinute, ...(tls ? { tls } : {}) },
    audit: (line) =>
      void (audit === ''
        ? process.stderr.write(line)
        : appendFileSync(audit, line, { mode: 0o600 })),
  });
  if (!started.ok) throw new Error(started.error.message);
  const gateway = started.value;
  ends.push(() => gateway.stop());
  const pass = options.demo && options.accounts === '' ? await demoPass(gateway) : {};
  process.stdout.write(`${JSON.stringify({ url: gateway.url, ...pass })}\n`);
}

async function main(): Promise<void> {
  process.umask(0o077);
  const args = process.argv.slice(2);
  if (args.includes('--help')) return void process.stdout.write(USAGE);
  const options = readOptions(args);
  if (options.words.length > 0)
    return void process.stdout.write(
      `${JSON.stringify(await manage(options, secrets.password))}\n`,
    );
  await serve(options);
}

main().catch(async (error: unknown) => {
  process.stderr.write(
    `ringside-gateway: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  for (const one of ends.reverse()) await one();
  process.exit(2);
});
