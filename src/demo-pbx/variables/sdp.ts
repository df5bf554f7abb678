import type { Random } from '../random.ts';

const sdp = (head: readonly string[], media: string, rest: readonly string[]): string =>
  [...head, media, ...rest, ''].join('\r\n');

/** FreeSWITCH's own offer or answer. @param version goes up with each that it sends */
export const ownSdp = (session: number, version: number, media: string, rest: readonly string[]) =>
  sdp(
    [
      'v=0',
      `o=FreeSWITCH ${session} ${session + version} IN IP4 127.0.0.1`,
      's=FreeSWITCH',
      'c=IN IP4 127.0.0.1',
      't=0 0',
    ],
    media,
    [...rest, 'a=ptime:20', 'a=sendrecv'],
  );

/** What the outside caller offers. */
export const CALLER_SDP = sdp(
  ['v=0', 'o=user1 53655765 2353687637 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  'm=audio 6000 RTP/AVP 0',
  ['a=rtpmap:0 PCMU/8000'],
);

/** What a desk phone answers. */
export const phoneSdp = (random: Random, port: number): string =>
  sdp(
    [
      'v=0',
      `o=- ${random.int(1e8, 4e9)} ${random.int(1e9, 2e9)} IN IP4 192.0.2.2`,
      's=-',
      'c=IN IP4 192.0.2.2',
      't=0 0',
      'a=tool:baresip 1.0.0',
    ],
    `m=audio ${port} RTP/AVP 0 101`,
    ['a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15', 'a=ptime:20'],
  );

/** The next version of an SDP: what follows the session's number in its `o=` line is one more. */
export const nextVersion = (text: string): string =>
  text.replace(
    /^(o=\S+ \d+ )(\d+)/m,
    (_all, head: string, version: string) => `${head}${Number(version) + 1}`,
  );
