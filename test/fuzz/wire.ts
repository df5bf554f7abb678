import { deepStrictEqual, ok as assert } from 'node:assert';
import fc from 'fast-check';
import * as v from 'valibot';
import { Framer, FramingError } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson, type EventHeaders } from '../../src/main/pbx/esl/headers.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { readList } from '../../src/main/pbx/esl/list.ts';
import { parseBounded } from '../../src/main/pbx/list.ts';
import { ChannelsApi } from '../../src/main/pbx/webitel/channels/api.ts';
import { login } from '../../src/main/pbx/webitel/channels/sign-in.ts';
import type { HttpClient } from '../../src/main/pbx/webitel/http.ts';
import { deskOf } from '../../src/shared/calls/desk.ts';
import { matches } from '../../src/renderer/src/state/columns.ts';
import { buildRow } from '../../src/shared/calls/rows.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { CHANNEL_FIELDS } from '../../src/shared/domain/channel.ts';
import { ok } from '../../src/shared/domain/result.ts';
import { AppErrorSchema, ChannelSchema } from '../../src/shared/ipc/schemas.ts';
import { EVENTS, LISTS, mutated, STREAMS } from './material.ts';
import type { Target } from './target.ts';

/** Feeds a framer in chunks; how far it came, and the frames it gave. */
function framesOf(chunks: Iterable<Buffer>): { frames: string[]; broke: boolean } {
  const framer = new Framer();
  const frames: string[] = [];
  try {
    for (const chunk of chunks)
      for (const { headers, body } of framer.push(chunk))
        frames.push(`${JSON.stringify([...headers])} ${body.toString('hex')}`);
  } catch (error) {
    assert(error instanceof FramingError, `threw ${String(error)}`);
    return { frames, broke: true };
  }
  return { frames, broke: false };
}
/** The frames of a stream, read the plainest way: what the framer must find, as far as it is sound. */
function plainFrames(data: Buffer): string[] {
  const frames: string[] = [];
  for (let at = 0; at < data.length;) {
    if (data[at] === 0x0a) {
      at += 1;
      continue;
    }
    const end = data.indexOf('\n\n', at);
    if (end < 0) break;
    const lines = data.toString('latin1', at, end).split('\n');
    const headers = new Map(
      lines.map((line): [string, string] => [
        line.slice(0, line.indexOf(':')),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    );
    const length = Number(headers.get('Content-Length') ?? 0);
    headers.delete('Content-Length');
    if (!(end + 2 + length <= data.length)) break;
    const body = data.subarray(end + 2, end + 2 + length);
    frames.push(`${JSON.stringify([...headers])} ${body.toString('hex')}`);
    at = end + 2 + length;
  }
  return frames;
}
function* cut(data: Buffer, sizes: readonly number[]): Iterable<Buffer> {
  for (let at = 0, i = 0; at < data.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    yield data.subarray(at, at + size);
    at += size;
  }
}

const framing: Target = {
  name: 'framing, any bytes in any chunks',
  share: 10,
  property: fc.property(
    mutated(STREAMS),
    fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 6 }),
    (data, sizes) => {
      const whole = framesOf([data]);
      const pieces = framesOf(cut(data, sizes));
      const plain = plainFrames(data);
      // However it is cut, the same frames come, and they are those that are there; where it
      // breaks, those before it may have come.
      for (const { frames, broke } of [whole, pieces])
        deepStrictEqual(frames, broke ? plain.slice(0, frames.length) : plain);
    },
  ),
};

const headers: Target = {
  name: 'headers of an event, as JSON.parse has them',
  share: 20,
  property: fc.property(mutated(EVENTS), (body) => {
    let read: EventHeaders;
    try {
      read = headersOfJson(body);
    } catch (error) {
      assert(error instanceof SyntaxError, `threw ${String(error)}`);
      return;
    }
    mapEvent(read);
    let parsed: unknown;
    try {
      parsed = JSON.parse(body.toString('utf8'));
    } catch {
      return; // the fast way looks only where it must; what it takes of broken JSON is bounded text
    }
    if (typeof parsed !== 'object' || parsed === null) return;
    // A header that was moved may not be found, and of one that stands twice either counts.
    for (const name of Object.keys(parsed)) {
      const got = read.get(name);
      if (got === undefined || got.length >= 300) continue;
      const there = valuesOf(body, name);
      assert(there.includes(got), `${name}: ${got}, not ${there.join(' or ')}`);
    }
  }),
};

