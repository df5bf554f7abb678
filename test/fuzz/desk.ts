import { deepStrictEqual, ok as assert } from 'node:assert';
import fc from 'fast-check';
import * as v from 'valibot';
import { parseArgs } from '../../src/main/args.ts';
import { contactsOf } from '../../src/main/contacts/file.ts';
import { personOf } from '../../src/main/contacts/people.ts';
import { readNumber } from '../../src/shared/numbers/read.ts';
import { nameIn } from '../../src/main/contacts/lookup.ts';
import { CliRequest } from '../../src/shared/cli/protocol.ts';
import { Settings, defaultSettings } from '../../src/shared/settings/settings.ts';
import { parseContext, parseExtension, parseNumber } from '../../src/shared/domain/validate.ts';
import { readText } from '../../src/shared/numbers/link.ts';
import { REQUESTS, type RequestName } from '../../src/shared/ipc/contract.ts';
import { hostileText } from '../support/hostile.ts';
import { mutated } from './material.ts';
import type { Target } from './target.ts';

/** What a broken or hostile window could send, near to what a good one sends. */
const payload = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom('hold', 'originate', 'eavesdrop', 'hangup'), fc.anything()),
      uuid: fc.oneof(hostileText, fc.anything()),
      extension: fc.oneof(hostileText, fc.anything()),
      number: fc.oneof(hostileText, fc.anything()),
      autoAnswer: fc.oneof(fc.boolean(), fc.anything()),
      connection: fc.anything(),
      table: fc.anything(),
      hotkeys: fc.anything(),
      dial: fc.anything(),
      __proto__: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);
const ipc: Target = {
  name: 'requests of a window',
  share: 15,
  property: fc.property(
    fc.constantFrom(...(Object.keys(REQUESTS) as RequestName[])),
    payload,
    (name, value) => {
      const read = v.safeParse(REQUESTS[name].input as v.GenericSchema, value);
      if (read.success) structuredClone(read.output);
    },
  ),
};

