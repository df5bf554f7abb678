import { expect, it, test } from 'vitest';
import { Colleagues } from '../../src/main/contacts/colleagues.ts';
import { shownParty } from '../../src/shared/calls/shown.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';

const leg = (user: string, more: Partial<Channel>): { uuid: string; after: Channel } => ({
  uuid: user,
  after: {
    ...emptyChannel(user),
    presence_id: `${user}@a.test`,
    direction: 'inbound',
    answeredMs: 1,
    callstate: 'ACTIVE',
    ...more,
  },
});

it('colleagues are called as the directory says, else as their own answered legs do', () => {
  const told: string[] = [];
  const colleagues = new Colleagues(
    () => 'a.test',
    (user) => told.push(user),
  );
  colleagues.setDirectory(
    new Map([
      ['201@a.test', 'Anna Berg'],
      ['201@b.test', 'Other'],
    ]),
  );
  colleagues.learn([
    leg('201', { cid_name: 'Another name', cid_num: '201' }),
    leg('202', { cid_name: 'Bo Dahl', cid_num: '202' }),
    // Forwards somebody else's caller id: that is not his name.
    leg('203', { cid_name: 'A caller', cid_num: '+4930123' }),
    leg('204', { direction: 'outbound', callee_name: 'Cy Ek', callee_num: '204' }),
    leg('205', { direction: 'outbound', callee_name: 'Not yet', callee_num: '205', answeredMs: 0 }),
  ]);
  const names = ['201', '202', '203', '204', '205'].map((user) => colleagues.nameOf(user));
  expect(names).toEqual(['Anna Berg', 'Bo Dahl', '', 'Cy Ek', '']);
  expect(told).toEqual(['', '201', '202', '204']);
});

it('without a domain of mine, a user of two domains has no name', () => {
  const colleagues = new Colleagues(
    () => '',
    () => undefined,
  );
  colleagues.setDirectory(
    new Map([
      ['201@a.test', 'Anna'],
      ['201@b.test', 'Bo'],
      ['202@a.test', 'Cy'],
    ]),
  );
  expect([colleagues.nameOf('201'), colleagues.nameOf('202')]).toEqual(['', 'Cy']);
});

it('a contact’s name goes over what is sent, a colleague’s only where nothing is', () => {
  const party = { name: 'WIRELESS CALLER', number: '1' };
  expect(shownParty(party, { name: 'Anna', overrides: true })).toEqual({
    name: 'Anna',
    number: '1',
    sent: 'WIRELESS CALLER',
  });
  expect(shownParty(party, { name: 'Bo', overrides: false }).name).toBe('WIRELESS CALLER');
  expect(shownParty({ name: '', number: '1' }, { name: 'Bo', overrides: false })).toEqual({
    name: 'Bo',
    number: '1',
    sent: '',
  });
});

test('a search finds colleagues by name or number, without accents, and nobody without a name', () => {
  const colleagues = new Colleagues(
    () => 'pbx',
    () => undefined,
  );
  colleagues.setDirectory(
    new Map([
      ['207@pbx', 'Jürgen Groß'],
      ['208@pbx', 'Anna Lindqvist'],
      ['209@pbx', ''],
      ['210@other', 'Jürgen Elsewhere'],
    ]),
  );
  expect(colleagues.find('jurgen', 8)).toEqual([
    { kind: 'colleague', name: 'Jürgen Groß', number: '207' },
  ]);
  expect(colleagues.find('20', 8).map(({ number }) => number)).toEqual(['208', '207']);
  expect(colleagues.find('20', 1)).toHaveLength(1);
  expect(colleagues.find('anna 207', 8)).toEqual([]);
});
