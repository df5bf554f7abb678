import type { Random } from '../random.ts';
import { q850 } from '../world/causes.ts';
import { localDate, micros, type HeaderValue } from '../world/event.ts';
import type { Leg } from '../world/leg.ts';

const epoch = (ms: number): string => String(Math.floor(ms / 1000));

/** Durations, each in s, ms and µs as FreeSWITCH reports them. All arguments in ms. */
function durations(values: Readonly<Record<string, number>>): Record<string, string> {
  const found: Record<string, string> = {};
  const names: readonly (readonly [string, string, string])[] = [
    ['duration', 'mduration', 'uduration'],
    ['billsec', 'billmsec', 'billusec'],
    ['progresssec', 'progressmsec', 'progressusec'],
    ['answersec', 'answermsec', 'answerusec'],
    ['waitsec', 'waitmsec', 'waitusec'],
    ['progress_mediasec', 'progress_mediamsec', 'progress_mediausec'],
    ['flow_billsec', 'flow_billmsec', 'flow_billusec'],
  ];
  for (const [s] of names) found[s] = epoch(values[s] ?? 0);
  for (const [s, ms] of names) found[ms] = String(Math.round(values[s] ?? 0));
  for (const [s, , us] of names) found[us] = micros(values[s] ?? 0);
  return found;
}

/** What a channel reports when it is over: CHANNEL_HANGUP_COMPLETE and CHANNEL_DESTROY carry it. */
export function report(leg: Leg): Record<string, HeaderValue> {
  const { times } = leg;
  const { callerName, callerNumber } = leg.profile;
  const since = (ms: number): number => (ms === 0 ? 0 : Math.max(0, ms - times.created));
  const lasted = Math.max(0, times.hangup - times.created);
  const stamp = (name: string, ms: number) => (ms ? { [name]: localDate(ms) } : {});
  const both = (name: string, ms: number) => ({
    [`${name}_epoch`]: epoch(ms),
    [`${name}_uepoch`]: micros(ms),
  });
  return {
    hangup_cause: leg.cause,
    hangup_cause_q850: String(q850(leg.cause)),
    digits_dialed: leg.digits || 'none',
    ...stamp('start_stamp', times.created),
    ...stamp('profile_start_stamp', times.profileCreated),
    ...stamp('answer_stamp', times.answered),
    ...stamp('bridge_stamp', times.bridged),
    ...stamp('hold_stamp', times.lastHold),
    ...stamp('progress_stamp', times.progress),
    ...stamp('progress_media_stamp', times.progressMedia),
    ...(leg.holds.length > 0
      ? {
          hold_events: `{${[...leg.holds]
            .reverse()
            .map(([from, to]) => `{${micros(from)},${micros(to)}}`)
            .join(',')}}`,
        }
      : {}),
    ...stamp('end_stamp', times.hangup),
    ...both('start', times.created),
    ...both('profile_start', times.profileCreated),
    ...both('answer', times.answered),
    ...both('bridge', times.bridged),
    ...both('last_hold', times.lastHold),
    hold_accum_seconds: epoch(times.holdAccum),
    hold_accum_usec: micros(times.holdAccum),
    hold_accum_ms: String(Math.round(times.holdAccum)),
    ...both('resurrect', 0),
    ...both('progress', times.progress),
    ...both('progress_media', times.progressMedia),
    ...both('end', times.hangup),
    ...(leg.app ? { last_app: leg.app.name } : {}),
    ...(leg.app?.data ? { last_arg: leg.app.data } : {}),
    caller_id: callerName ? `"${callerName}" <${callerNumber}>` : callerNumber,
    ...durations({
      duration: lasted,
      billsec: times.answered ? times.hangup - times.answered : 0,
      progresssec: since(times.progress),
      answersec: since(times.answered),
      waitsec: since(times.bridged),
      progress_mediasec: since(times.progressMedia),
      flow_billsec: times.answered ? lasted : 0,
    }),
  };
}

/** How SIP ended the leg. */
function signalling(leg: Leg): Record<string, string> {
  if (leg.name.startsWith('loopback/')) return { is_loopback: '1' };
  if (leg.text('sip_hangup_disposition')) return {};
  if (leg.answered) return { sip_hangup_disposition: 'send_bye' };
  if (leg.direction === 'inbound') return { sip_hangup_disposition: 'send_refuse' };
  return {
    sip_hangup_disposition: 'send_cancel',
    sip_invite_failure_status: '487',
    sip_invite_failure_phrase: 'CANCEL',
  };
}

const AUDIO_ZEROES = (
  'in_skip_packet_count in_jitter_packet_count in_dtmf_packet_count in_cng_packet_count ' +
  'in_flush_packet_count in_largest_jb_size'
).split(' ');
const AUDIO_RATES =
  'in_jitter_min_variance in_jitter_max_variance in_jitter_loss_rate in_jitter_burst_rate'.split(
    ' ',
  );

/** How SIP ended the leg, and what RTP counted on it. */
export const mediaReport = (leg: Leg, random: Random): Record<string, string> => ({
  ...signalling(leg),
  ...audio(leg, random),
});

/** As if it were 50 packets of 172 bytes a second; nothing where there was no audio. */
function audio(leg: Leg, random: Random): Record<string, string> {
  if (!leg.readCodec || !leg.name.startsWith('sofia/')) return {};
  const from = leg.times.answered || leg.times.hangup;
  const packets = Math.max(0, Math.round((leg.times.hangup - from) / 20) - random.int(0, 3));
  const named = (names: readonly string[], value: string) =>
    Object.fromEntries(names.map((name) => [`rtp_audio_${name}`, value]));
  return {
    rtp_audio_in_raw_bytes: String(packets * 172),
    rtp_audio_in_media_bytes: String(packets * 172),
    rtp_audio_in_packet_count: String(packets),
    rtp_audio_in_media_packet_count: String(packets),
    ...named(AUDIO_ZEROES, '0'),
    ...named(AUDIO_RATES, '0.00'),
    rtp_audio_in_mean_interval: packets > 0 ? '20.00' : '0.00',
    rtp_audio_in_flaw_total: '0',
    rtp_audio_in_quality_percentage: '100.00',
    rtp_audio_in_mos: '4.50',
    rtp_audio_out_raw_bytes: String(packets * 172),
    rtp_audio_out_media_bytes: String(packets * 172),
    rtp_audio_out_packet_count: String(packets),
    rtp_audio_out_media_packet_count: String(packets),
    ...named(['out_skip_packet_count', 'out_dtmf_packet_count', 'out_cng_packet_count'], '0'),
    rtp_audio_rtcp_packet_count: '0',
    rtp_audio_rtcp_octet_count: '0',
  };
}
