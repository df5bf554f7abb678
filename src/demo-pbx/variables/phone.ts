import type { Random } from '../random.ts';
import { sipFailure } from '../world/causes.ts';
import type { HeaderValue } from '../world/event.ts';
import type { Leg, Target } from '../world/leg.ts';
import { CODECS_IN_USE, localPort } from './caller.ts';
import { nextVersion, ownSdp, phoneSdp } from './sdp.ts';

/* The variables of a leg that FreeSWITCH places, step by step, as the captures have them. */
type Values = Record<string, HeaderValue>;

/** What a leg that is placed for another one has of it. */
const ofCaller = (caller: Leg): Values => ({
  max_forwards: String(Number(caller.text('max_forwards') || '70') - 1),
  originator_codec: 'PCMU@8000h@20i',
  originator: caller.uuid,
  signal_bond: caller.uuid,
  switch_m_sdp: caller.text('switch_r_sdp'),
  call_uuid: caller.callUuid,
});

/** A leg to a phone, before the phone has said anything. @param given what `{…}` in its dial string set */
export function outgoing(
  leg: Leg,
  target: Target,
  caller: Leg | undefined,
  given: Values,
  domain: string,
  sessionId: number,
  random: Random,
): Values {
  const port = localPort(random);
  const uri = `${target.destination}@${target.hostPort}`;
  const inside = target.user !== undefined;
  const sip = `mod_sofia@127.0.0.1:${target.profile === 'internal' ? '5060' : '5080'}`;
  return {
    direction: 'outbound',
    is_outbound: 'true',
    uuid: leg.uuid,
    ...(caller ? {} : { call_uuid: leg.uuid }),
    session_id: String(sessionId),
    sip_local_network_addr: '127.0.0.1',
    sip_profile_name: target.profile,
    ...(caller ? {} : { video_media_flow: 'disabled' }),
    text_media_flow: 'disabled',
    channel_name: leg.name,
    sip_destination_url: `sip:${uri}`,
    ...(caller ? ofCaller(caller) : {}),
    ...given,
    ...(inside
      ? {
          dialed_user: target.user,
          dialed_domain: domain,
          sip_invite_domain: domain,
          presence_id: leg.presence,
        }
      : {}),
    originate_early_media: 'true',
    ...(caller ? { originating_leg_uuid: caller.uuid } : {}),
    originate_endpoint: 'sofia',
    rtp_use_codec_string: caller ? 'PCMU@8000h@20i' : 'PCMU,PCMA',
    local_media_ip: '127.0.0.1',
    local_media_port: String(port),
    advertised_media_ip: '127.0.0.1',
    audio_media_flow: 'sendrecv',
    ...(caller ? { video_media_flow: 'inactive' } : {}),
    rtp_local_sdp_str: offer(random, port, caller ? '0 101 13' : '0 8 101 13'),
    sip_outgoing_contact_uri: `<sip:${sip}>`,
    sip_req_uri: uri,
    sip_to_host: target.hostPort,
    sip_from_host: inside ? domain : '127.0.0.1',
    sofia_profile_name: target.profile,
    recovery_profile_name: target.profile,
    sofia_profile_url: `sip:${sip}`,
  };
}

const offer = (random: Random, port: number, types: string): string =>
  ownSdp(random.int(1_795_000_000, 1_795_999_999), 1, `m=audio ${port} RTP/AVP ${types}`, [
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
  ]);

const via = (random: Random): string =>
  `SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK${random.token(13)};rport=5060;received=127.0.0.1`;

/** The phone rings. */
export function ringing(leg: Leg, target: Target, random: Random): void {
  const [, port = ''] = target.hostPort.split(':');
  const uri = `${target.destination}@${target.hostPort}`;
  const branch = via(random);
  const [toTag, fromTag] = [random.hex(16), random.token(13)];
  const { callerName, callerNumber } = leg.profile;
  const from = `${callerNumber}@${leg.text('sip_from_host')}`;
  leg.again(['sip_local_network_addr']);
  leg.setAll({
    sip_reply_host: '127.0.0.1',
    sip_reply_port: port,
    sip_network_ip: '127.0.0.1',
    sip_network_port: port,
    sip_user_agent: 'baresip v1.0.0 (x86_64/linux)',
    sip_allow: 'INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, SUBSCRIBE, INFO, MESSAGE, REFER',
    sip_recover_contact: `<sip:${uri}>`,
    sip_full_via: branch,
    sip_recover_via: branch,
    ...(callerName === '' ? {} : { sip_from_display: callerName }),
    sip_full_from: `${callerName === '' ? '' : `"${callerName}" `}<sip:${from}>;tag=${fromTag}`,
    sip_full_to: `<sip:${uri}>;tag=${toTag}`,
    sip_from_user: callerNumber,
    sip_from_uri: from,
    sip_from_host: leg.text('sip_from_host'),
    sip_to_user: target.destination,
    sip_to_port: port,
    sip_to_uri: uri,
    sip_to_host: '127.0.0.1',
    sip_contact_user: target.destination,
    sip_contact_port: port,
    sip_contact_uri: uri,
    sip_contact_host: '127.0.0.1',
    sip_to_tag: toTag,
    sip_from_tag: fromTag,
    sip_cseq: String(random.int(1e8, 2e8)),
    sip_call_id: random.uuid(),
  });
}

