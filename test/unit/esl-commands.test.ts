import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as line from '../../src/main/pbx/esl/commands.ts';

const UUID = '3e0f9839-3dac-4dc8-bdb4-ee36ca8f39c1';
const LEG = 'c3410adc-f146-464d-8edc-6f6ece6375c2';
const PLAN = { context: 'default', ringSeconds: 30 };
/** What must not reach a command out of a value (docs/protocol). */
const HOSTILE = /[\s${}[\]<>()|,;&'"\\^%]/;

const built = (result: ReturnType<typeof line.holdLine>): string => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value.line;
};

describe('command lines', () => {
  it('are what FreeSWITCH takes', () => {
    expect(built(line.holdLine(UUID))).toBe(`api uuid_hold ${UUID}`);
    expect(built(line.resumeLine(UUID))).toBe(`api uuid_hold off ${UUID}`);
    expect(built(line.hangupLine(UUID))).toBe(`api uuid_kill ${UUID}`);
    expect(
      built(line.originateLine(LEG, '201@pbx.example.test', '+49 (30) 123-456', false, PLAN)),
    ).toBe(
      `bgapi originate {origination_uuid=${LEG},origination_caller_id_name=+4930123456,origination_caller_id_number=+4930123456,origination_callee_id_name=201,origination_callee_id_number=201,originate_timeout=30}user/201@pbx.example.test +4930123456 XML default`,
    );
    expect(built(line.eavesdropLine(LEG, '200', UUID, PLAN, false))).toContain(
      `}user/200 &eavesdrop(${UUID})`,
    );
  });

  it('reject as busy, and listen without a word', () => {
    expect(built(line.rejectLine(UUID))).toBe(`api uuid_kill ${UUID} USER_BUSY`);
    expect(built(line.eavesdropLine(LEG, '200', UUID, PLAN, false))).toContain(
      ',eavesdrop_enable_dtmf=false}',
    );
    expect(built(line.eavesdropLine(LEG, '200', UUID, PLAN, true))).toContain(
      ',eavesdrop_enable_dtmf=true}',
    );
  });

  it('are not made of what cannot be dialled, nor for a context that is none', () => {
    for (const number of ['', '12;34', 'a b'])
      expect(line.originateLine(LEG, '201', number, false, PLAN).ok).toBe(false);
    for (const context of ['', 'default}', 'a b'])
      expect(line.originateLine(LEG, '201', '202', false, { ...PLAN, context }).ok).toBe(false);
  });

  it('refuse eavesdropping on everyone', () => {
    expect(line.eavesdropLine(LEG, '200', 'all', PLAN, false).ok).toBe(false);
  });

  it('send elsewhere, bring back what nobody takes, and take', () => {
    expect(built(line.transferLine(UUID, '202', 'default'))).toBe(
      `api uuid_transfer ${UUID} 202 XML default`,
    );
    expect(built(line.voicemailLine(UUID, '202', 'pbx.example.test'))).toBe(
      `api uuid_transfer ${UUID} 'voicemail:default pbx.example.test 202' inline`,
    );
    const back = line.bringBackLines(UUID, '201', 'default');
    expect(back.ok && back.value.map((one) => one.line)).toEqual([
      `api uuid_setvar ${UUID} continue_on_fail false`,
      expect.stringMatching(
        new RegExp(
          `^api uuid_setvar ${UUID} transfer_on_fail USER_BUSY,NO_ANSWER,.* 201 XML default$`,
        ),
      ),
    ]);
    const forget = line.forgetLines(UUID);
    expect(forget.ok && forget.value.map((one) => one.line)).toEqual([
      `api uuid_setvar ${UUID} continue_on_fail`,
      `api uuid_setvar ${UUID} transfer_on_fail`,
    ]);
    const taken = built(line.takeLine(LEG, '201@pbx.example.test', UUID, true, PLAN));
    expect(taken).toContain(`,intercept_unanswered_only=true}user/201@pbx.example.test`);
    expect(taken).toMatch(new RegExp(`&intercept\\(${UUID}\\)$`));
  });

  it('let no value end a command, open an argument or expand a variable', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .tuple(
          fc.string({ maxLength: 8 }),
          fc.constantFrom(
            '\n\napi hupall',
            ' ',
            '${system(id)}',
            ')',
            ',',
            '}',
            "'",
            '\\',
            '\r',
            '\0',
            '&park()',
            '%0a',
          ),
          fc.string({ maxLength: 8 }),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(value, (text) => {
        for (const result of [
          line.holdLine(text),
          line.resumeLine(text),
          line.hangupLine(text),
          line.rejectLine(text),
          line.answerLine(text),
          line.muteLine(text),
          line.unmuteLine(text),
        ]) {
          if (result.ok) expect(result.value.line.split(' ').slice(2).join(' ')).toContain(text);
          if (result.ok) expect(text).toMatch(/^[0-9a-fA-F-]{36}$/);
        }
        for (const result of [
          line.transferLine(text, '202', 'default'),
          line.transferLine(UUID, text, 'default'),
          line.transferLine(UUID, '202', text),
        ])
          if (result.ok)
            expect(result.value.line).toMatch(/^api uuid_transfer [^\s]+ [^\s]+ XML [^\s]+$/);
        for (const result of [
          line.voicemailLine(UUID, text, 'pbx.example.test'),
          line.voicemailLine(UUID, '202', text),
          line.takeLine(LEG, text, UUID, false, PLAN),
          line.takeLine(LEG, '201', text, false, PLAN),
        ])
          if (result.ok)
            expect(result.value.line).toMatch(
              /^(?:api uuid_transfer [^\s]+ 'voicemail:default [\w.-]+ [\w.+*#-]+' inline|bgapi originate \{[^{}\s]*\}user\/[^\s]+ &intercept\([\w@.:~=+-]+\))$/,
            );
        for (const result of [
          line.originateLine(LEG, text, '202', true, PLAN),
          line.originateLine(LEG, '201', text, true, PLAN),
          line.originateLine(LEG, '201', '202', true, { ...PLAN, context: text }),
          line.originateLine(text, '201', '202', true, PLAN),
        ]) {
          if (!result.ok) continue;
          const [, vars = '', phone = '', rest = ''] =
            /^bgapi originate (\{[^{}]*\})(\S+) (.*)$/.exec(result.value.line) ?? [];
          expect(
            vars
              .slice(1, -1)
              .split(',')
              .every((pair) => /^[a-z_]+=[A-Za-z0-9+*#._-]+$/.test(pair)),
          ).toBe(true);
          expect(phone).toMatch(/^user\/[^\s]+$/);
          expect(phone).not.toMatch(HOSTILE);
          expect(rest.split(' ')).toHaveLength(3);
          expect(rest.replaceAll(' ', '')).not.toMatch(HOSTILE);
          expect(rest.startsWith('&')).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
