import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { CHANNEL_FIELDS, channelFromRow, type Channel } from '../../src/shared/domain/channel.ts';
import { readCapture } from '../support/captures.ts';

const CAPTURES = [
  'burst-40-calls',
  'caller-names-hostile',
  'eavesdrop-listen-whisper-barge',
  'events-before-their-channel',
  'inbound-answered-hold-unhold-hangup-json',
  'inbound-no-answer-timeout',
  'inbound-rejected-by-agent',
  'legs-answered-before-routing',
  'originate-agent-to-agent-answered',
  'originate-failures',
  'shutdown-with-live-call',
  'transfer-blind-park-record-dtmf',
];

interface Comparison {
  /** Rows of the PBX beside our channel of the same uuid. */
  readonly rows: readonly (readonly [Record<string, string>, Channel | undefined])[];
  readonly ours: readonly Channel[];
}

/** Replays a capture into a table, and takes what both sides have at each `show channels`. */
function replay(name: string) {
  const table = new ChannelTable();
  const framer = new Framer();
  const asked: string[] = [];
  const shows: Comparison[] = [];
  const created = new Set<string>();
  for (const { dir, bytes } of readCapture(name)) {
    if (dir === '>') asked.push(...bytes.toString().split('\n\n').filter(Boolean));
    if (dir !== '<') continue;
    for (const { headers, body } of framer.push(bytes)) {
      const type = headers.get('Content-Type');
      if (type === 'text/event-json') {
        const event = mapEvent(headersOfJson(body));
        if (event?.kind === 'created') created.add(event.uuid);
        if (event) table.apply(event);
      } else if (type !== 'auth/request' && asked.shift() === 'api show channels as json') {
        const { rows = [] } = JSON.parse(body.toString()) as { rows?: Record<string, string>[] };
        shows.push({
          rows: rows.map((row) => [row, table.get(row['uuid'] ?? '')]),
          ours: [...table.values()],
        });
      }
    }
  }
  return { table, shows, created };
}

/**
 * Columns that the captures' event lists do not tell of: they were recorded without CODEC events,
 * and FreeSWITCH's first word on a codec (L16, before media) comes with one. The app asks for them.
 */
const UNTOLD = ['read_codec', 'read_bit_rate', 'write_codec'];

describe('replay of the captures', () => {
  it.each(CAPTURES)('%s: the table is what show channels has, each time', (name) => {
    const { table, shows, created } = replay(name);
    for (const { rows, ours } of shows) {
      for (const [row, channel] of rows) {
        if (!channel) {
          // The list overtook the event: it must come afterwards.
          expect(created).toContain(row['uuid']);
          continue;
        }
        for (const field of CHANNEL_FIELDS) {
          if (UNTOLD.includes(field) && row['callstate'] === 'EARLY') continue;
          expect([field, channel[field]]).toEqual([field, row[field] ?? '']);
        }
      }
      const listed = new Set(rows.map(([row]) => row['uuid']));
      expect(ours.filter(({ uuid }) => !listed.has(uuid))).toEqual([]);
    }
    // Every capture ends with its calls gone, and no event after a death raised a ghost.
    expect([...table.values()]).toEqual([]);
    expect(created.size).toBeGreaterThan(0);
  });

  it('has all call states of the captures', () => {
    const states = new Set<string>();
    for (const name of CAPTURES) {
      const framer = new Framer();
      for (const { dir, bytes } of readCapture(name)) {
        if (dir !== '<') continue;
        for (const { headers, body } of framer.push(bytes)) {
          if (headers.get('Content-Type') !== 'text/event-json') continue;
          const event = mapEvent(headersOfJson(body));
          if (event?.kind === 'changed' && event.facts.fields?.callstate)
            states.add(event.facts.fields.callstate);
        }
      }
    }
    expect([...states].sort()).toEqual([
      'ACTIVE',
      'EARLY',
      'HANGUP',
      'HELD',
      'RINGING',
      'RING_WAIT',
      'UNHELD',
    ]);
  });

  it('takes a list of 1,840 channels whole', () => {
    const framer = new Framer();
    const lists = readCapture('snapshot-1840-channels')
      .filter(({ dir }) => dir === '<')
      .flatMap(({ bytes }) => framer.push(bytes))
      .map(({ body }) => body.toString())
      .filter((text) => text.startsWith('{"row_count":1840'));
    const { rows } = JSON.parse(lists[0] ?? '') as { rows: unknown[] };
    const table = new ChannelTable();
    table.apply({ kind: 'listing' });
    const channels = rows.map(channelFromRow).filter((channel) => channel !== undefined);
    expect(table.apply({ kind: 'listed', channels, atMs: 1 })).toHaveLength(1840);
    expect(
      table.apply({
        kind: 'listed',
        channels: rows.map(channelFromRow).filter((c) => c !== undefined),
        atMs: 2,
      }),
    ).toEqual([]);
  });
});

describe('hostile names', () => {
  it('stay what the caller sent, to the letter', () => {
    const names = new Set<string>();
    const framer = new Framer();
    const table = new ChannelTable();
    for (const { dir, bytes } of readCapture('caller-names-hostile')) {
      if (dir !== '<') continue;
      for (const { headers, body } of framer.push(bytes)) {
        if (headers.get('Content-Type') !== 'text/event-json') continue;
        const event = mapEvent(headersOfJson(body));
        for (const { after } of event ? table.apply(event) : [])
          if (after) names.add(after.cid_name);
      }
    }
    // From the capture's README: a formula, HTML, a variable, a newline, 120 letters.
    for (const kind of [/^=/, /</, /[%$]\{/, /\n/, /^.{120}$/s])
      expect([...names].some((name) => kind.test(name))).toBe(true);
  });
});
