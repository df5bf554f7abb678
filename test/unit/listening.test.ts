import { expect, it } from 'vitest';
import { eavesdropTarget, otherParty } from '../../src/shared/calls/parties.ts';
import { ChannelTable } from '../../src/shared/calls/table.ts';

it('listening names the call to be heard while my own phone still rings, and no longer than it listens', () => {
  const table = new ChannelTable();
  const find = (uuid: string) => table.get(uuid);
  table.apply({
    kind: 'created',
    uuid: 'heard',
    atMs: 1,
    facts: { fields: { direction: 'inbound', cid_name: 'Ida Dahl', cid_num: '+4722123456' } },
  });
  table.apply({ kind: 'placing', uuid: 'mine', hears: 'heard' });
  table.apply({
    kind: 'created',
    uuid: 'mine',
    atMs: 2,
    facts: { fields: { direction: 'outbound', presence_id: '201@a.test', callstate: 'RINGING' } },
  });
  const mine = () => table.get('mine')!;
  expect(otherParty(mine(), find)).toEqual({ name: 'Ida Dahl', number: '+4722123456' });
  const application = (name: string): void => {
    table.apply({
      kind: 'changed',
      uuid: 'mine',
      atMs: 3,
      facts: { fields: { application: name } },
    });
  };
  application('park');
  expect(eavesdropTarget(mine())).toBe('');
});
