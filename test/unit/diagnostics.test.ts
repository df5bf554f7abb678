import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskNumbers, withoutSecrets } from '../../src/main/diagnostics/mask.ts';
import { LINE_LENGTH, LINES, Recorder } from '../../src/main/diagnostics/recorder.ts';
import { originateLine } from '../../src/main/pbx/esl/commands.ts';
import { report, type Facts } from '../../src/main/diagnostics/report.ts';
import { settingsLines } from '../../src/main/diagnostics/settings.ts';
import { defaultSettings } from '../../src/shared/settings/settings.ts';
import { siteOf } from '../support/sites.ts';

const UUID = '6a685beb-1542-4801-964a-30a8fc679a1a';

describe('masking', () => {
  test.each([
    ['+4930123456', '+##########'],
    ['+49 (30) 123-456', '+## (##) ###-###'],
    ['user/201@pbx.example XML default', 'user/###@pbx.example XML default'],
    ['٠١٢٣٤ and 4٥6', '##### and ###'],
    ['originate_timeout=45 mute 1', 'originate_timeout=45 mute 1'],
    [`api uuid_hold off ${UUID}`, `api uuid_hold off ${UUID}`],
    [`${UUID}9`, `${UUID}9`],
  ])('%s', (text, masked) => expect(maskNumbers(text)).toBe(masked));

  test('a host and its port stay when they are named', () => {
    expect(maskNumbers('127.0.0.1:8021 refused 201', ['127.0.0.1:8021'])).toBe(
      '127.0.0.1:8021 refused ###',
    );
  });

  test('no number of three digits or more gets through, whatever is around it', () => {
    const digits = fc.stringMatching(/^[0-9]{3,20}$/);
    const around = fc.stringMatching(/^[a-z{}=,@+()"' ]{0,20}$/);
    fc.assert(
      fc.property(around, digits, around, (before, number, after) => {
        expect(maskNumbers(before + number + after)).toBe(
          before + '#'.repeat(number.length) + after,
        );
      }),
    );
  });

  test('a secret is taken out, the longer one of two first', () => {
    expect(withoutSecrets('auth hunter2hunter2 hunter2', ['hunter2', 'hunter2hunter2', 'a'])).toBe(
      'auth [secret] [secret]',
    );
  });
});

describe('recorder', () => {
  test('what it keeps is bounded, and a busy event stream does not push out the commands', () => {
    const recorder = new Recorder(() => 0);
    recorder.line('>', 'api uuid_hold x');
    for (let i = 0; i < 3 * LINES; i += 1)
      recorder.events([
        { kind: 'ended', uuid: `leg-${String.fromCharCode(97 + (i % 26))}`, cause: 'X', atMs: 0 },
      ]);
    const lines = recorder.lines();
    expect(lines).toHaveLength(LINES + 1);
    expect(lines[0]).toBe('1970-01-01T00:00:00.000Z > api uuid_hold x');
  });

  test('whom a command calls is in no line, name or number, and what it does still is', () => {
    const recorder = new Recorder(() => 0);
    for (const answers of [true, false]) {
      const built = originateLine(UUID, 'jane.roe', 'anna.berg', answers, {
        context: 'default',
        ringSeconds: 30,
      });
      if (built.ok) recorder.line('>', built.value.line);
    }
    const lines = recorder.lines();
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).not.toMatch(/anna|berg|jane|roe/);
    expect(lines[1]).toContain(`bgapi originate {origination_uuid=${UUID},`);
    expect(lines[1]).toContain('}user/[name] [name] XML default');
  });

  test('lines come in the order of time, numbers masked, lists and logins left out', () => {
    let now = 1_000;
    const recorder = new Recorder(() => (now += 1));
    recorder.line(
      '>',
      `bgapi originate {origination_uuid=${UUID}}user/201 +4930123456 XML default`,
    );
    recorder.line('<', '{"row_count":1,"rows":[{"cid_name":"Åsa","cid_num":"+46701234567"}]}');
    recorder.line('>', 'userauth 201@pbx.example:hunter2');
    recorder.line('<', `+OK ${'x'.repeat(10_000)}`);
    recorder.line('<', '-ERR one\r\nsecret second line \u001b[31m');
    const facts = { fields: { cid_name: 'Åsa', cid_num: '+46701234567' } };
    recorder.events([{ kind: 'changed', uuid: UUID, atMs: 0, facts }]);
    const lines = recorder.lines().map((line) => line.replace(/^\S+ /, ''));
    expect(lines[0]).toBe(
      `> bgapi originate {origination_uuid=${UUID}}user/### +########## XML default`,
    );
    expect(lines[1]).toBe('< JSON of 68 characters');
    expect(lines[2]).toBe('> userauth [secret]');
    expect(lines[3]).toHaveLength('< '.length + LINE_LENGTH + ' … #### more characters'.length);
    expect(lines[4]).toBe('< -ERR one … 26 more characters');
    expect(lines[5]).toBe(`  changed ${UUID} cid_name cid_num`);
  });
});

describe('report', () => {
  const facts: Facts = {
    atMs: 0,
    versions: { Ringside: '0.1.0' },
    settings: {
      ...defaultSettings(),
      sites: [{ ...siteOf('201@pbx.example'), name: 'Berlin' }],
      dial: { ...defaultSettings().dial, recent: ['+4930123456', '1004'] },
    },
    sites: [{ name: 'Berlin', status: null }],
    state: { channels: 2 },
    hotkeyProblems: {},
    faults: ['1970-01-01T00:00:00.000Z uncaught: Error: hunter2 ####'],
    lines: ['1970-01-01T00:00:00.000Z > api uuid_kill hunter2'],
    secrets: ['hunter2'],
  };

  test('it tells versions, state and settings, and neither numbers dialled nor secrets', () => {
    const text = report(facts);
    expect(text).toContain('Ringside: 0.1.0');
    expect(text).toContain('channels: 2');
    expect(text).toContain('== Faults\n1970-01-01T00:00:00.000Z uncaught: Error: [secret] ####');
    expect(text).toContain('sites.connection.esl.port = 8021');
    expect(text).toContain('dial.recent = list of 2');
    expect(text).toContain('sites.extension = (text of 15 characters)');
    for (const hidden of ['hunter2', '4930123456', '1004', '201@'])
      expect(text).not.toContain(hidden);
  });

  test('a text setting that nobody listed is told by its length', () => {
    expect(
      settingsLines({ rules: [{ url: 'https://x/?token=1' }], lookup: { url: 'https://s/' } }),
    ).toEqual(['rules = list of 1', 'lookup.url = (text of 10 characters)']);
  });
});
