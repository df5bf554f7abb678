import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heardBy, voiceWords } from '../../src/shared/calls/voice.ts';
import { Rig, WAYS } from '../contract/rig.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

/*
 * Who hears a supervisor, as the app says it and as it is: the words against `demo.hears`, whose rules are those
 * that tones of each party showed on a real FreeSWITCH (docs/supervisor.md, Listening).
 */
let demo: DemoPbx;
let rig: Rig;
let agent: string;
let customer: string;

beforeEach(async () => {
  demo = await startCalmPbx({ seed: 7 });
  const [way] = WAYS;
  if (!way) throw new Error('no way to a PBX');
  rig = new Rig(way, demo);
  await rig.online();
  const call = demo.inbound({ to: '201', number: '+46701234567', name: 'Maja' });
  customer = call.caller;
  agent = call.agent ?? '';
  demo.answer(agent);
  await rig.until('they talk', () => rig.leg(agent)?.peer === customer);
});
afterEach(async () => {
  rig.stop();
  await demo.stop();
});

/** 200 listens to a leg. @returns the supervisor's leg */
async function listenTo(uuid: string): Promise<string> {
  const extension = '200@pbx.example.test';
  expect(await rig.run({ kind: 'eavesdrop', uuid, extension })).toEqual({ ok: true, value: null });
  const leg = rig.channels.find(({ application }) => application === 'eavesdrop');
  return leg?.uuid ?? '';
}
const words = (uuid: string): string => {
  const leg = rig.leg(uuid);
  if (!leg) return 'gone';
  const heard = heardBy(leg, (one) => rig.leg(one));
  return voiceWords(leg.speaksTo, heard, ({ name, number }) => name || number);
};
/** Who hears the supervisor, as it is. */
const truth = (uuid: string): string[] => [
  ...(demo.hears(agent, uuid) ? ['201'] : []),
  ...(demo.hears(customer, uuid) ? ['Maja'] : []),
];

describe.each([
  ['agent', 'speak-own', 'speak-partner'],
  ['customer', 'speak-partner', 'speak-own'],
] as const)('on the leg of the %s', (which, toAgent, toCustomer) => {
  it('says whom the supervisor speaks to, and it is so', async () => {
    const uuid = await listenTo(which === 'agent' ? agent : customer);
    expect([words(uuid), truth(uuid)]).toEqual(['Nobody hears you.', []]);
    expect((await rig.run({ kind: toAgent, uuid })).ok).toBe(true);
    expect([words(uuid), truth(uuid)]).toEqual(['201 hears you, Maja does not.', ['201']]);
    expect((await rig.run({ kind: toCustomer, uuid })).ok).toBe(true);
    expect([words(uuid), truth(uuid)]).toEqual(['Maja hears you, 201 does not.', ['Maja']]);
    expect((await rig.run({ kind: 'speak-both', uuid })).ok).toBe(true);
    expect([words(uuid), truth(uuid)]).toEqual(['201 and Maja hear you.', ['201', 'Maja']]);
    expect((await rig.run({ kind: 'speak-none', uuid })).ok).toBe(true);
    expect([words(uuid), truth(uuid)]).toEqual(['Nobody hears you.', []]);
  });
});

it('follows the keys of the supervisor’s own phone', async () => {
  const uuid = await listenTo(agent);
  demo.press(uuid, '2');
  await rig.until('the key is told', () => rig.leg(uuid)?.speaksTo === 'own');
  expect([words(uuid), truth(uuid)]).toEqual(['201 hears you, Maja does not.', ['201']]);
});

it('keeps no key of anybody who does not listen', async () => {
  demo.press(customer, '2');
  demo.press(agent, '1');
  await listenTo(agent);
  expect(rig.leg(customer)?.speaksTo).toBe('');
  expect(rig.leg(agent)?.speaksTo).toBe('');
});

it('does not know after the connection was lost, says so, and knows again once a button is pressed', async () => {
  const uuid = await listenTo(agent);
  await rig.run({ kind: 'speak-own', uuid });
  const before = rig.statuses.length;
  demo.dropConnections();
  await rig.until('offline', () =>
    rig.statuses.slice(before).some(({ phase }) => phase !== 'online'),
  );
  rig.port.retry();
  await rig.until('online again', () => rig.status?.phase === 'online');
  expect(words(uuid)).toBe('Who hears you is not known. Choose below, to be sure.');
  expect(truth(uuid)).toEqual(['201']);
  expect((await rig.run({ kind: 'speak-none', uuid })).ok).toBe(true);
  expect([words(uuid), truth(uuid)]).toEqual(['Nobody hears you.', []]);
});
