import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newUser } from '../../src/gateway/accounts/accounts.ts';
import { isHeld } from '../../src/shared/calls/mine.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { admin, caughtUp, ME, PASSWORD, startRig, type Rig } from '../support/gateway.ts';

const GONE = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const LIST = '/api/v2/channels';

describe('the documented API, where success means success', () => {
  let demo: DemoPbx;
  let rig: Rig;
  beforeAll(async () => {
    demo = await startCalmPbx({ seed: 5 });
    const agent = (name: string) =>
      newUser({ name, extension: name, role: 'agent', groups: [] }, '');
    const users = [await admin(), await agent('202@pbx.example.test')];
    rig = await startRig(demo, { people: { roles: {}, users } });
  });
  afterAll(async () => {
    await rig.gateway.stop();
    await demo.stop();
  });
  beforeEach(async () => {
    demo.pbx.hangupAll('NORMAL_CLEARING');
    await expect.poll(() => demo.world.legs.size).toBe(0);
    await caughtUp(rig, demo);
  });

  async function talking(to = '201'): Promise<{ agent: string; caller: string }> {
    const { caller, agent = '' } = demo.inbound({ to, number: '+4930', name: 'Anna' });
    demo.answer(agent);
    await expect.poll(() => demo.world.legs.get(caller)?.callstate).toBe('ACTIVE');
    await caughtUp(rig, demo);
    return { agent, caller };
  }

  it('signs in, and lists what the PBX lists', async () => {
    const login = await rig.ask('POST', '/login', { username: ME, password: PASSWORD }, {});
    expect(login.status).toBe(200);
    expect(Object.keys(login.json)).toEqual([
      'key',
      'domain',
      'username',
      'expires',
      'token',
      'role',
    ]);
    const headers = {
      'X-Access-Token': String(login.json['token']),
      'X-Key': String(login.json['key']),
    };
    expect((await rig.ask('GET', LIST, undefined, headers)).json).toEqual({
      status: 'OK',
      data: { row_count: 0, rows: [] },
    });
    await talking();
    const rows = demo.world.rows();
    expect((await rig.ask('GET', LIST, undefined, headers)).json).toEqual({
      status: 'OK',
      data: { row_count: 2, rows },
    });
  });

  it('places, holds, resumes, listens and hangs up, each done when it is answered', async () => {
    const placed = await rig.ask('POST', LIST, {
      calledId: '203',
      callerId: ME,
      auto_answer_param: 'sip_h_Call-Info=answer-after=0',
    });
    expect(placed).toMatchObject({ status: 200, json: { status: 'OK' } });
    const uuid = /^\+OK ([0-9a-f-]{36})\n$/.exec(String(placed.json['info']))?.[1] ?? '';
    expect(demo.world.rows().find((row) => row.uuid === uuid)?.presence_id).toBe(ME);
    demo.pbx.hangupAll('NORMAL_CLEARING');
    const { agent } = await talking();
    const leg = () => rig.gateway.site.find(agent);
    expect(await rig.ask('PUT', `${LIST}/${agent}`, { state: 'hold' })).toMatchObject({
      status: 200,
      json: { status: 'OK', info: '+OK Success\n' },
    });
    expect(leg() && isHeld(leg()!)).toBe(true);
    const listed = (await rig.ask('GET', `${LIST}?uuid=${agent}&fields=callstate`)).json['data'];
    expect(listed).toEqual({ row_count: 1, rows: [{ callstate: 'HELD' }] });
    expect((await rig.ask('PUT', `${LIST}/${agent}`, { state: 'unhold' })).json).toEqual({
      status: 'OK',
      info: '+OK Success\n',
    });
    expect(leg() && isHeld(leg()!)).toBe(false);
    const heard = await rig.ask('POST', `${LIST}/${agent}/eavesdrop`, { user: '204' });
    expect(heard.json['info']).toMatch(/^\+OK [0-9a-f-]{36}\n$/);
    expect(
      demo.world
        .rows()
        .some((row) => row.application === 'eavesdrop' && row.application_data === agent),
    ).toBe(true);
    expect((await rig.ask('DELETE', `${LIST}/${agent}`)).json).toEqual({
      status: 'OK',
      info: '+OK\n',
    });
    await expect.poll(() => demo.world.rows().some((row) => row.uuid === agent)).toBe(false);
  });

  it('says what is wrong by its status, with a sentence', async () => {
    const { agent } = await talking();
    const cases: [string, string, unknown, number, RegExp][] = [
      ['PUT', `${LIST}/${GONE}`, { state: 'hold' }, 404, /gone/],
      ['DELETE', `${LIST}/${GONE}`, undefined, 404, /gone/],
      ['POST', `${LIST}/${GONE}/eavesdrop`, { user: '204' }, 404, /gone/],
      ['PUT', `${LIST}/${agent}`, { state: 'other' }, 400, /hold or unhold/],
      ['PUT', `${LIST}/${agent}`, {}, 400, /which state/],
      ['PUT', `${LIST}/all`, { state: 'hold' }, 400, /uuid/],
      ['POST', LIST, { calledId: '203' }, 400, /callerId/],
      ['POST', LIST, { callerId: ME }, 400, /calledId/],
      ['POST', LIST, { calledId: '1 2;x', callerId: ME }, 400, /number/],
      ['POST', LIST, '{"calledId":', 400, /JSON/],
      ['POST', `${LIST}/all/eavesdrop`, { user: '204' }, 403, /everybody/],
      ['GET', `${LIST}?order=nothing`, undefined, 400, /no column/],
      ['GET', `${LIST}?page=0`, undefined, 400, /whole number/],
      ['GET', '/nothing', undefined, 404, /no \/nothing/],
    ];
    for (const [method, path, body, status, sentence] of cases) {
      const answer = await rig.ask(method, path, body);
      expect({ method, path, status: answer.status }).toEqual({ method, path, status });
      expect(answer.json['status']).toBe('error');
      expect(String(answer.json['message'] ?? answer.json['info'])).toMatch(sentence);
    }
    demo.pbx.setPhone('205', { registered: false });
    const absent = await rig.ask('POST', LIST, {
      calledId: '203',
      callerId: '205@pbx.example.test',
    });
    expect(absent).toMatchObject({
      status: 422,
      json: {
        info: '-ERR SUBSCRIBER_ABSENT\n',
        message: '205 is not registered',
      },
    });
  });

  it('lets nobody in without a token and key of its own', async () => {
    const pass = rig.pass();
    const other = rig.pass('202@pbx.example.test');
    const cases = [
      {},
      { 'X-Access-Token': pass['X-Access-Token'] ?? '' },
      { ...pass, 'X-Key': GONE },
      { ...pass, 'X-Key': other['X-Key'] ?? '' },
      { ...pass, 'X-Access-Token': 'garbage' },
    ];
    for (const headers of cases)
      expect((await rig.ask('GET', LIST, undefined, headers)).status).toBe(401);
  });

  it('filters, orders, pages and narrows', async () => {
    await talking('201');
    await talking('202');
    const ask = async (query: string) =>
      (await rig.ask('GET', `${LIST}?${query}`)).json['data'] as {
        row_count: number;
        rows: Record<string, string>[];
      };
    expect(await ask('direction=outbound&order=-presence_id&fields=presence_id')).toEqual({
      row_count: 2,
      rows: [{ presence_id: '202@pbx.example.test' }, { presence_id: ME }],
    });
    const page = await ask('order=uuid&page=2&size=3&fields=uuid');
    const uuids = demo.world
      .rows()
      .map(({ uuid }) => uuid)
      .sort();
    expect(page).toEqual({ row_count: 4, rows: uuids.slice(3).map((uuid) => ({ uuid })) });
    expect((await ask('q=ANNA')).row_count).toBe(4);
    expect((await ask('q=nobody')).row_count).toBe(0);
  });

  it('hangs up a domain for who may, and for nobody else', async () => {
    await talking();
    expect(
      (
        await rig.ask(
          'DELETE',
          `${LIST}/domain/pbx.example.test`,
          undefined,
          rig.pass('202@pbx.example.test'),
        )
      ).status,
    ).toBe(403);
    expect(demo.world.rows()).toHaveLength(2);
    expect((await rig.ask('DELETE', `${LIST}/domain/pbx.example.test`)).status).toBe(200);
    await expect.poll(() => demo.world.rows()).toHaveLength(0);
  });

  it('describes itself, each route with what it answers', async () => {
    const { json } = await rig.ask('GET', '/openapi.json', undefined, {});
    const paths = json['paths'] as Record<string, Record<string, { responses: object }>>;
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([LIST, `${LIST}/{id}`, `${LIST}/{id}/eavesdrop`, '/login']),
    );
    expect(Object.keys(paths[LIST]?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '422', '429', '503']),
    );
  });
});

it('is 503 with Retry-After while the PBX is away, and works again when it is back', async () => {
  const demo = await startCalmPbx();
  const rig = await startRig(demo);
  await demo.stop();
  await expect.poll(() => rig.gateway.site.status.phase).toBe('offline');
  for (const [method, path, body] of [
    ['GET', LIST, undefined],
    ['POST', LIST, { calledId: '203', callerId: ME }],
    ['PUT', `${LIST}/${GONE}`, { state: 'hold' }],
  ] as const) {
    const answer = await rig.ask(method, path, body);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  }
  expect((await rig.ask('GET', '/health', undefined, {})).status).toBe(503);
  await demo.restart();
  await expect.poll(async () => (await rig.ask('GET', LIST)).status).toBe(200);
  await rig.gateway.stop();
  await demo.stop();
});
