import type { Channel } from '../domain/channel.ts';
import { personKey, personOf, type Person } from './person.ts';
import type { Agent, Registration } from './rows.ts';

export interface PeopleSources {
  readonly agents: Iterable<Agent>;
  readonly registrations: Iterable<Registration>;
  /** Whether the registrations are known at all. */
  readonly knowsPhones: boolean;
  /** When registrations went (ms since the epoch), by their key `user\nrealm`. */
  readonly goneMs: Readonly<Record<string, number>>;
  readonly channels: Iterable<Channel>;
}

/**
 * Everybody of a PBX: who is an agent, or has or had a phone. By key, `201@pbx.example.test`.
 * @param nowMs of the PBX's clock
 */
export function peopleOf(sources: PeopleSources, nowMs: number): Map<string, Person> {
  const agents = new Map<string, Agent>();
  for (const agent of sources.agents) agents.set(personKey(agent.name), agent);
  const registered = new Set<string>();
  for (const { reg_user, realm } of sources.registrations)
    registered.add(personKey(reg_user, realm));
  const gone = new Map(
    Object.entries(sources.goneMs).map(([key, ms]) => {
      const [user = '', realm = ''] = key.split('\n');
      return [personKey(user, realm), ms] as const;
    }),
  );
  const legs = new Map<string, Channel[]>();
  for (const channel of sources.channels) {
    if (channel.presence_id === '') continue;
    const key = personKey(channel.presence_id);
    const own = legs.get(key);
    if (own) own.push(channel);
    else legs.set(key, [channel]);
  }
  const people = new Map<string, Person>();
  for (const key of new Set([...agents.keys(), ...registered, ...gone.keys()])) {
    const known = {
      key,
      agent: agents.get(key),
      registered: sources.knowsPhones ? registered.has(key) : undefined,
      goneMs: gone.get(key) ?? 0,
      legs: legs.get(key) ?? [],
    };
    people.set(key, personOf(known, nowMs));
  }
  return people;
}
