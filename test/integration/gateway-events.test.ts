import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newUser } from '../../src/gateway/accounts/accounts.ts';
import { SseReader, type SseEvent } from '../../src/main/pbx/webitel/gateway/sse.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';
import { admin, caughtUp, startRig, type Rig } from '../support/gateway.ts';

const AGENT = '202@pbx.example.test';

/** A reader of events. */
class Reader {
  readonly events: SseEvent[] = [];
  readonly closed: Promise<void>;
  readonly #sse = new SseReader();
  readonly response: IncomingMessage;

  private constructor(response: IncomingMessage) {
    this.response = response;
    this.closed = new Promise((resolve) => response.once('close', () => resolve()));
    response.on('error', () => undefined);
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.events.push(...this.#sse.push(text)));
  }

  static open({ gateway }: Rig, headers: Record<string, string>): Promise<Reader> {
    return new Promise((resolve, reject) => {
      get(`${gateway.url}/api/v2/events`, { headers }, (response) =>
        resolve(new Reader(response)),
      ).on('error', reject);
    });
  }

  get lastId(): string {
    return this.#sse.id;
  }

  /** The uuids that are there by what was told, and nothing else. */
  get there(): string[] {
    const uuids = new Set<string>();
    for (const { name, data } of this.events) {
      const { channels, changed, gone } = JSON.parse(data) as Record<string, { uuid: string }[]>;
      if (name === 'snapshot') uuids.clear();
      for (const { uuid } of [...(channels ?? []), ...(changed ?? [])]) uuids.add(uuid);
      for (const { uuid } of gone ?? []) uuids.delete(uuid);
    }
    return [...uuids].sort();
  }
}

let demo: DemoPbx;
let rig: Rig;
beforeAll(async () => {
  demo = await startCalmPbx({ seed: 9 });
  const agent = await newUser({ name: AGENT, extension: AGENT, role: 'agent', groups: [] }, '');
  rig = await startRig(demo, { people: { roles: {}, users: [await admin(), agent] } });
});
afterAll(async () => {
  await rig.gateway.stop();
  await demo.stop();
});
beforeEach(async () => {
  demo.pbx.hangupAll('NORMAL_CLEARING');
  await caughtUp(rig, demo);
});

const inbound = (to: string): string => demo.inbound({ to, number: '+49', name: 'A' }).agent ?? '';
const rows = (): string[] =>
  demo.world
    .rows()
    .map(({ uuid }) => uuid)
    .sort();

it('begins with a snapshot, and tells all that changes', async () => {
  inbound('203');
  await caughtUp(rig, demo);
  const reader = await Reader.open(rig, rig.pass());
  await expect.poll(() => reader.events.map(({ name }) => name)).toEqual(['snapshot']);
  expect(reader.there).toEqual(rows());
  const leg = inbound('204');
  await expect.poll(() => reader.there).toContain(leg);
  demo.hangup(leg);
  await expect.poll(() => reader.there).not.toContain(leg);
  await expect.poll(() => reader.there.join() === rows().join()).toBe(true);
  reader.response.destroy();
});

it('goes on where a reader was, and begins anew where that is not known', async () => {
  const first = await Reader.open(rig, rig.pass());
  await expect.poll(() => first.events.length).toBe(1);
  first.response.destroy();
  inbound('203');
  await caughtUp(rig, demo);
  const second = await Reader.open(rig, { ...rig.pass(), 'last-event-id': first.lastId });
  await expect.poll(() => second.there).toEqual(rows());
  expect(second.events.map(({ name }) => name)).not.toContain('snapshot');
  for (const id of ['other-3', `${first.lastId.split('-')[0]}-999999`, 'x', '-1']) {
    const third = await Reader.open(rig, { ...rig.pass(), 'last-event-id': id });
    await expect.poll(() => third.events[0]?.name).toBe('snapshot');
    third.response.destroy();
  }
  second.response.destroy();
});

it('tells an agent of their own calls and no other, the caller too once they talk', async () => {
  const reader = await Reader.open(rig, rig.pass(AGENT));
  await expect.poll(() => reader.events.length).toBe(1);
  demo.answer(inbound('203'));
  const mine = inbound('202');
  await expect.poll(() => reader.there).toEqual([mine]);
  demo.answer(mine);
  await expect.poll(() => reader.there).toHaveLength(2);
  demo.hangup(mine);
  await expect.poll(() => reader.there).toEqual([]);
  expect(reader.events.map(({ data }) => data).join('')).not.toContain('203@');
  reader.response.destroy();
});

it('ends when the pass does', async () => {
  const pass = rig.pass();
  const reader = await Reader.open(rig, pass);
  await rig.ask('DELETE', '/api/v2/login', undefined, pass);
  await reader.closed;
  expect((await rig.ask('GET', '/api/v2/events/now', undefined, pass)).status).toBe(401);
});
