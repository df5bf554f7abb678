/** A fault to plant: a text that a file has once, and what stands there instead. */
export interface Place {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Test files (vitest) that should notice. */
  readonly tests: readonly string[];
}

/** Faults in one file. */
const at = (
  file: string,
  tests: readonly string[],
  ...faults: [from: string, to: string][]
): Place[] =>
  faults.map(([from, to]) => ({
    file,
    from,
    to,
    tests: tests.map((name) => `test/${name}.test.ts`),
  }));

export const PLACES: readonly Place[] = [
  ...at(
    'src/main/pbx/esl/framing.ts',
    ['unit/esl-framing', 'faults/slow-frame'],
    ['length > MAX_BODY_BYTES', 'false'],
    ['/^\\d{1,12}$/', '/^\\d+/'],
    ['at += this.#need;', 'at += this.#need + 1;'],
    ['while (data[at] === 0x0a) at += 1;', ''],
    ['if (this.#loose >= MANY_CHUNKS) this.#join();', ''],
    ['at = this.#need - this.#length;', 'at = this.#need - this.#length - 1;'],
    ['this.#finished += frames.length;', ''],
  ),
  ...at(
    'src/main/pbx/esl/link.ts',
    ['faults/slow-frame'],
    ['+ announced / FRAME_BYTES_PER_MS', ''],
    ['finished !== this.#framesBefore || ', ''],
  ),
  ...at(
    'src/main/pbx/esl/commands.ts',
    ['unit/esl-commands'],
    ['if (!isChannelId(leg)) return noUuid();', ''],
    ['if (!dialled.ok) return dialled;', ''],
    ['if (!context.ok) return context;', ''],
    ["eavesdrop_enable_dtmf: 'false'", "eavesdrop_enable_dtmf: 'true'"],
    ['uuid_kill ${uuid} USER_BUSY', 'uuid_kill ${uuid}'],
  ),
  ...at(
    'src/shared/calls/table.ts',
    ['unit/table', 'unit/replay', 'unit/budget', 'unit/calls'],
    ['if (this.#channels.hasEnded(uuid)) return [];\n    const before', 'const before'],
    ['if (!written?.has(field)) patch[field]', 'patch[field]'],
    ["if (channel.callstate === 'HANGUP') delete patch.callstate;", ''],
    ['this.#text -= textOf(before);', ''],
    ['if (!isRoom && wanted > held)', 'if (false)'],
    ['if (leg.call_uuid === from) patch.call_uuid = to;', ''],
    ['a && b && more.length === 0', 'a && b'],
    ["heldMs: state === 'HELD' ? atMs : 0", 'heldMs: atMs'],
  ),
  ...at(
    'src/shared/tables/snapshot-table.ts',
    ['unit/snapshot-table', 'unit/table', 'unit/replay'],
    ['if (this.#isPast(key) || seen.has(key)) continue;', 'if (seen.has(key)) continue;'],
    ['if (this.#isPast(key) || seen.has(key)) continue;', 'if (this.#isPast(key)) continue;'],
    ['>= this.#epoch - 1', '>= this.#epoch + 1'],
    ['if (this.#returns) this.#ended.delete(key);', ''],
    ['(!this.#returns || this.#isYoung(ended))', 'true'],
    ['this.#epoch += 2;', ''],
    ['this.#ended.delete(key);\n    this.#ended.set', 'this.#ended.set'],
  ),
  ...at(
    'src/main/diagnostics/mask.ts',
    ['unit/diagnostics'],
    ['\\p{Nd}(?:', '[0-9](?:'],
    ['){2,}`', '){4,}`'],
    ['WHOLE_UUID.test(found) ? found : ', ''],
    ['b.length - a.length', 'a.length - b.length'],
    ['? `${before ?? space}[name]` : all', '? all : all'],
  ),
  ...at(
    'src/main/diagnostics/recorder.ts',
    ['unit/diagnostics', 'unit/budget'],
    ['if (/^(user)?auth\\b/i.test(text))', 'if (false)'],
    ['(at + 1) % LINES', 'at + 1'],
  ),
  ...at(
    'src/shared/domain/clean-line.ts',
    ['unit/notices', 'unit/notify-markup', 'unit/cli-socket'],
    ['\\u202A-\\u202E', ''],
    ['\\p{Cc}\\p{Cs}', '\\p{Cs}'],
    ['\\u200B\\u200E', '\\u200E'],
    [".replaceAll('<', '&lt;')", ''],
    [".replaceAll('&', '&amp;')", ''],
  ),
  ...at(
    'src/main/desktop/notify/daemon.ts',
    ['unit/notify-markup'],
    ['? escapeMarkup(body) : body', '? body : body'],
  ),
  ...at(
    'src/cli/run.ts',
    ['unit/cli-socket'],
    ['cleanLine(name && number', 'String(name && number'],
  ),
  ...at(
    'src/main/cli/server.ts',
    ['unit/cli-socket'],
    ['refuseForeign(folder);\n', '\n'],
    ['chmodSync(folder, 0o700);', ''],
  ),
  ...at(
    'src/main/history/cells.ts',
    ['unit/cells', 'unit/history'],
    ["',;\\\\t|:", "',\\\\t|:"],
    ['＝＋－＠', ''],
  ),
  ...at(
    'src/main/calls/commander.ts',
    ['unit/commander'],
    ["if (twin) return fail('bad-input', 'That is already under way.');", ''],
    [
      "if (!port) return fail('offline', 'There is no connection to the PBX.');",
      'if (!port) throw port;',
    ],
    ["if ('uuid' in command && !this.#monitor.table.get(command.uuid)) return gone();", ''],
    ['leg !== undefined && isHeld(leg)', 'true'],
    ['leg !== undefined && !isHeld(leg)', 'false'],
    ["!leg || leg.callstate === 'HANGUP'", 'true'],
    ['(leg?.answeredMs ?? 0) > 0, PHONE_DEAF', 'true, PHONE_DEAF'],
    ['    this.#pending.delete(id);\n', ''],
    ["return 'uuid' in a && 'uuid' in b && a.uuid === b.uuid;", 'return true;'],
  ),
  ...at(
    'src/main/calls/confirm.ts',
    ['unit/commander'],
    [
      "if (kind === 'no-such-channel') return { open: true, error: ends ? ZOMBIE : answer.error };",
      '',
    ],
    ["if (shown === 'yes') return seen(monitor, command, done);", ''],
    ['if (answer.ok && (await watch.within(CONFIRM_MS)))', 'if (answer.ok)'],
  ),
  ...at(
    'src/shared/ipc/contract.ts',
    ['unit/boundary', 'fuzz/fuzz'],
    ["name.startsWith('popup.') ? 'popup' : 'main'", "'main'"],
    ['const Secret = v.pipe(v.string(), v.maxLength(4096));', 'const Secret = v.string();'],
  ),
  ...at('src/shared/desk/popup.ts', ['unit/popup'], ['if (kept.length >= most) break;', '']),
  ...at('src/main/rules/claims.ts', ['integration/rules'], ['Number(changes) === 1', 'true']),
];
