import { describe, expect, it } from 'vitest';
import { mapCallcenter, mapSofia, type KnownRows } from '../../src/main/pbx/esl/board/mapping.ts';
import type { AnyRow } from '../../src/shared/board/rows.ts';

const headers = (values: Readonly<Record<string, string>>) => ({
  get: (name: string) => ({ 'Event-Date-Timestamp': '1795828800000000', ...values })[name],
});
const known = (rows: Partial<Record<keyof KnownRows, AnyRow>>): KnownRows => ({
  agent: () => rows.agent,
  queue: () => rows.queue,
  member: () => rows.member,
  registration: () => rows.registration,
});

describe('a status that is set', () => {
  const set = (status: string, before: string) =>
    mapCallcenter(
      headers({
        'CC-Action': 'agent-status-change',
        'CC-Agent': '201@d',
        'CC-Agent-Status': status,
      }),
      known({ agent: { status: before } }),
    )[0];

  it('is since then, and who becomes available begins to count anew (cc_agent_update)', () => {
    expect(set('On Break', 'Available')).toMatchObject({
      change: { status: 'On Break', last_status_change: '1795828800' },
    });
    expect(set('Available', 'On Break')).toMatchObject({
      change: { last_status_change: '1795828800', calls_answered: '0', talk_time: '0' },
    });
  });

  it('stays since when it was where it was available already', () => {
    expect(set('Available', 'Available')).toMatchObject({ change: { status: 'Available' } });
    expect(set('Available', 'Available')).not.toHaveProperty('change.last_status_change');
  });
});

describe('a phone that unregisters', () => {
  const leaves = (token: string) =>
    mapSofia(
      headers({
        'Event-Subclass': 'sofia::unregister',
        'from-user': '201',
        realm: 'd',
        'call-id': token,
      }),
      known({ registration: { token: 'now' } }),
    );

  it('is gone', () => {
    expect(leaves('now')).toEqual([{ kind: 'gone', part: 'registrations', key: '201\nd' }]);
  });

  it('is not missed where another has taken its place', () => {
    expect(leaves('before')).toEqual([]);
  });
});
