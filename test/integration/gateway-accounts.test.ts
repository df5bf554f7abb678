import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUser } from '../../src/gateway/accounts/accounts.ts';
import { Lockout } from '../../src/gateway/accounts/lockout.ts';
import { hashed, isPassword } from '../../src/gateway/accounts/password.ts';
import { readPeople } from '../../src/gateway/accounts/people.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { admin, caughtUp, ME, PASSWORD, startRig, type Rig } from '../support/gateway.ts';

const LIST = '/api/v2/channels';
const PHONES = ['201', '202', '203'] as const;
type Phone = (typeof PHONES)[number];
const at = (phone: string): string => `${phone}@pbx.example.test`;

/** Whose channels each role may act on: 202 asks, in a group with 201; 203 is a stranger. */
const TABLE: Readonly<Record<string, Readonly<Record<string, readonly Phone[]>>>> = {
  agent: { see: ['202'], hold: ['202'], hangup: ['202'], eavesdrop: [], originate: ['202'] },
  supervisor: {
    see: ['201', '202'],
    hold: ['202'],
    hangup: ['201', '202'],
    eavesdrop: ['201', '202'],
    originate: ['202'],
  },
  admin: { see: PHONES, hold: PHONES, hangup: PHONES, eavesdrop: PHONES, originate: PHONES },
  nobody: { see: [], hold: [], hangup: [], eavesdrop: [], originate: [] },
};

describe('every role, every command, everybody’s channels', () => {
  let demo: DemoPbx;
  let rig: Rig;
  let legs: Record<Phone, string>;
  beforeAll(async () => {
    demo = await startCalmPbx({ seed: 7 });
    const users = [
      await admin(),
      ...(await Promise.all(
        Object.keys(TABLE).map((role) =>
          newUser({ name: role, extension: at('202'), role, groups: ['support'] }, ''),
        ),
      )),
      await newUser(
        { name: 'other', extension: at('201'), role: 'agent', groups: ['support'] },
        '',
      ),
    ];
    rig = await startRig(demo, { people: { roles: { nobody: { '*': 'none' } }, users } });
  });
  afterAll(async () => {
    await rig.gateway.stop();
    await demo.stop();
  });
  beforeEach(async () => {
    demo.pbx.hangupAll('NORMAL_CLEARING');
    await expect.poll(() => demo.world.legs.size).toBe(0);
    legs = Object.fromEntries(
      PHONES.map((phone) => {
        const { agent = '' } = demo.inbound({ to: phone, number: '+4930', name: 'Anna' });
        demo.answer(agent);
        return [phone, agent];
      }),
    ) as Record<Phone, string>;
    for (const leg of Object.values(legs))
      await expect.poll(() => demo.world.legs.get(leg)?.peer).toBeTruthy();
    await caughtUp(rig, demo);
  });

  const ASKS: Readonly<
    Record<string, (phone: Phone) => readonly [method: string, path: string, body?: unknown]>
  > = {
    hold: (phone) => ['PUT', `${LIST}/${legs[phone]}`, { state: 'hold' }],
    hangup: (phone) => ['DELETE', `${LIST}/${legs[phone]}`],
    eavesdrop: (phone) => ['POST', `${LIST}/${legs[phone]}/eavesdrop`, { user: '202' }],
    originate: (phone) => ['POST', LIST, { calledId: '207', callerId: at(phone) }],
  };

  it.each(Object.keys(TABLE))('%s', async (role) => {
    const allowed = TABLE[role] ?? {};
    for (const phone of PHONES)
      for (const command of ['hold', 'originate', 'eavesdrop', 'hangup']) {
        const before = demo.commands.length;
        const [method, path, body] = ASKS[command]?.(phone) ?? ['', ''];
        const answer = await rig.ask(method, path, body, rig.pass(role));
        const expected = allowed[command]?.includes(phone) ? 200 : 403;
        expect({ role, command, phone, status: answer.status }).toEqual({
          role,
          command,
          phone,
          status: expected,
        });
        const given = demo.commands
          .slice(before)
          .filter((line) => /uuid_(?:hold|kill|broadcast)|originate/.test(line));
        expect(given.length > 0).toBe(expected === 200);
        const line = JSON.parse(rig.audit.at(-1) ?? '{}') as Record<string, unknown>;
        expect(line).toMatchObject({
          what: 'command',
          user: role,
          kind: command,
          outcome: expected === 200 ? 'done' : 'not-allowed',
        });
      }
  });

  it.each(Object.keys(TABLE))('%s sees', async (role) => {
    const { json } = await rig.ask('GET', LIST, undefined, rig.pass(role));
    const rows = (json['data'] as { rows: { presence_id: string }[] }).rows;
    const phones = rows
      .map((row) => row.presence_id)
      .filter((id) => id !== '')
      .sort();
    expect(phones).toEqual((TABLE[role]?.['see'] ?? []).map(at));
    // And the other side of each, who has no presence.
    expect(rows).toHaveLength(2 * phones.length);
  });
});

