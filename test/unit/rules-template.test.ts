import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dryRun,
  PLACEHOLDERS,
  planFor,
  problemsOf,
  valuesOf,
} from '../../src/shared/rules/plan.ts';
import type { RuleAction } from '../../src/shared/rules/rule.ts';
import { fillUrl, percentEncoded, urlTemplateProblem } from '../../src/shared/rules/template.ts';
import { callRecord, HOSTILE_NAME, rule } from '../support/calls.ts';

const values = (name: string) =>
  valuesOf('ringing', callRecord({ name }), { contact: '', site: 'Berlin' });
/** What may come from a caller: any characters, and pieces that mean something somewhere. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('/', '.', '?', '#', '&', '=', '%', '2e', '@', ':', '\\'),
    maxLength: 12,
  }),
  fc.constantFrom('..', '.', '%2e%2e', '//evil.test/', '{number}', '\ud800', '\0', HOSTILE_NAME),
);
/** Half a surrogate pair has no form in UTF-8 and arrives as U+FFFD. */
const arrives = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

describe('a value in an address', () => {
  it('is percent-encoded, byte by byte (RFC 3986, 2.1 and 2.3)', () => {
    expect(percentEncoded(`a-Z_0.~ !'()*"&=+#/?%\n\0é`)).toBe(
      'a-Z_0.~%20%21%27%28%29%2A%22%26%3D%2B%23%2F%3F%25%0A%00%C3%A9',
    );
  });

  it('never changes anything but its own place', () => {
    const template = 'https://crm.example.test:8443/find/{name}/x?q={name}&r=1#{name}';
    fc.assert(
      fc.property(hostile, (name) => {
        const filled = fillUrl(template, { name });
        if (!filled.ok) {
          // The only value without an encoding that browsers leave alone.
          expect(['.', '..']).toContain(name);
          return;
        }
        const url = new URL(filled.value);
        expect(url.origin).toBe('https://crm.example.test:8443');
        expect(url.username + url.password).toBe('');
        const segments = url.pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(arrives(name));
        expect([...url.searchParams]).toEqual([
          ['q', arrives(name)],
          ['r', '1'],
        ]);
        expect(decodeURIComponent(url.hash.slice(1))).toBe(arrives(name));
        expect(filled.value).toMatch(/^[!-~]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['.', '..'])('%j between slashes is refused: browsers fold it away', (name) => {
    expect(fillUrl('https://x.test/a/{name}/b', { name }).ok).toBe(false);
    expect(fillUrl('https://x.test/a/b?{name}', { name }).ok).toBe(true);
  });

  it('makes no address longer than other programs take', () => {
    expect(fillUrl('https://x.test/?q={name}', { name: 'ü'.repeat(4000) })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('8000') as string },
    });
  });
});

describe('the template of an address', () => {
  it.each([
    'javascript:alert({name})',
    'file:///etc/{name}',
    'ftp://x.test/',
    'http://x.test/{name}',
    '{name}://x.test/',
    '{name}',
    'https://{name}/',
    'https://x{name}.test/',
    'https://x.test:{name}/',
    'https://x.test@{name}/',
    'https://user:secret@x.test/',
    'https:///{name}',
    'https:/x.test/',
    'https:x.test',
    'https://x.test\\@evil.test/',
    'https://x.test/a b',
    'https://x.test/\tq',
    ' https://x.test/',
    'https://x.test/{nobody}',
    'https://',
    'https://x.test:99999/',
    '',
  ])('%j is refused with a reason', (template) => {
    expect(urlTemplateProblem(template, false, PLACEHOLDERS)).not.toBe('');
    // And nothing of it is planned, were it in the settings file all the same.
    for (const kind of ['url', 'webhook'] as const) {
      const action: RuleAction = { kind, url: template, allowHttp: false, body: '' };
      expect(planFor(action, values('x')).ok).toBe(false);
    }
  });

  it.each(['https://x.test/{name}', 'HTTPS://X.test?q={name}#{number}', 'https://[::1]:1/'])(
    '%j is fine',
    (template) => expect(urlTemplateProblem(template, false, PLACEHOLDERS)).toBe(''),
  );

  it('may be http only where the rule says so', () => {
    expect(urlTemplateProblem('http://x.test/', true, PLACEHOLDERS)).toBe('');
    expect(urlTemplateProblem('javascript:x', true, PLACEHOLDERS)).not.toBe('');
  });
});

describe('the arguments of a program', () => {
  it('are as many as the rule has, each with the text it was given', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), hostile, (literals, name) => {
        const args = [
          ...literals.map((text) => text.replaceAll('{', '(')),
          '--who={name}',
          '{name}',
        ];
        const plan = planFor({ kind: 'program', path: '/bin/x', args }, values(name));
        expect(plan.ok && plan.value).toEqual({
          kind: 'program',
          path: '/bin/x',
          args: [
            ...args.slice(0, -2),
            `--who=${name.replaceAll('\0', '\ufffd')}`,
            name.replaceAll('\0', '\ufffd'),
          ],
        });
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['notify-send', './x', '', 'C:\\x.bat', 'C:\\x.CMD', 'C:\\x.cmd. ', '/x\0y'])(
    'the program %j is refused',
    (path) =>
      expect(problemsOf(rule({ action: { kind: 'program', path, args: [] } })).path).toBeTruthy(),
  );
});

describe('the body of a webhook', () => {
  const body = (template: string, name: string): unknown => {
    const action: RuleAction = {
      kind: 'webhook',
      url: 'https://x.test/',
      allowHttp: false,
      body: template,
    };
    const plan = planFor(action, values(name));
    return plan.ok && plan.value.kind === 'webhook' ? JSON.parse(plan.value.body) : plan;
  };

  it('has values for texts, whatever they hold', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(body('{"who": ["{name}!", 7, null], "{name}": {"n": "{number}"}}', name)).toEqual({
          who: [`${name}!`, 7, null],
          '{name}': { n: '+4930123456' },
        });
      }),
    );
  });

  it('is all there is when the rule has none of its own', () => {
    expect(body('', HOSTILE_NAME)).toEqual({
      step: 'ringing',
      site: 'Berlin',
      call_id: 'call-1',
      way: 'in',
      name: HOSTILE_NAME,
      contact: '',
      number: '+4930123456',
      dialled: '800',
      started: '2026-11-23T10:00:00.000Z',
      answered: '2026-11-23T10:00:05.000Z',
      ended: '2026-11-23T10:01:10.000Z',
      talked_s: '65',
      outcome: 'answered',
    });
  });

  it.each(['{', 'name', '{"a": {name}}', '{"a": "{nobody}"}'])('%j is refused', (template) => {
    const action: RuleAction = {
      kind: 'webhook',
      url: 'https://x.test/',
      allowHttp: false,
      body: template,
    };
    expect(problemsOf(rule({ action })).body).toBeTruthy();
  });
});

