import { FIRST_SITE } from '../../src/shared/domain/site.ts';
import type { CallRecord } from '../../src/shared/history/record.ts';
import type { Rule } from '../../src/shared/rules/rule.ts';

/** What a hostile caller sends for a name, to break out of a shell, a URL, JSON, a template. */
export const HOSTILE_NAME = '"\'`$(touch /tmp/ringside-x)\n&|;<>%00 {number} --x=1 \\ Å😀';

/** A call to me that rang at 10:00:00, was answered 5 s later and went on for 65 s. */
export const callRecord = (changes: Partial<CallRecord> = {}): CallRecord => ({
  id: 1,
  site: FIRST_SITE,
  callId: 'call-1',
  way: 'in',
  name: HOSTILE_NAME,
  number: '+4930123456',
  dialled: '800',
  startedMs: Date.UTC(2026, 10, 23, 10, 0, 0),
  answeredMs: Date.UTC(2026, 10, 23, 10, 0, 5),
  endedMs: Date.UTC(2026, 10, 23, 10, 1, 10),
  outcome: 'answered',
  cause: 'NORMAL_CLEARING',
  seen: true,
  ...changes,
});

export const rule = (changes: Partial<Rule> = {}): Rule => ({
  id: 'rule-1',
  name: 'Open the customer',
  on: true,
  steps: ['ringing'],
  button: false,
  way: 'any',
  number: '',
  dialled: '',
  action: { kind: 'url', url: 'https://crm.example.test/?q={number}', allowHttp: false },
  ...changes,
});
