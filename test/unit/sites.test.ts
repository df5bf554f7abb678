import { describe, expect, it } from 'vitest';
import { mergeDesks, deskOf, type DeskPart } from '../../src/shared/calls/desk.ts';
import { intentFor } from '../../src/shared/commands/intents.ts';
import { emptyChannel, type Channel } from '../../src/shared/domain/channel.ts';
import { newSiteId, siteKey, splitSiteKey } from '../../src/shared/domain/site.ts';
import { parseArgs, type GivenSite } from '../../src/main/args.ts';
import { takeGivenSecrets } from '../../src/main/settings/given-secrets.ts';
import { Lines, newTable } from '../../src/renderer/src/state/lines.ts';

const leg = (uuid: string, callstate: string, more: Partial<Channel> = {}): Channel => ({
  ...emptyChannel(uuid),
  direction: 'outbound',
  presence_id: '201@pbx.example.test',
  callstate,
  cid_num: `+49${uuid}`,
  answeredMs: callstate === 'RINGING' ? 0 : 1,
  ...more,
});
const part = (site: string, ...legs: Channel[]): DeskPart => ({
  legs,
  desk: deskOf(legs, '201', () => undefined, legs.length, undefined, site),
});
const given = (...args: string[]): GivenSite[] => {
  const parsed = parseArgs(args);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return [...parsed.value.sites];
};

describe('my desk over several sites', () => {
  it('has one current call, on whichever PBX it is, also where both give their legs one uuid', () => {
    const held = leg('a', 'HELD', { stateMs: 9 });
    const talking = leg('a', 'ACTIVE', { stateMs: 5 });
    const desk = mergeDesks([part('berlin', held), part('wien', talking)]);
    expect(desk.mine.map(({ site, uuid, current }) => [site, uuid, current])).toEqual([
      ['berlin', 'a', false],
      ['wien', 'a', true],
    ]);
    expect(intentFor('hold', desk)).toMatchObject({
      site: 'wien',
      command: { kind: 'hold', uuid: 'a' },
      of: 2,
    });
  });
  it('counts the channels of all, and tells which PBX rings', () => {
    const desk = mergeDesks([
      part('berlin'),
      part('wien', leg('r', 'RINGING', { originator: 'o' })),
    ]);
    expect(desk.channels).toBe(1);
    expect(desk.ringing.map(({ site }) => site)).toEqual(['wien']);
  });
});

describe('one table of several sites', () => {
  it('keeps two channels of one uuid apart, each in its site’s own call', () => {
    const table = newTable();
    const berlin = new Lines('calls', '201', 'berlin', table);
    const wien = new Lines('calls', '201', 'wien', table);
    berlin.apply([leg('a', 'ACTIVE')], []);
    wien.apply([leg('a', 'HELD'), leg('b', 'ACTIVE')], []);
    expect([...table.rows.keys()].sort()).toEqual(['berlin a', 'wien a', 'wien b']);
    expect(table.rows.get('berlin a')?.status).toBe('talking');
    wien.apply([], ['a']);
    expect([...table.rows.keys()].sort()).toEqual(['berlin a', 'wien b']);
    berlin.reset([], 'calls', '201');
    expect([...table.rows.keys()]).toEqual(['wien b']);
  });
});

describe('a site’s id', () => {
  it('is made of its name, and of no other site', () => {
    expect(newSiteId('Büro Köln', [])).toBe('buro-koln');
    expect(newSiteId('Büro Köln', ['buro-koln'])).toBe('buro-koln-2');
    expect(newSiteId('東京', [])).toBe('site-1');
    expect(newSiteId('', ['site-1'])).toBe('site-2');
  });
  it('comes back out of a key, whatever the PBX calls its leg', () => {
    expect(splitSiteKey(siteKey('wien', 'a b c'))).toEqual({ site: 'wien', id: 'a b c' });
  });
});

describe('PBXes on the command line', () => {
  it('are one, as ever', () => {
    expect(given('--extension', '201', '--esl', 'pbx:8022')).toEqual([
      { id: 'main', name: '', esl: { host: 'pbx', port: 8022 }, extension: '201' },
    ]);
  });
  it('are several, each with its name before its address', () => {
    expect(
      given(
        ...['--site', 'Berlin', '--esl', 'a', '--extension', '201'],
        ...['--site', 'Wien', '--webitel', 'https://b', '--extension', '301@wien'],
      ),
    ).toEqual([
      { id: 'berlin', name: 'Berlin', esl: { host: 'a', port: 8021 }, extension: '201' },
      { id: 'wien', name: 'Wien', webitel: 'https://b', extension: '301@wien' },
    ]);
  });
  it('take the name that follows the address where the first address comes before any name', () => {
    expect(given('--esl', 'a', '--site', 'Berlin', '--esl', 'b', '--site', 'Wien')).toMatchObject([
      { name: 'Berlin', esl: { host: 'a' } },
      { name: 'Wien', esl: { host: 'b' } },
    ]);
  });
  it('share what is given once, and need no names', () => {
    expect(given('--esl', 'a', '--esl', 'b', '--extension', '201')).toMatchObject([
      { id: 'main', esl: { host: 'a' }, extension: '201' },
      { id: 'site-1', esl: { host: 'b' }, extension: '201' },
    ]);
  });
  it.each([
    [['--site', 'Berlin'], '--site names a PBX'],
    [['--site', 'X', '--esl', 'a', '--site', 'X', '--esl', 'b'], 'given twice'],
    [['--esl', 'a:99999'], '--esl needs HOST:PORT'],
  ])('that make no sense are told: %s', (args, why) => {
    const parsed = parseArgs(args);
    expect(parsed.ok ? '' : parsed.error.message).toContain(why);
  });
});

describe('secrets of a scripted start', () => {
  it('are taken out of the environment, each for the site it names, else for all', () => {
    const environment: NodeJS.ProcessEnv = {
      RINGSIDE_PASSWORD: 'all',
      RINGSIDE_PASSWORD_BURO_KOLN: 'koln',
      RINGSIDE_TOKEN: '',
      RINGSIDE_ELECTRON: '/x',
    };
    const { of, all } = takeGivenSecrets(environment);
    expect(of('buro-koln')).toEqual({ password: 'koln' });
    expect(of('wien')).toEqual({ password: 'all' });
    expect([...all].sort()).toEqual(['all', 'koln']);
    expect(Object.keys(environment)).toEqual(['RINGSIDE_ELECTRON']);
  });
});