/** The phone has answered. */
export function answered(leg: Leg, random: Random): void {
  const port = random.int(10_000, 15_000) * 2;
  leg.setAll({
    switch_r_sdp: phoneSdp(random, port),
    ep_codec_string: 'CORE_PCM_MODULE.PCMU@8000h@20i@64000b',
    rtp_use_codec_string: leg.text('rtp_use_codec_string'),
    remote_video_media_flow: 'inactive',
    remote_text_media_flow: 'inactive',
    remote_audio_media_flow: 'sendrecv',
    rtp_audio_recv_pt: '0',
    ...CODECS_IN_USE,
    dtmf_type: 'rfc2833',
  });
  leg.again(['local_media_ip', 'local_media_port', 'advertised_media_ip']);
  leg.setAll({
    rtp_use_pt: '0',
    rtp_use_ssrc: String(random.int(1e9, 4.2e9)),
    rtp_2833_send_payload: '101',
    rtp_2833_recv_payload: '101',
    remote_media_ip: '192.0.2.2',
    remote_media_port: String(port),
  });
}

/** What the directory knows of the phone's owner joins the leg, once it is answered. */
export function merged(
  leg: Leg,
  owner: { readonly name: string; readonly number: string } | undefined,
  given: readonly string[],
): void {
  leg.set('endpoint_disposition', 'ANSWER');
  if (!owner) return;
  leg.setAll({
    user_context: 'default',
    effective_caller_id_name: owner.name,
    effective_caller_id_number: owner.number,
  });
  leg.again(['max_forwards', 'originator_codec', 'originator', ...given]);
  leg.again(['originate_early_media', 'originating_leg_uuid']);
  leg.set('originate_endpoint', 'user');
}

/** Audio comes from where it was not announced: known some time after an answer. */
export function audioAdjusted(leg: Leg): void {
  if (leg.variables.has('rtp_auto_adjust_audio') || !leg.target) return;
  leg.setAll({
    remote_audio_ip_reported: leg.text('remote_media_ip'),
    remote_audio_ip: '127.0.0.1',
    remote_audio_port_reported: leg.text('remote_media_port'),
    remote_audio_port: leg.text('remote_media_port'),
    rtp_auto_adjust_audio: 'true',
  });
}

const SIGNALLING_BEFORE_VIA = (
  'sip_local_network_addr sip_reply_host sip_reply_port sip_network_ip sip_network_port ' +
  'sip_user_agent sip_recover_contact'
).split(' ');
const SIGNALLING_AFTER_VIA = (
  'sip_from_display sip_full_from sip_full_to sip_from_user sip_from_uri sip_from_host sip_to_user ' +
  'sip_to_port sip_to_uri sip_to_host sip_contact_user sip_contact_port sip_contact_uri ' +
  'sip_contact_host sip_to_tag sip_from_tag'
).split(' ');

/** The phone has answered a re-INVITE that put it on hold or took it off. @param flow what it does now */
export function reinvited(leg: Leg, flow: 'recvonly' | 'sendrecv', random: Random): void {
  const branch = via(random);
  leg.again(SIGNALLING_BEFORE_VIA);
  leg.setAll({ sip_full_via: branch, sip_recover_via: branch });
  leg.again(SIGNALLING_AFTER_VIA);
  leg.set('sip_cseq', String(Number(leg.text('sip_cseq')) + 1));
  leg.again(['sip_call_id']);
  const answer = nextVersion(leg.text('switch_r_sdp'));
  leg.set('switch_r_sdp', answer);
  leg.again(['ep_codec_string']);
  leg.set('rtp_use_codec_string', 'PCMU@8000h@20i,PCMU,PCMA');
  leg.again(['remote_video_media_flow', 'remote_text_media_flow']);
  leg.set('remote_audio_media_flow', flow);
  leg.again(['remote_media_ip', 'remote_media_port', 'rtp_audio_recv_pt', 'dtmf_type']);
  leg.again(['rtp_2833_send_payload', 'rtp_2833_recv_payload']);
  if (!leg.peer) return;
  leg.peer.set('switch_m_sdp', answer);
  leg.peer.again(['video_media_flow', 'text_media_flow', 'audio_media_flow']);
}

/** FreeSWITCH sends a re-INVITE: its own SDP goes one version up. */
export const reinviting = (leg: Leg): void =>
  leg.set('rtp_local_sdp_str', nextVersion(leg.text('rtp_local_sdp_str')));

/** The phone, or the gateway, has refused. */
export function refused(leg: Leg, cause: string): void {
  const [status, phrase, number] = sipFailure(cause);
  leg.again(['sip_local_network_addr', 'sip_reply_host', 'sip_reply_port']);
  leg.again(['sip_network_ip', 'sip_network_port']);
  leg.setAll({
    sip_hangup_disposition: 'recv_refuse',
    sip_invite_failure_status: status,
    sip_invite_failure_phrase: phrase,
    sip_term_status: status,
    proto_specific_hangup_cause: `sip:${status}`,
    sip_term_cause: number,
  });
}