describe('passes', () => {
  let demo: DemoPbx;
  let rig: Rig;
  beforeAll(async () => {
    demo = await startCalmPbx();
    rig = await startRig(demo);
  });
  afterAll(async () => {
    await rig.gateway.stop();
    await demo.stop();
  });
  const status = async (pass: Record<string, string>) =>
    (await rig.ask('GET', LIST, undefined, pass)).status;

  it('end, are revoked, and rotate, on every gateway that shares the folder', async () => {
    const second = await startRig(demo, { folder: rig.folder });
    const pass = rig.pass();
    expect((await second.ask('GET', LIST, undefined, pass)).status).toBe(200);
    const rotated = await rig.ask('POST', '/api/v2/login', undefined, pass);
    expect(await status(pass)).toBe(401);
    await expect
      .poll(async () => (await second.ask('GET', LIST, undefined, pass)).status)
      .toBe(401);
    const fresh = {
      'X-Access-Token': String(rotated.json['token']),
      'X-Key': String(rotated.json['key']),
    };
    expect((await second.ask('GET', LIST, undefined, fresh)).status).toBe(200);
    await rig.gateway.accounts.rotate(1);
    expect(await status(fresh)).toBe(200);
    await rig.gateway.accounts.rotate(0);
    expect(await status(fresh)).toBe(401);
    const { users, roles } = rig.gateway.accounts.people;
    const all = rig.pass();
    await rig.gateway.accounts.save({
      roles,
      users: users.map((user) => ({ ...user, passesSince: Date.now() + 1 })),
    });
    expect(await status(all)).toBe(401);
    await rig.gateway.accounts.save({ roles, users });
    await second.gateway.stop();
  });

  it('are refused when anything of them was changed', async () => {
    const pass = rig.pass();
    const [head, body = '', signature] = (pass['X-Access-Token'] ?? '').split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const forged = (claim: object, first = head) =>
      `${first}.${Buffer.from(JSON.stringify({ ...claims, ...claim })).toString('base64url')}.${signature}`;
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      forged({ exp: 9e12 }),
      forged({ sub: 'other' }),
      `${none}.${body}.`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.x`,
    ])
      expect(await status({ ...pass, 'X-Access-Token': token })).toBe(401);
  });

  it('are locked out after wrong passwords, the owner elsewhere is not, and no secret is written down', async () => {
    const login = (password: string) => rig.ask('POST', '/login', { username: ME, password }, {});
    for (let i = 0; i < 5; i += 1) expect((await login(`wrong-${i}`)).status).toBe(401);
    const locked = await login(PASSWORD);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(20);
    const log = rig.audit.join('');
    expect(log).toContain('locked out');
    for (const secret of [PASSWORD, 'wrong-1', ...Object.values(rig.pass())])
      expect(log).not.toContain(secret);
  });

  it('allow so many requests a minute', async () => {
    const strict = await startRig(demo, { folder: rig.folder, perMinute: 3 });
    const pass = strict.pass();
    const seen: number[] = [];
    for (let i = 0; i < 4; i += 1)
      seen.push((await strict.ask('GET', LIST, undefined, pass)).status);
    expect(seen).toEqual([200, 200, 200, 429]);
    expect(
      Number((await strict.ask('GET', LIST, undefined, pass)).headers.get('retry-after')),
    ).toBeGreaterThan(0);
    await strict.gateway.stop();
  });
});

it('keeps passwords so that they cannot be read back, each with its own salt', async () => {
  const [a, b] = [await hashed('correct horse'), await hashed('correct horse')];
  expect(a).not.toBe(b);
  expect(a).not.toContain('correct');
  expect(await isPassword('correct horse', a)).toBe(true);
  expect(await isPassword('correct horsf', a)).toBe(false);
  for (const kept of [
    '',
    'plain',
    'scrypt$1$1$1$$',
    `scrypt$1073741824$8$1$AAAA$${'A'.repeat(43)}`,
  ])
    expect(await isPassword('', kept)).toBe(false);
});

it('locks an account for all addresses only after many wrong passwords from many', () => {
  const lockout = new Lockout();
  for (let i = 0; i < 49; i += 1) lockout.wrong('anna', `10.0.0.${i}`, 0);
  expect(lockout.waitMs('anna', '192.0.2.1', 0)).toBe(0);
  lockout.wrong('Anna', '10.0.0.99', 0);
  expect(lockout.waitMs('anna', '192.0.2.1', 0)).toBe(30_000);
  lockout.wrong('anna', '10.0.0.99', 30_000);
  expect(lockout.waitMs('anna', '192.0.2.1', 30_000)).toBe(60_000);
  expect(lockout.waitMs('bo', '10.0.0.99', 0)).toBe(0);
});

it.each([
  ['{"users":[{"name":"a b"}]}', /user name/],
  ['{"users":[{"name":"a"},{"name":"A"}]}', /two users/],
  ['{"users":[{"name":"a","role":"king"}]}', /king/],
  ['{"users":[{"name":"a","extension":"201 203"}]}', /extension/],
  ['{"users":[],"roles":{"r":{"hold":"most"}}}', /./],
  ['{"users":[{"name":"a","role":"__proto__"}]}', /__proto__/],
])('does not take people it does not understand: %s', (text, why) => {
  expect(() => readPeople(text)).toThrow(why);
});