/** All values that a name has in the text of an object, by a pattern that knows JSON's strings. */
function valuesOf(body: Buffer, name: string): string[] {
  const string = '"(?:[^"\\\\]|\\\\.)*"';
  const values = new RegExp(`(${string}):\\[?(${string})`, 'g');
  return [...body.toString('utf8').matchAll(values)]
    .map((match) => match.slice(1).map((text) => JSON.parse(text) as string))
    .filter(([key]) => key === name)
    .map(([, value]) => value ?? '');
}

const table: Target = {
  name: 'events in any order through the table, the desk and the rows',
  share: 10,
  property: fc.property(
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...EVENTS) },
        { weight: 1, arbitrary: mutated(EVENTS) },
      ),
      {
        maxLength: 40,
      },
    ),
    (bodies) => {
      const channels = new ChannelTable();
      for (const body of bodies) {
        let read: EventHeaders;
        try {
          read = headersOfJson(body);
        } catch {
          continue;
        }
        const event = mapEvent(read);
        if (!event) continue;
        for (const { uuid, after } of channels.apply(event)) {
          assert(
            channels.get(uuid) === after || after !== undefined,
            `${uuid} is not what was told`,
          );
        }
      }
      const find = (uuid: string) => channels.get(uuid);
      const all = [...channels.values()];
      for (const channel of all) {
        assert(v.is(ChannelSchema, channel), `not for a window: ${JSON.stringify(channel)}`);
        matches(buildRow(channel.uuid, [channel], '201', find, []), ['a'], ({ name }) => name);
      }
      if (all.length > 0) buildRow('call', all, '201', find, all);
      deskOf(all, '201', find, all.length);
      // A list ends what it has not.
      channels.apply({ kind: 'lost' });
      channels.apply({ kind: 'listing' });
      channels.apply({ kind: 'listed', channels: [], atMs: 1 });
      assert(channels.size === 0, `${channels.size} ghosts`);
    },
  ),
};

/** Rows of the known columns, with values of any JSON type. */
const oddRows = fc
  .array(
    fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(...CHANNEL_FIELDS, '__proto__', 'constructor', 'new_column'),
        fc.jsonValue(),
      ),
      fc.record({ uuid: fc.string(), created_epoch: fc.jsonValue(), cid_name: fc.jsonValue() }),
    ),
    { maxLength: 8 },
  )
  .map((rows) => Buffer.from(JSON.stringify({ row_count: rows.length, rows })));
const lists: Target = {
  name: 'lists of channels',
  share: 10,
  property: fc.asyncProperty(fc.oneof(mutated(LISTS), oddRows), async (body) => {
    const read = await readList(body, body.toString('utf8', 0, 100));
    if (!read.ok) return assert(read.error.message.length < 500);
    for (const channel of read.value)
      assert(v.is(ChannelSchema, channel), `not for a window: ${JSON.stringify(channel)}`);
  }),
};

const EXCHANGE = Buffer.from(
  '{"status":"OK","info":"+OK 3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1\\n","data":{"row_count":1,"rows":[{"uuid":"a","cid_name":"x"}]},"token":"a.b.c","key":"k","expires":1,"domain":"d"}',
);
const rest: Target = {
  name: 'answers of a REST server',
  share: 5,
  property: fc.asyncProperty(
    fc.integer({ min: 100, max: 599 }),
    fc.oneof(fc.anything(), fc.json(), mutated([EXCHANGE]).map(String)),
    async (status, body) => {
      let json: unknown = body;
      if (typeof body === 'string') {
        const parsed = parseBounded(Buffer.from(body));
        json = parsed.ok ? parsed.value : undefined;
      }
      // Only the wire is left out: HttpClient hands on what parseBounded made of it.
      const http = {
        base: new URL('http://pbx.example.test'),
        ask: () => Promise.resolve(ok({ status, json, page: '', dateMs: 0, location: '' })),
      };
      const api = new ChannelsApi(http as unknown as HttpClient, {
        token: 't',
        key: 'k',
        expiresMs: 0,
        domain: 'd',
      });
      const uuid = '3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1';
      const list = await api.list();
      if (list.ok) for (const channel of list.value.channels) assert(v.is(ChannelSchema, channel));
      for (const one of [
        list,
        await api.hangup(uuid),
        await login(http as unknown as HttpClient, 'u', 'p'),
      ])
        if (!one.ok)
          assert(v.is(AppErrorSchema, one.error), JSON.stringify(one.error).slice(0, 200));
    },
  ),
};

/** What a PBX may send. */
export const WIRE: readonly Target[] = [rest, framing, headers, table, lists];
