import type { Command } from '@shared/domain/pbx.ts';

/** The API command each command needs in `esl-allowed-api`. */
export const NEEDS: Readonly<Record<Command['kind'], string>> = {
  hold: 'uuid_hold',
  resume: 'uuid_hold',
  hangup: 'uuid_kill',
  reject: 'uuid_kill',
  answer: 'uuid_phone_event',
  mute: 'uuid_audio',
  unmute: 'uuid_audio',
  originate: 'originate',
  eavesdrop: 'originate',
};

/** All API commands the app gives. */
export const APIS: readonly string[] = [
  ...new Set(['show', ...Object.values(NEEDS), 'uuid_broadcast', 'uuid_break']),
];
