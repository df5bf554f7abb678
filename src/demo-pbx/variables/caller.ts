import type { Random } from '../random.ts';
import { micros, type HeaderValue } from '../world/event.ts';
import type { Leg } from '../world/leg.ts';
import { CALLER_SDP, ownSdp } from './sdp.ts';

/*
 * The variables that FreeSWITCH and mod_sofia set on the leg of an outside caller, step by step, as
 * the captures have them. A monitor needs few of them; they are there because real events are this
 * big, and because their order tells what happened.
 */
type Values = Record<string, HeaderValue>;

export const CODECS_IN_USE: Values = {
  rtp_use_codec_name: 'PCMU',
  rtp_use_codec_rate: '8000',
  rtp_use_codec_ptime: '20',
  rtp_use_codec_channels: '1',
  rtp_last_audio_codec_string: 'PCMU@8000h@20i@1c',
  read_codec: 'PCMU',
  original_read_codec: 'PCMU',
  read_rate: '8000',
  original_read_rate: '8000',
  write_codec: 'PCMU',
  write_rate: '8000',
};

/** A local RTP port: even, as RTP wants them. */
export const localPort = (random: Random): number => random.int(16_384, 24_576) * 2;

export interface OutsideCall {
  readonly number: string;
  readonly name: string;
  readonly dialled: string;
  /** The caller's SIP port. */
  readonly port: number;
  readonly sessionId: number;
}

/** A call from outside, as mod_sofia describes it when it comes in. */
export function incoming(leg: Leg, call: OutsideCall, nowMs: number, random: Random): Values {
  const { number, name, dialled, port } = call;
  const from = `${number}@127.0.0.1:${port}`;
  const to = `${dialled}@127.0.0.1:5080`;
  const branch = random.int(10_000, 99_999);
  const broken = /[\r\n]/.test(name);
  return {
    direction: 'inbound',
    uuid: leg.uuid,
    call_uuid: leg.uuid,
    session_id: String(call.sessionId),
    sip_from_user: number,
    sip_from_port: String(port),
    sip_from_uri: from,
    sip_from_host: '127.0.0.1',
    video_media_flow: 'disabled',
    text_media_flow: 'disabled',
    channel_name: leg.name,
    sip_call_id: `1-${branch}@127.0.0.1`,
    sip_local_network_addr: '127.0.0.1',
    sip_network_ip: '127.0.0.1',
    sip_network_port: String(port),
    sip_invite_stamp: micros(nowMs),
    sip_received_ip: '127.0.0.1',
    sip_received_port: String(port),
    sip_via_protocol: 'udp',
    sip_from_user_stripped: number.replace(/^\+/, ''),
    sip_from_tag: `${branch}SIPpTag001`,
    sofia_profile_name: 'external',
    sofia_profile_url: 'sip:mod_sofia@127.0.0.1:5080',
    recovery_profile_name: 'external',
    sip_full_via: `SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK-${branch}-1-0`,
    // An empty name is no header at all, and one with a line break spoils both (docs/protocol,
    // caller-names-hostile).
    ...(name === '' || broken ? {} : { sip_from_display: name }),
    ...(broken ? {} : { sip_full_from: `"${name}" <sip:${from}>;tag=${branch}SIPpTag001` }),
    sip_full_to: `<sip:${to}>`,
    sip_req_user: dialled,
    sip_req_port: '5080',
    sip_req_uri: to,
    sip_req_host: '127.0.0.1',
    sip_to_user: dialled,
    sip_to_port: '5080',
    sip_to_uri: to,
    sip_to_host: '127.0.0.1',
    sip_contact_user: 'sipp',
    sip_contact_port: String(port),
    sip_contact_uri: `sipp@127.0.0.1:${port}`,
    sip_contact_host: '127.0.0.1',
    sip_via_host: '127.0.0.1',
    sip_via_port: String(port),
    max_forwards: '70',
    switch_r_sdp: CALLER_SDP,
    ep_codec_string: 'CORE_PCM_MODULE.PCMU@8000h@20i@64000b',
    rtp_use_codec_string: 'PCMU,PCMA',
    remote_video_media_flow: 'inactive',
    remote_text_media_flow: 'inactive',
    remote_audio_media_flow: 'sendrecv',
    audio_media_flow: 'sendrecv',
    remote_media_ip: '127.0.0.1',
    remote_media_port: '6000',
    rtp_audio_recv_pt: '0',
    ...CODECS_IN_USE,
    dtmf_type: 'info',
    endpoint_disposition: 'RECEIVED',
  };
}

/** Audio begins to go to a caller. */
export function audioBegins(leg: Leg, random: Random): void {
  const port = localPort(random);
  leg.setAll({
    rtp_local_sdp_str: ownSdp(
      random.int(1_795_000_000, 1_795_999_999),
      1,
      `m=audio ${port} RTP/AVP 0`,
      ['a=rtpmap:0 PCMU/8000'],
    ),
    local_media_ip: '127.0.0.1',
    local_media_port: String(port),
    advertised_media_ip: '127.0.0.1',
    rtp_use_pt: '0',
    rtp_use_ssrc: String(random.int(1e9, 4.2e9)),
  });
  leg.again(['remote_media_ip', 'remote_media_port']);
}

/** A leg is about to talk to the phone it called. */
export function answeredThrough(leg: Leg, phone: Leg): void {
  leg.set('switch_m_sdp', phone.text('switch_r_sdp'));
  leg.setAll({ video_media_flow: 'inactive', text_media_flow: 'inactive' });
  leg.again(['audio_media_flow']);
}

/** The caller's SIP agent acknowledges that it has been answered. */
export function acknowledged(leg: Leg, random: Random): void {
  leg.set('sip_to_tag', random.token(13));
  leg.again(['sip_from_tag']);
  leg.set('sip_cseq', '1');
  leg.again(['sip_call_id']);
  leg.set('sip_full_via', leg.text('sip_full_via').replace(/-0$/, '-5'));
  leg.again(['sip_from_display', 'sip_full_from']);
  leg.set('sip_full_to', `${leg.text('sip_full_to')};tag=${leg.text('sip_to_tag')}`);
}
