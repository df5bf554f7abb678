import type { Leg } from '../world/leg.ts';
import type { World } from '../world/world.ts';
import { startBug, stopBug } from './media.ts';

const KIND = 'session_record';
/** Where FreeSWITCH puts a path that is not absolute. */
const SOUNDS = '/var/lib/freeswitch/sounds/';
const FORMATS = /\.(wav|mp3|ogg|opus|mp4|gsm|ul|al|PCMU|PCMA|r8|raw)$/i;
/** A manual stop and a limit reached are told in the same words (docs/protocol). */
const STOPPED = 'success-maxtime';
const FAILED = '-ERR Cannot record session!\n';

const placeOf = (path: string): string => (path.startsWith('/') ? path : `${SOUNDS}${path}`);
const recordings = (leg: Leg): string[] =>
  leg.bugs.filter(({ kind }) => kind === KIND).map(({ target }) => target);

/** `uuid_record UUID ACTION PATH [LIMIT]`. @returns its answer, undefined where it is its usage */
export function record(world: World, leg: Leg, words: readonly string[]): string | undefined {
  const [action = '', path, limit = '0'] = words;
  if (path === undefined) return undefined;
  switch (action) {
    case 'start':
      return start(world, leg, placeOf(path), Number(limit));
    case 'stop': {
      const all = path === 'all' ? recordings(leg) : recordings(leg).filter((one) => one === path);
      if (all.length === 0) return '-ERR Cannot stop record session!\n';
      for (const one of all) tellStop(world, leg, one);
      for (const one of all.reverse()) stopBug(world, leg, { kind: KIND, target: one });
      return '+OK Success\n';
    }
    case 'mask':
    case 'unmask':
      if (!recordings(leg).includes(path)) return `-ERR Cannot ${action} recording session!\n`;
      // Silence in the file, and no event: there is nothing to see of it here.
      return '+OK Success\n';
    default:
      return `-ERR Cannot ${action} recording session!\n`;
  }
}

function start(world: World, leg: Leg, path: string, limitSec: number): string {
  if (!FORMATS.test(path) || path.startsWith('/proc/')) return FAILED;
  if (recordings(leg).includes(path)) return '+OK Success\n';
  world.tell('RECORD_START', leg, { tail: { 'Record-File-Path': path } });
  const bug = { kind: KIND, target: path };
  startBug(world, leg, bug);
  const stop = (cause: string): void => {
    if (!recordings(leg).includes(path)) return;
    tellStop(world, leg, path, cause);
    stopBug(world, leg, bug);
  };
  leg.endings.add(() => stop('success-silence'));
  if (limitSec > 0) world.later(leg, limitSec * 1000, () => stop(STOPPED));
  return '+OK Success\n';
}

/** What FreeSWITCH says of a recording of which nothing was left. */
const EMPTY = {
  record_file_size: '44',
  RECORD_DISCARDED: 'true',
  record_samples: '0',
  record_seconds: '0',
  record_ms: '0',
  record_completion_cause: 'empty-file',
};

function tellStop(world: World, leg: Leg, path: string, cause = STOPPED): void {
  const said = world.silent ? 'empty-file' : cause;
  leg.setAll(
    world.silent ? EMPTY : { record_seconds: '0', record_ms: '0', record_completion_cause: said },
  );
  world.tell('RECORD_STOP', leg, {
    tail: { 'Record-File-Path': path, 'Record-Completion-Cause': said },
  });
}