describe('a rule to be saved', () => {
  it('needs a name, and a step or a button', () => {
    expect(problemsOf(rule())).toEqual({});
    expect(problemsOf(rule({ name: '  ', steps: [] }))).toEqual({
      name: expect.any(String) as string,
      steps: expect.any(String) as string,
    });
    expect(problemsOf(rule({ steps: [], button: true }))).toEqual({});
  });
});

describe('a dry run', () => {
  it('says for each call which rule does what, once', () => {
    const rules = [
      rule({ id: 'a', steps: ['ringing', 'ended'] }),
      rule({ id: 'b', way: 'out', steps: ['ended'] }),
      rule({
        id: 'c',
        steps: ['missed'],
        action: { kind: 'program', path: '/bin/x', args: ['{contact}'] },
      }),
      rule({ id: 'd', on: false }),
    ];
    const missed = callRecord({ callId: 'm', outcome: 'missed', answeredMs: 0 });
    const out = callRecord({ callId: 'o', way: 'out', number: '..' });
    const runs = dryRun(rules, [missed, out], ({ number }) => ({
      contact: number === '+4930123456' ? 'Anna' : '',
      site: 'Berlin',
    }));
    const url = 'https://crm.example.test/?q=';
    expect(runs.map(({ would }) => would)).toEqual([
      [
        {
          ruleId: 'a',
          step: 'ringing',
          plan: { kind: 'url', url: `${url}%2B4930123456` },
          problem: '',
        },
        {
          ruleId: 'c',
          step: 'missed',
          plan: { kind: 'program', path: '/bin/x', args: ['Anna'] },
          problem: '',
        },
      ],
      [
        { ruleId: 'a', step: 'ended', plan: { kind: 'url', url: `${url}..` }, problem: '' },
        { ruleId: 'b', step: 'ended', plan: { kind: 'url', url: `${url}..` }, problem: '' },
      ],
    ]);
  });
});
