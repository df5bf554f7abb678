import type { CallCenter } from './center.ts';
import { AGENT_COLUMNS, MEMBER_COLUMNS, QUEUE_COLUMNS, TIER_COLUMNS, type Row } from './rows.ts';
import { USAGE } from './usage.ts';

const OK = '+OK\n';
const INVALID = '-ERR Invalid!\n';
const NO_AGENT = '-ERR Agent not found!\n';

/** Words of a command, where `'…'` holds several together; `"` does not (docs/protocol). */
const split = (args: string): string[] =>
  (args.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'(.*)'$/, '$1'));

/** A table as `callcenter_config` prints it: a `|` in a value is not escaped. */
function table(columns: readonly string[], rows: readonly Row[], always = false): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  const text = lines.map((line) => `${line.join('|')}\n`).join('');
  return rows.length > 0 || always ? `${text}${OK}` : OK;
}

/** Which rows a list names, with the columns that they have. */
function listOf(
  center: CallCenter,
  what: string,
  queue: string,
  status = '',
  state = '',
): readonly [columns: readonly string[], rows: Row[]] | undefined {
  const ofQueue = center.tiers.filter((tier) => tier['queue'] === queue);
  switch (what) {
    case 'agents': {
      const names = new Set(ofQueue.map(({ agent }) => agent));
      const rows = [...center.agents.values()].filter(
        (agent) =>
          names.has(agent['name']) &&
          (status === '' || agent['status'] === status) &&
          (state === '' || agent['state'] === state),
      );
      return [AGENT_COLUMNS, rows];
    }
    case 'members':
      return [MEMBER_COLUMNS, center.members(queue)];
    case 'tiers':
      return [TIER_COLUMNS, ofQueue];
    default:
      return undefined;
  }
}

/** `callcenter_config …`: what mod_callcenter answers. */
export function callcenterConfig(center: CallCenter, args: string): string {
  const [target = '', action = '', ...rest] = split(args);
  switch (target) {
    case 'agent':
      return agentConfig(center, action, rest);
    case 'tier':
      return tierConfig(center, action, rest);
    case 'queue':
      return queueConfig(center, action, rest);
    default:
      return USAGE;
  }
}

function agentConfig(center: CallCenter, action: string, rest: string[]): string {
  const [first = '', second = '', third = ''] = rest;
  switch (action) {
    case 'list': {
      const rows = [...center.agents.values()];
      return table(AGENT_COLUMNS, first === '' ? rows : rows.filter(({ name }) => name === first));
    }
    case 'set':
      return third === '' ? INVALID : setAgent(center, first, second, third);
    case 'get': {
      const value = center.agents.get(second)?.[first];
      if (value === undefined) return NO_AGENT;
      if (first === 'status' || first === 'state') center.asked(second, first, value);
      return value;
    }
    case 'add':
      center.addAgent(first, `user/${first}`);
      return OK;
    case 'del':
      center.agents.delete(first);
      return OK;
    default:
      return USAGE;
  }
}

function setAgent(center: CallCenter, key: string, name: string, value: string): string {
  if (key === 'status') return center.setStatus(name, value);
  if (key === 'state') return center.setState(name, value);
  const agent = center.agents.get(name);
  if (!agent) return NO_AGENT;
  if (!(key in agent)) return '-ERR Invalid Key!\n';
  agent[key] = value;
  return OK;
}

function tierConfig(center: CallCenter, action: string, rest: string[]): string {
  if (action === 'list') return table(TIER_COLUMNS, center.tiers);
  const [queue = '', agent = '', level = '1', position = '1'] = rest;
  const isThis = (tier: Row): boolean => tier['queue'] === queue && tier['agent'] === agent;
  if (action === 'del') {
    center.tiers = center.tiers.filter((tier) => !isThis(tier));
    return OK;
  }
  if (action !== 'add') return USAGE;
  if (!center.queues.has(queue)) return '-ERR Queue not found!\n';
  if (!center.agents.has(agent)) return NO_AGENT;
  if (center.tiers.some(isThis)) return '-ERR Tier already exist!\n';
  center.addTier(queue, agent, level, position);
  return OK;
}

function queueConfig(center: CallCenter, action: string, rest: string[]): string {
  const [what = '', queue = '', status, state] = rest;
  if (action === 'list' && what === '')
    return table(QUEUE_COLUMNS, [...center.queues.values()], true);
  if (action === 'count' && what === '') return `${center.queues.size}\n`;
  if (action !== 'list' && action !== 'count') return USAGE;
  const list = listOf(center, what, queue, status, state);
  if (!list) return INVALID;
  return action === 'count' ? `${list[1].length}\n` : table(list[0], list[1]);
}

interface JsonRequest {
  readonly command?: unknown;
  readonly data?: { readonly arguments?: unknown; readonly queue_name?: unknown };
}

/**
 * `json {"command":"callcenter_config",…}`: read only, and no value needs escaping.
 * @returns undefined where another command is asked for
 */
export function callcenterJson(center: CallCenter, args: string): string | undefined {
  const { command, data = {} } = JSON.parse(args) as JsonRequest;
  if (command !== 'callcenter_config') return undefined;
  const queue = typeof data.queue_name === 'string' ? data.queue_name : '';
  const fail = { status: 'error', message: 'The command returned an error' };
  const answer = (rest: object): string => `${JSON.stringify({ command, data, ...rest })}\n`;
  const all: Readonly<Record<string, () => Row[]>> = {
    'agent list': () => [...center.agents.values()],
    'queue list': () => [...center.queues.values()],
    'tier list': () => center.tiers,
    'member list': () => center.members(),
  };
  const what = typeof data.arguments === 'string' ? data.arguments : '';
  const whole = Object.hasOwn(all, what) ? all[what] : undefined;
  if (whole) return answer({ status: 'success', response: whole() });
  const of = /^queue list (agents|members|tiers)$/.exec(what)?.[1];
  if (of === undefined) return answer({ ...fail, response: null });
  if (queue === '')
    return answer({ ...fail, response: { error: 'Missing data attribute: queue_name' } });
  return answer({ status: 'success', response: listOf(center, of, queue)?.[1] ?? [] });
}
