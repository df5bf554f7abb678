import type { World } from '../world/world.ts';

const RELEASE = '1.11.2-dev';
export const VERSION_SHORT = RELEASE;
/** What HEARTBEAT calls `FreeSWITCH-Version`. It says what it is: no FreeSWITCH answers here. */
const VERSION = `${RELEASE}+git~20260717T204138Z~demo~64bit`;
export const VERSION_LINE = `FreeSWITCH Version ${VERSION} (git demo 2026-07-17 20:41:38Z 64bit)\n`;
const SHORT = `${RELEASE} git demo 2026-07-17 20:41:38Z 64bit`;
/** What `version` answers to any word but `short`. */
export const VERSION_LONG = `FreeSWITCH Version ${VERSION} (${SHORT})\n`;

const MOST_SESSIONS = 5000;
const MOST_PER_SECOND = 500;

/** How long the PBX has been up, by units. */
function upFor(world: World): readonly (readonly [unit: string, count: number])[] {
  const ms = world.now() - world.startedMs;
  const s = Math.floor(ms / 1000);
  return [
    ['year', 0],
    ['day', Math.floor(s / 86_400)],
    ['hour', Math.floor(s / 3600) % 24],
    ['minute', Math.floor(s / 60) % 60],
    ['second', s % 60],
    ['millisecond', Math.floor(ms) % 1000],
    ['microsecond', Math.round(ms * 1000) % 1000],
  ];
}

const upTime = (world: World): string =>
  upFor(world)
    .map(([unit, count]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(', ');

/** ms in each unit that `uptime` takes. */
const UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  microseconds: 0.001,
  ms: 1,
  milliseconds: 1,
  s: 1_000,
  seconds: 1_000,
  m: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  days: 86_400_000,
};

/** How long the PBX has been up in whole units, seconds unless said otherwise; undefined for no unit. */
export function upTimeIn(world: World, unit: string): string | undefined {
  const ms = Object.hasOwn(UNITS, unit || 's') ? UNITS[unit || 's'] : undefined;
  return ms === undefined ? undefined : `${Math.floor((world.now() - world.startedMs) / ms)}\n`;
}

export function status(world: World): string {
  const { sessions, peak, legs } = world;
  return [
    `UP ${upTime(world)}`,
    `FreeSWITCH (Version ${SHORT}) is ready`,
    `${sessions} session(s) since startup`,
    `${legs.size} session(s) - peak ${peak}, last 5min ${peak} `,
    `0 session(s) per Sec out of max ${MOST_PER_SECOND}, peak ${peak}, last 5min ${peak} `,
    `${MOST_SESSIONS} session(s) max`,
    'min idle cpu 0.00/99.00',
    'Current Stack Size/Max 240K/8192K',
    '',
  ].join('\n');
}

/** `json {"command":"status"}`; other JSON commands there are none of here. */
export function jsonStatus(world: World, args: string): string {
  const { command = '', data = '' } = JSON.parse(args) as { command?: string; data?: unknown };
  if (command !== 'status') {
    return `${JSON.stringify({ command, data, status: 'error', message: 'Invalid request or non-existent command' })}\n`;
  }
  const { sessions, peak, legs } = world;
  const uptime = Object.fromEntries(upFor(world).map(([unit, count]) => [`${unit}s`, count]));
  const response = {
    systemStatus: 'ready',
    uptime,
    version: SHORT,
    sessions: {
      count: { total: sessions, active: legs.size, peak, peak5Min: peak, limit: MOST_SESSIONS },
      rate: { current: 0, max: MOST_PER_SECOND, peak, peak5Min: peak },
    },
    idleCPU: { used: 0, allowed: 99 },
    stackSizeKB: { current: 240, max: 8192 },
  };
  return `${JSON.stringify({ command, data, status: 'success', response })}\n`;
}

/** What a HEARTBEAT tells. */
export const heartbeat = (world: World): Record<string, string> => ({
  'Event-Info': 'System Ready',
  'Up-Time': upTime(world),
  'FreeSWITCH-Version': VERSION,
  'Uptime-msec': String(Math.floor(world.now() - world.startedMs)),
  'Session-Count': String(world.legs.size),
  'Max-Sessions': String(MOST_SESSIONS),
  'Session-Per-Sec': String(MOST_PER_SECOND),
  'Session-Per-Sec-Last': '0',
  'Session-Per-Sec-Max': String(world.peak),
  'Session-Per-Sec-FiveMin': '0',
  'Session-Since-Startup': String(world.sessions),
  'Session-Peak-Max': String(world.peak),
  'Session-Peak-FiveMin': String(world.peak),
  'Idle-CPU': '99.000000',
});
