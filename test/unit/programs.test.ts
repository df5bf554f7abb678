import { expect, it } from 'vitest';
import { Monitor } from '../../src/main/calls/monitor.ts';
import { isOwnPlaced, ringsForMe } from '../../src/shared/calls/mine.ts';
import { emptyChannel } from '../../src/shared/domain/channel.ts';

const fields = {
  direction: 'outbound',
  presence_id: '201@pbx.example.test',
  callstate: 'RINGING',
  cid_name: 'CRM Kunde',
  cid_num: '+4930123',
};

/** Whether a leg that a program places to my phone rings for me, told by an event and by a list. */
function ringsFor(monitor: Monitor): boolean[] {
  monitor.feed([
    { kind: 'created', uuid: 'by event', atMs: 1, facts: { fields } },
    { kind: 'listing' },
    {
      kind: 'listed',
      atMs: 2,
      channels: ['by event', 'by list'].map((uuid) => ({ ...emptyChannel(uuid), ...fields })),
    },
  ]);
  return ['by event', 'by list'].map((uuid) => {
    const leg = monitor.table.get(uuid);
    return leg !== undefined && ringsForMe(leg, '201', () => undefined) && !isOwnPlaced(leg);
  });
}

it('a leg that a program places to my phone is a call for me, unless the program dials for me', () => {
  expect(ringsFor(new Monitor())).toEqual([true, true]);
  const monitor = new Monitor();
  monitor.placedBy([' crm kunde ']);
  expect(ringsFor(monitor)).toEqual([false, false]);
  monitor.stop();
});
