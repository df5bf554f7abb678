import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHANNEL_FIELDS, channelFromRow } from '@shared/domain/channel.ts';
import { readList } from '../../src/main/pbx/esl/list.ts';

/** A list as FreeSWITCH prints it (capture snapshot-1840-channels). */
const printed = (rows: readonly unknown[]): Buffer =>
  Buffer.from(`{"row_count":${rows.length},"rows":${JSON.stringify(rows)}}`);

/** Names that look like the place between two rows, wholly or in part, and any other text. */
const value = fc.oneof(
  fc.constantFrom(
    '',
    '},{',
    '"},{"uuid":"',
    '},{"uuid":"',
    '"}',
    '\\',
    '\\"},{"uuid":',
    ']}',
    '李',
  ),
  fc.string({ unit: 'binary' }),
);
/** Enough columns and rows for several slices. */
const rows = fc
  .array(value, { minLength: 5, maxLength: 40 })
  .map((values) =>
    Array.from({ length: 400 }, (_, row) =>
      Object.fromEntries(
        CHANNEL_FIELDS.map((field, at) => [
          field,
          field === 'uuid' ? `leg ${row}` : (values[(row * 7 + at) % values.length] ?? ''),
        ]),
      ),
    ),
  );

test('a list read in slices is the list, whatever its values look like', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (all) => {
      const read = await readList(printed(all), '');
      expect(read).toEqual({ ok: true, value: all.map((row) => channelFromRow(row)) });
    }),
    { numRuns: 30 },
  );
});

test('while a long list is read, others have their turns', async () => {
  const all = Array.from({ length: 2_000 }, (_, at) => ({
    uuid: `leg ${at}`,
    cid_name: 'x'.repeat(1_000),
  }));
  const body = printed(all);
  let turns = 0;
  let ticking = setImmediate(function tick() {
    turns += 1;
    ticking = setImmediate(tick);
  });
  const read = await readList(body, '');
  clearImmediate(ticking);
  expect(read.ok && read.value.length).toBe(2_000);
  // Slices of text have at most 100,000 bytes and a row, those of rows 100.
  expect(turns).toBeGreaterThanOrEqual(Math.floor(body.length / 102_000) + 2_000 / 100);
});

test.each([
  ['numbers where texts are', [{ uuid: 'a', cid_num: 1 }, { uuid: 'b' }]],
  ['a row that begins with another column', [{ cid_num: '1', uuid: 'a' }]],
  ['rows within a row', [{ uuid: 'a', more: [{ uuid: 'b' }, { uuid: 'c' }] }]],
  ['a row that is none', [{ uuid: 'a' }, 7, null]],
])('%s are read as they are anywhere', async (_, all) => {
  const channels = all.map((row) => channelFromRow(row)).filter((row) => row !== undefined);
  expect(await readList(printed(all), '')).toEqual({ ok: true, value: channels });
});

test('a list that is cut off says so', async () => {
  const all = Array.from({ length: 500 }, (_, at) => ({
    uuid: `leg ${at}`,
    dest: 'y'.repeat(900),
  }));
  const body = printed(all);
  for (const length of [body.length - 1, body.length >> 1, 40]) {
    const read = await readList(body.subarray(0, length), '');
    expect(!read.ok && read.error.message).toBe(
      'The PBX sent a list that cannot be read: it is no JSON.',
    );
  }
});
