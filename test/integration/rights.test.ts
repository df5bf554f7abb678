import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Authority } from '../../src/main/rights/authority.ts';
import { policyPath } from '../../src/main/rights/policy.ts';
import {
  refusal,
  REACHES,
  ROLE_GRANTS,
  ROLES,
  rightsOf,
  TOOLS,
  type RightsSettings,
} from '../../src/shared/rights/rights.ts';
import type { Command } from '../../src/shared/commands/command.ts';
import { startCalmPbx } from '../support/demo.ts';
import { WAYS, Rig } from '../contract/rig.ts';

/*
 * Who may do what, at the one place that every command passes: what is refused leaves no trace in the log
 * of the PBX.
 */
const AS_BEFORE: RightsSettings = {
  role: 'administrator',
  group: [],
  grants: {},
  agentsSeeListeners: true,
};

let directory: string;
let path: string;
let rig: Rig | undefined;
let warned: string[];
let changes: number;
let authority: Authority;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringside-rights-'));
  path = join(directory, 'policy.json');
  warned = [];
  changes = 0;
});
afterEach(async () => {
  authority?.stop();
  rig?.stop();
  await rig?.demo.stop();
  rig = undefined;
  rmSync(directory, { recursive: true });
});

const policy = (rights: object): void => writeFileSync(path, JSON.stringify({ rights }));
function judge(settings = AS_BEFORE): Authority {
  authority = new Authority({
    path,
    settings: () => settings,
    changed: () => (changes += 1),
    warn: (text) => warned.push(text),
  });
  return authority;
}

describe('the rights of a role', () => {
  it('has listening and speaking off for all, and each tool at most for what the role is about', () => {
    for (const role of ROLES) {
      expect(ROLE_GRANTS[role].listen).toBe('none');
      expect(ROLE_GRANTS[role].speak).toBe('none');
    }
    const most = (role: (typeof ROLES)[number]): number =>
      Math.max(...TOOLS.map((tool) => REACHES.indexOf(ROLE_GRANTS[role][tool])));
    // An agent picks up calls of the group, and all else is of one's own.
    expect(TOOLS.filter((tool) => ROLE_GRANTS.agent[tool] === 'group')).toEqual(['pickup']);
    expect(most('agent')).toBe(REACHES.indexOf('group'));
    expect(most('supervisor')).toBe(REACHES.indexOf('group'));
    expect(most('administrator')).toBe(REACHES.indexOf('all'));
  });

  it('reaches as far as it says, and says why where it does not', () => {
    const rights = rightsOf({ ...AS_BEFORE, role: 'agent', grants: { hangup: 'group' } }, 'policy');
    expect(refusal(rights, 'hangup', 'own')).toBe('');
    expect(refusal(rights, 'hangup', 'group')).toBe('');
    expect(refusal(rights, 'hangup', 'all')).toBe(
      'Your role, agent, may not hang up calls (of others). That comes from this computer’s policy: ask your administrator.',
    );
    expect(refusal(rights, 'listen', 'own')).toContain('may not listen to calls.');
  });
});

describe('the policy of a computer', () => {
  it('is where only an administrator writes', () => {
    expect(policyPath('linux', undefined)).toBe('/etc/ringside/policy.json');
    expect(policyPath('darwin', undefined)).toBe(
      '/Library/Application Support/Ringside/policy.json',
    );
    expect(policyPath('win32', 'D:\\Data')).toContain('Ringside');
  });

  it('comes before the settings, and the settings before nothing', () => {
    const generous = { ...AS_BEFORE, grants: { listen: 'all' } } as const;
    expect(judge(generous).rights(false)).toMatchObject({
      from: 'settings',
      grants: { listen: 'all' },
    });
    authority.stop();
    policy({ role: 'agent' });
    expect(judge(generous).rights(false)).toMatchObject({
      from: 'policy',
      grants: { listen: 'none' },
    });
    // The demo's calls are nobody's, but a policy is a policy.
    expect(authority.rights(true)).toMatchObject({ from: 'policy', role: 'agent' });
  });

  it.each([
    ['{', 'it is no JSON'],
    ['{"rights":{}}', 'rights.role'],
    ['{"rights":{"role":"king"}}', 'rights.role'],
    ['{"rights":{"role":"agent","grants":{"listen":"everybody"}}}', 'rights.grants.listen'],
  ])('that is broken (%s) leaves one’s own calls, and says so', (text, why) => {
    writeFileSync(path, text);
    expect(judge({ ...AS_BEFORE, grants: { listen: 'all' } }).rights(false)).toMatchObject({
      from: 'policy',
      role: 'agent',
      grants: { hangup: 'own', listen: 'none' },
    });
    expect(warned.join()).toContain(why);
  });
});

describe('what is refused never reaches the PBX', () => {
  /** A call to 201, mine, one to 202 of my group, one to 203, and the app in front of them. */
  async function calls() {
    const way = WAYS[0]!;
    const demo = await startCalmPbx({ seed: 7 });
    const made = (rig = new Rig(way, demo));
    await made.online();
    const at = (to: string): string => {
      const { agent = '' } = demo.inbound({ to, number: `+49${to}`, name: `For ${to}` });
      demo.answer(agent);
      return agent;
    };
    const legs = { own: at('201'), group: at('202'), all: at('203') };
    await made.until('all three are up', () =>
      Object.values(legs).every(
        (uuid) => (made.leg(uuid)?.answeredMs ?? 0) > 0 && made.leg(uuid)?.peer !== '',
      ),
    );
    made.refusal = (command) =>
      authority.refusal(command, {
        channels: made.monitor.table,
        extension: '201@pbx.example.test',
        isDemo: false,
      });
    return { made, demo, legs };
  }
  const said = (lines: readonly string[]): string[] =>
    lines.filter((line) => /uuid_|originate/.test(line));

  it('by reach: own, group, all', async () => {
    policy({ role: 'agent', group: ['202'], grants: { hangup: 'group' } });
    judge();
    const { made, demo, legs } = await calls();
    const before = said(demo.commands).length;
    for (const command of [
      { kind: 'hangup', uuid: legs.all },
      { kind: 'hold', uuid: legs.group },
      { kind: 'eavesdrop', uuid: legs.group, extension: '201' },
      { kind: 'eavesdrop', uuid: legs.own, extension: '201' },
    ] satisfies Command[])
      expect(await made.run(command)).toMatchObject({ ok: false, error: { kind: 'not-allowed' } });
    expect(said(demo.commands)).toHaveLength(before);
    expect(await made.run({ kind: 'hangup', uuid: legs.group })).toEqual({ ok: true, value: null });
    expect(said(demo.commands).at(-1)).toBe(`api uuid_kill ${legs.group}`);
  });

  it('and is judged anew when the policy changes', async () => {
    policy({ role: 'supervisor', group: ['202'], grants: { listen: 'group' } });
    judge();
    const { made, legs } = await calls();
    const listen = {
      kind: 'eavesdrop',
      uuid: legs.group,
      extension: '201@pbx.example.test',
    } as const;
    expect(made.refusal(listen)).toBe('');
    expect(made.refusal({ ...listen, uuid: legs.all })).toContain('may not listen');
    policy({ role: 'supervisor', group: ['202'] });
    authority.reread();
    expect(changes).toBe(1);
    expect(made.refusal(listen)).toContain('may not listen');
    authority.reread();
    expect(changes).toBe(1);
  });
});
