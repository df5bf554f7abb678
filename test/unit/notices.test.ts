import { describe, expect, it } from 'vitest';
import type { RingingCall } from '../../src/shared/calls/desk.ts';
import { cleanLine, escapeMarkup } from '../../src/shared/domain/clean-line.ts';
import { noticesOf, type NoticeContext } from '../../src/main/desktop/notify/notices.ts';

const call = (id: string, name = `Caller ${id}`): RingingCall => ({
  site: 'main',
  uuid: `leg-${id}`,
  callId: id,
  party: { name, number: `+4930${id}` },
  dialled: '800',
  queue: '',
  arrivedMs: 0,
  sinceMs: 0,
});
const context: NoticeContext = {
  nameOf: ({ party }) => party.name,
  siteOf: () => '',
  hideNames: false,
  can: () => true,
};
const NONE = new Set<string>();

describe('the notifications of calls that ring', () => {
  it('say who calls whom, and act on that call’s own leg', () => {
    expect(noticesOf([call('1')], NONE, context)).toEqual([
      {
        key: 'main 1',
        leg: { site: 'main', uuid: 'leg-1' },
        title: 'Caller 1',
        body: '+49301, called 800',
        actions: ['answer', 'reject', 'default'],
      },
    ]);
  });
  it('name the PBX where there are several, and are two where it gives two calls one id', () => {
    const calls = [call('1'), { ...call('1', 'Berta'), site: 'wien' }];
    const notices = noticesOf(calls, NONE, { ...context, siteOf: ({ site }) => site });
    expect(notices.map(({ key, title, body }) => [key, title, body])).toEqual([
      ['main 1', 'Caller 1', '+49301, called 800, on main'],
      ['wien 1', 'Berta', '+49301, called 800, on wien'],
    ]);
  });
  it('offer only what can be done', () => {
    const [notice] = noticesOf([call('1')], NONE, {
      ...context,
      can: (kind) => kind !== 'answer',
    });
    expect(notice?.actions).toEqual(['reject', 'default']);
  });
  it('are three, and one that counts the others, on which there is nothing to answer', () => {
    const ringing = ['1', '2', '3', '4', '5'].map((id) => call(id));
    const notices = noticesOf(ringing, NONE, context);
    expect(notices.map(({ key }) => key)).toEqual(['main 1', 'main 2', 'main 3', 'more']);
    expect(notices[3]).toMatchObject({
      leg: null,
      title: 'And 2 more calls ring',
      actions: ['default'],
    });
    expect(noticesOf(ringing.slice(0, 4), NONE, context)[3]?.title).toBe('And 1 more call rings');
  });
  it('stay with the calls that have one: who else rings changes nothing of theirs', () => {
    const ringing = ['0', '1', '2', '3', '4'].map((id) => call(id));
    const keys = (shown: string[]) =>
      noticesOf(ringing, new Set(shown.map((id) => `main ${id}`)), context).map(({ key }) =>
        key.replace('main ', ''),
      );
    expect(keys(['2', '3', '4'])).toEqual(['2', '3', '4', 'more']);
    expect(keys(['3'])).toEqual(['0', '1', '3', 'more']);
  });
  it('show neither name nor number while the screen is locked', () => {
    const notices = noticesOf([call('1')], NONE, { ...context, hideNames: true });
    expect(notices[0]).toMatchObject({ leg: { uuid: 'leg-1' }, title: 'Incoming call', body: '' });
    expect(JSON.stringify(notices)).not.toMatch(/Caller|4930|800/);
  });
});

describe('what a stranger sent', () => {
  it('is one line, in the order it is read, without what is not seen', () => {
    expect(cleanLine('Ann\u202Egnp.exe\u202C\u200B\n\u2066x\u2069\u0007')).toBe('Ann gnp.exe x');
    expect(cleanLine('\uFEFF\u00AD\u2028')).toBe('');
  });
  it('keeps the joiners that scripts and emoji are written with', () => {
    expect(cleanLine('می\u200Cخواهم 👩\u200D💻')).toBe('می\u200Cخواهم 👩\u200D💻');
  });
  it('is cut between characters', () => {
    expect(cleanLine('😀'.repeat(200), 3)).toBe('😀😀…');
  });
  it('is no markup', () => {
    expect(escapeMarkup('<img src=x> & &amp;')).toBe('&lt;img src=x&gt; &amp; &amp;amp;');
  });
});