const SAFE = /^\+?[A-Za-z0-9*#][A-Za-z0-9*#._-]{0,63}$/;
/** What numbers are written with, in any order. */
const numberText = fc
  .array(
    fc.constantFrom(
      ...[
        '+49',
        '(0)',
        '(+49)',
        '0049',
        '030',
        '1234567',
        '0171',
        '201',
        '5',
        '\u0663',
        '+',
        '*',
        '#',
      ],
      ...[
        ' ',
        '-',
        '/',
        '.',
        ',',
        ';',
        '(',
        ')',
        '\n',
        'x',
        'ext. ',
        ';ext=',
        'p',
        'w',
        '@',
        ':',
        '%23',
      ],
      ...[
        'FLOWERS',
        '1-800-',
        'tel:',
        'sip:',
        ';phone-context=+1',
        ' or ',
        ' ::: ',
        '.0',
        'E+11',
        '\u00b2',
      ],
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''));
const texts: Target = {
  name: 'numbers, extensions, contexts and links',
  share: 10,
  property: fc.property(
    fc.oneof(hostileText, numberText),
    fc.constantFrom('', 'tel:', 'callto:', 'sip:', 'sips:', 'tel://', 'SIP:%'),
    (text, scheme) => {
      for (const country of ['', 'DE', 'US']) {
        const { dials, choices, extension, pause, refused } = readText(scheme + text, country);
        assert((dials === '') === (refused !== ''), `${dials} ${refused}`);
        assert(/^\d*$/.test(extension) && /^[\d*#,;pw]*$/.test(pause), extension + pause);
        for (const number of [dials, ...choices].filter(Boolean)) {
          assert(SAFE.test(number), number);
          deepStrictEqual(parseNumber(number), { ok: true, value: number });
          assert(readText(number, country).dials === number, number);
        }
      }
      const extension = parseExtension(text);
      if (extension.ok)
        assert(!/[\s${}[\]<>()|,;&'"\\^%\0]/.test(extension.value.user + extension.value.domain));
      const context = parseContext(text);
      if (context.ok) assert(/^[A-Za-z0-9._-]+$/.test(context.value));
    },
  ),
};

const args: Target = {
  name: 'command line',
  share: 5,
  property: fc.property(
    fc.array(
      fc.oneof(
        fc.constantFrom(
          '--esl',
          '--extension',
          '--webitel',
          '--user-data-dir',
          '--screenshot',
          '--hidden',
          '--',
          '--=',
          '--esl=[::1]:8021',
        ),
        hostileText,
        fc
          .tuple(fc.constantFrom('--esl=', '--extension=', '--webitel=', '--site='), hostileText)
          .map((parts) => parts.join('')),
      ),
      { maxLength: 6 },
    ),
    (list) => {
      const read = parseArgs(list);
      if (!read.ok) return assert(read.error.message.length < 500);
      for (const { esl } of read.value.sites)
        if (esl) assert(esl.port >= 1 && esl.port <= 65_535 && /^[A-Za-z0-9._:-]+$/.test(esl.host));
    },
  ),
};

const cli: Target = {
  name: 'requests of the command line',
  share: 5,
  property: fc.property(
    fc.oneof(
      fc.json(),
      mutated([Buffer.from('{"do":"call","number":"201","now":true}')]).map(String),
    ),
    (text) => {
      let read: unknown;
      try {
        read = JSON.parse(text);
      } catch {
        return;
      }
      v.safeParse(CliRequest, read);
    },
  ),
};

const FILE = Buffer.from(JSON.stringify(defaultSettings(), null, '\t'));
const settings: Target = {
  name: 'settings',
  share: 5,
  property: fc.property(fc.oneof(mutated([FILE]).map(String), fc.json()), (text) => {
    let read: unknown;
    try {
      read = JSON.parse(text);
    } catch {
      return;
    }
    const parsed = v.safeParse(Settings, read);
    // What was taken is taken again: a file the app wrote is never damaged.
    if (parsed.success)
      deepStrictEqual(v.parse(Settings, JSON.parse(JSON.stringify(parsed.output))), parsed.output);
  }),
};

const CARDS = Buffer.from(
  'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nTEL;TYPE=WORK,VOICE:+49 30 1\r\n' +
    'NOTE;CHARSET=UTF-8:a\\nb\r\n c\r\nEND:VCARD\r\n' +
    'BEGIN:VCARD\nVERSION:4.0\nFN:B\nTEL;VALUE=uri:tel:+1-555;ext=7\nEND:VCARD\n',
);
const SHEET = Buffer.from(
  'sep=;\nName;Number;Mobile\n"Ada; ""L""";+49 30 1;\n"two\nlines";201 ::: 202;\'+1\n;;\nBob;x;y\n',
);
const imports: Target = {
  name: 'files of contacts, and answers of a lookup',
  share: 5,
  property: fc.asyncProperty(mutated([CARDS, SHEET]), hostileText, async (bytes, field) => {
    const file = await contactsOf(Buffer.from(bytes));
    if (!file.ok) return;
    const lines = Buffer.from(bytes)
      .toString('latin1')
      .split(/\r\n|\r|\n/).length;
    nameIn(Buffer.from(bytes).toString(), field);
    let pieces = 0;
    for (const { found } of file.value.batches()) {
      pieces += 1;
      // A reader that does not get on would go round for ever.
      assert(pieces <= lines + 2, `${pieces} pieces of ${lines} lines`);
      for (const one of found) {
        assert(one.line >= 1 && one.line <= lines + 1, `line ${one.line} of ${lines}`);
        const { person, bad } = personOf(one, (text) => readNumber(text, 'DE'));
        assert(person !== undefined || bad.length > 0, 'a line is taken in, or named as bad');
      }
    }
    file.value.unused?.headings();
  }),
};

/** What a window, a person, another program or a file may hand over. */
export const DESK: readonly Target[] = [ipc, texts, args, cli, settings, imports];
