import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/main/pbx/esl/framing.ts';
import { headersOfJson } from '../../src/main/pbx/esl/headers.ts';
import { mapEvent } from '../../src/main/pbx/esl/mapping.ts';
import { Lines } from '../../src/renderer/src/state/lines.ts';
import { isMine } from '../../src/shared/calls/mine.ts';
import { otherParty } from '../../src/shared/calls/parties.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';
import { splitAddress } from '../../src/shared/domain/channel.ts';
import { readCapture } from '../support/captures.ts';

const NAME = 'attended-att_xfer-by-uuid_broadcast';

/** What cards and table say at each moment of the capture at which two legs of phones are bridged. */
function moments() {
  const table = new ChannelTable();
  const lines = new Lines('calls', '');
  const framer = new Framer();
  const seen: { cards: Record<string, string>; lines: string[][]; ended: string[] }[] = [];
  const find = (uuid: string) => table.get(uuid);
  for (const { dir, bytes } of readCapture(NAME)) {
    if (dir !== '<') continue;
    for (const { headers, body } of framer.push(bytes)) {
      if (headers.get('Content-Type') !== 'text/event-json') continue;
      const event = mapEvent(headersOfJson(body));
      if (!event) continue;
      const changes = table.apply(event);
      const changed = changes.flatMap(({ after }) => (after ? [after] : []));
      const gone = changes.flatMap(({ uuid, after }) => (after ? [] : [uuid]));
      lines.apply(changed, gone);
      const legs = [...table.values()].filter(
        (leg) => leg.answeredMs > 0 && leg.callstate !== 'HANGUP',
      );
      const cards = Object.fromEntries(
        ['200', '201', '202', '203'].flatMap((user) => {
          const mine = legs.filter((leg) => isMine(leg, user)).at(-1);
          return mine ? [[user, otherParty(mine, find).number]] : [];
        }),
      );
      seen.push({
        cards,
        lines: [...lines.rows.values()].map(({ legs: all }) =>
          all.map((leg) => splitAddress(leg.presence_id).user || leg.cid_num).sort(),
        ),
        ended: gone,
      });
    }
  }
  return seen;
}

describe('a consultation by att_xfer, as FreeSWITCH told it', () => {
  const all = moments();
  const steps = all
    .map(({ cards }) => JSON.stringify(cards))
    .filter((text, i, texts) => text !== texts[i - 1])
    .map((text) => JSON.parse(text) as Record<string, string>);

  it('names both who consult, and the caller once the agent is back with him', () => {
    const [first, consulted] = [{ 201: '+46701234567' }, { 201: '202', 202: '201' }];
    expect(steps[1]).toEqual(first);
    expect(steps).toContainEqual(consulted);
    // Wherever 202 talks, it is to 201, or to the caller who was handed over; never to itself.
    for (const cards of steps) {
      if ('202' in cards) expect(['201', '+46701234567']).toContain(cards['202']);
      if ('201' in cards) expect(['202', '+46701234567']).toContain(cards['201']);
    }
  });

  it('has a line of its own while both lines last', () => {
    const consulting = all.filter(({ cards }) => cards['201'] === '202' && cards['202'] === '201');
    expect(consulting.length).toBeGreaterThan(5);
    for (const { lines } of consulting) expect(lines).toContainEqual(['202']);
  });

  it('that is over leaves no line', () => {
    expect(all.at(-1)?.lines).toEqual([]);
  });
});
