import { expect, it } from 'vitest';
import { channelFromRow, emptyChannel } from '../../src/shared/domain/channel.ts';
import { payloadOf, textOf } from '../../src/shared/ipc/text.ts';

const hostile = channelFromRow({
  uuid: 'a',
  cid_name: '"],["</script>\u2028 Åsa',
  some_column: 'x',
  created_epoch: '1795473843',
});
const payload = {
  seq: 7,
  changed: [hostile, { ...emptyChannel('b'), muted: true, stateMs: 5, peer: 'a' }],
  gone: ['c'],
  pbxNowMs: -3,
};

it('channels come out of their text as they went in, and so does what is beside them', () => {
  expect(payloadOf(textOf(payload))).toEqual(payload);
  const { changed, ...rest } = payload;
  const snapshot = { ...rest, channels: changed };
  expect(payloadOf(textOf(snapshot))).toEqual(snapshot);
  // Their names are not in it, but for a column that this program does not know.
  expect(textOf(payload)).not.toContain('cid_name');
  expect(textOf(payload)).toContain('some_column');
});

it('what is no text of ours has no channels that fit, or is no text at all', () => {
  expect(() => payloadOf('[')).toThrow(SyntaxError);
  expect(payloadOf('{"changed":[["only a uuid"]]}')).toMatchObject({
    changed: [{ uuid: 'only a uuid', cid_name: undefined }],
  });
});
